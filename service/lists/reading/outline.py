"""The headings of a list file and the regions of lines under them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from service.lists.reading.folded_sections import folded_section
from service.lists.reading.heading_titles import Mark, title_headings

_ATX = re.compile(r"^ {0,3}(#{1,6})\s+(.*?)\s*#*\s*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-{3,})\s*$")
_HTML = re.compile(r"^\s*<h([1-6])[^>]*>(.*?)</h\1>", re.IGNORECASE)
_SUMMARY = re.compile(r"^<summary>(.*?)</summary>", re.IGNORECASE)
_CLOSED = re.compile(r"^</details>", re.IGNORECASE)
_FENCE = re.compile(r"^\s*(```|~~~)")
_SUMMARY_LEVEL = 7
_LONG_HEADING = 80  # characters, of a line with dashes under it
_OF_AN_ENTRY = re.compile(
    r"\W*(click[\w ]*|see |show |view |full )*(abstracts?|bib(tex)?|figures?|teaser|overview|tl;? ?dr|summary"
    r"|details?|citations?|architecture|framework|results?|authors?|more|highlights?)\W*",
    re.IGNORECASE,
)  # what a folded piece of an entry is called
_NOT_PAPERS = re.compile(
    r"^(latest |recent |our |project |breaking )?(news|updates?|changelog|what'?s new"
    r"|table of contents?|toc|contents?"
    r"|citations?|cit(e|ing)( us| this)?|bibtex|contact|contribut\w+|how to contribute"
    r"|license|licence|acknowledge?ments?|star history|tag descriptions?|how to read.*|about|legend"
    r"|(other|related|similar|more) (awesome[ -])?(paper )?(lists?|repos(itories)?)"
    r"|stargazers.*|目录|目次|引用|更新(日志|记录)?|新闻|最新动态|联系(我们|方式)?|致谢|许可证?"
    r"|(参与|如何)?贡献(指南)?|关于)( (and|&) \w+)?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Region:
    """The lines `first` up to, not including, `last` under one heading; `path` names the headings above.

    `heading` is the heading's own line (-1 before the first one) and `is_listing` is false for news,
    contents, citations and the like, whose items are not entries. `titles` are lines inside that look like
    headings and are the titles of papers.
    """

    heading: int
    first: int
    last: int
    level: int
    path: tuple[str, ...]
    titles: frozenset[int] = frozenset()

    @property
    def is_fold(self) -> bool:
        """Whether the section is folded away under a summary."""
        return self.level == _SUMMARY_LEVEL

    @property
    def is_listing(self) -> bool:
        """Whether entries may stand here."""
        own = self.path[-1] if self.path else ""
        return not _NOT_PAPERS.match(re.sub(r"^[^\w]+|[^\w)]+$", "", own))


def plain(text: str) -> str:
    """Return a heading or label without its markup."""
    text = re.sub(r"<[^>]*>", "", text)
    previous = None
    while previous != text:
        previous = text
        text = re.sub(r"!\[[^\[\]]*\]\([^()]*\)", "", text)
        text = re.sub(r"\[([^\[\]]*)\]\([^()]*\)", r"\1", text)
    text = re.sub(r"(?<![\w*])\*(?=[^\s*])([^*]*[^\s*])\*(?![\w*])", r"\1", re.sub(r"\*\*|__|`", "", text))
    return re.sub(r"\s+", " ", text).strip()


def path_key(path: Sequence[str]) -> tuple[str, ...]:
    """Return a section path in a form in which spellings of the same headings compare equal."""
    return tuple("".join(c for c in plain(part).casefold() if c.isalnum()) for part in path)


def read_outline(lines: Sequence[str]) -> tuple[Region, ...]:
    """Cut the file at its headings; a `<summary>` at the margin opens a region until its `</details>`."""
    stack: list[tuple[int, str]] = []
    regions: list[Region] = []
    opened, first, level = -1, 0, 0

    def close(last: int) -> None:
        inside = frozenset(start for start in titles.values() if first <= start < last)
        regions.append(Region(opened, first, last, level, tuple(text for _, text in stack), inside))

    marks = _marks(lines)
    titles = title_headings(lines, marks)
    for index, (depth, text) in _sections(marks, titles):
        close(index)
        while stack and stack[-1][0] >= (depth or _SUMMARY_LEVEL):
            stack.pop()
        if depth:
            stack.append((depth, text))
        opened, first, level = index, index + 1, depth
    close(len(lines))
    return tuple(regions)


def _sections(marks: Sequence[Mark], titles: Collection[int]) -> Iterator[Mark]:
    """Return the marks that open or close sections: neither titles nor what ends their details."""
    is_title = False
    for mark in marks:
        closes = mark[1][0] == 0 and is_title
        is_title = mark[0] in titles
        if not is_title and not closes:
            yield mark


def _marks(lines: Sequence[str]) -> list[tuple[int, tuple[int, str]]]:
    """Return (line, (level, text)) of each heading outside code; level 0 ends a `<details>`."""
    found: list[tuple[int, tuple[int, str]]] = []
    in_fence, in_summary = False, False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            in_fence = not in_fence
        if in_fence or not line.strip():
            continue
        mark = _mark(line, lines[index + 1] if index + 1 < len(lines) else "")
        if mark is None and (named := folded_section(lines, index)) is not None:
            mark = (_SUMMARY_LEVEL, plain(named))
        if mark is None and _is_underlined(lines, index):
            mark = (2, plain(line))
        if mark is None and in_summary and _CLOSED.match(line):
            mark = (0, "")
        if mark is not None:
            in_summary = mark[0] == _SUMMARY_LEVEL
            found.append((index, mark))
    return found


def _is_underlined(lines: Sequence[str], index: int) -> bool:
    """Whether dashes under a short line of words, with nothing above it, make it a heading."""
    line, above = lines[index].strip(), lines[index - 1] if index else ""
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return (
        following.startswith("---")
        and _SETEXT.match(following) is not None
        and not above.strip()
        and len(line) < _LONG_HEADING
        and line[0] not in "|-*>+<!["
        and "](" not in line
        and not line.endswith(".")
    )


def _mark(line: str, following: str) -> tuple[int, str] | None:
    first = line.lstrip()[:1]
    if first == "#":
        atx = _ATX.match(line.rstrip("\r\n"))
        return (len(atx[1]), plain(atx[2])) if atx else None
    if first == "<":
        html = _HTML.match(line)
        if html:
            return int(html[1]), plain(html[2])
        summary = _SUMMARY.match(line)
        is_section = summary is not None and not _OF_AN_ENTRY.fullmatch(plain(summary[1]))
        return (_SUMMARY_LEVEL, plain(summary[1])) if summary and is_section else None
    underline = _SETEXT.match(following) if following[:1] == "=" else None
    return (1, plain(line)) if underline and first not in "|-*>" else None
