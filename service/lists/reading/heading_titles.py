"""Headings and summaries that are titles of papers: lists that give every paper lines of its own."""

import re
from collections import Counter
from collections.abc import Sequence

from service.lists.reading import labels, urls
from service.lists.reading.inline import find_links
from service.lists.reading.no_titles import is_no_title

Mark = tuple[int, tuple[int, str]]  # line, (level, text)

_ENOUGH = 3
_NEARLY_ALL = 0.8  # of the headings of a level
_TITLE_WORDS = 4
_LINKED_WORDS = 2  # of a heading that links to a paper itself
_IS_TABLE = re.compile(r"\|\s*:?--")
_ITEM = re.compile(r"(?:[-*+]|\d+[.)])\s")
_LONGEST = 80  # lines of an entry
_FIRST_LEVEL = 2
_SUMMARY_LEVEL = 7
_OPENS_DETAILS = re.compile(r"\s*<details\b[^>]*>\s*$", re.IGNORECASE)


def title_headings(lines: Sequence[str], marks: Sequence[Mark]) -> dict[int, int]:
    """Return the lines of headings that name papers, and where their entries begin.

    Nearly all headings of a level do, or none counts; beside them, those over links to code alone count, too.
    What a summary opens begins with its `<details>`.
    """
    all_of_level, titles, others = Counter[int](), dict[int, int](), dict[int, int]()
    for index, (line, (level, text)) in enumerate(marks):
        following = marks[index + 1] if index + 1 < len(marks) else (len(lines), (0, ""))
        is_mark = lines[line].lstrip().startswith("#") or level == _SUMMARY_LEVEL
        if not is_mark or level < _FIRST_LEVEL:
            continue
        all_of_level[level] += 1
        is_leaf = following[1][0] <= level or following[1][0] == _SUMMARY_LEVEL
        below = "".join(lines[line : following[0]])
        if is_leaf and _names_a_paper(text, below):
            titles[line] = level
        elif is_leaf and _names_a_work(text, below):
            others[line] = level
    seen = Counter(titles.values())
    usual = {lv for lv, n in seen.items() if n >= _ENOUGH and n >= _NEARLY_ALL * all_of_level[lv]}
    found = sorted({**titles, **others}.items())
    return {line: _first_line(lines, line) for line, level in found if level in usual}


def _first_line(lines: Sequence[str], line: int) -> int:
    return line - 1 if line and _OPENS_DETAILS.match(lines[line - 1]) else line


def _names_a_paper(heading: str, text: str) -> bool:
    """Whether under a heading of several words stands one paper: links to it, and none with another title.

    Items that link to a paper each, as in `- A Title [[paper]](...)`, are the section's papers.
    """
    head, _, body = text.partition("\n")
    is_linked = any(urls.is_paper(head[slice(*link.url)]) for link in find_links(head))
    least = _LINKED_WORDS if is_linked else _TITLE_WORDS
    if len(re.findall(r"\w{2,}", heading)) < least or text.count("\n") > _LONGEST:
        return False
    if is_linked:
        return not _IS_TABLE.search(body)
    linked = [link for link in find_links(text) if urls.is_paper(text[slice(*link.url)])]
    if len(_papers_of_items(body)) > 1:
        return False
    said = [text[slice(*link.text)] for link in linked if link.start > len(head)]
    others = [w for w in said if not (is_no_title(w) or "![" in w or "<img" in w)]
    return bool(linked) and not others and not _IS_TABLE.search(body)


def _names_a_work(heading: str, text: str) -> bool:
    """Whether under a heading of several words stand links to what has no paper: code, a model, a page."""
    body = text.partition("\n")[2]
    is_short = text.count("\n") <= _LONGEST and not any(_ITEM.match(line) for line in body.splitlines())
    if not is_short or len(re.findall(r"\w{2,}", heading)) < _TITLE_WORDS:
        return False
    said = [body[slice(*link.text)] for link in find_links(body)]
    return bool(said) and all(labels.is_generic(w) or "![" in w or "<img" in w for w in said)


def _papers_of_items(body: str) -> set[str]:
    """Return the arXiv ids to which the items at the margin link, in the lines set in below them, too."""
    items, is_inside = [], False
    for line in body.splitlines():
        is_inside = _ITEM.match(line) is not None or (is_inside and (not line or line[:1].isspace()))
        items += [line] if is_inside else []
    found = (urls.arxiv_id(line[slice(*link.url)]) for line in items for link in find_links(line))
    return {str(paper) for paper in found if paper is not None}
