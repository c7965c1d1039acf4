"""A title on a line of its own with labelled lines under it: `**Title**`, `- Paper: ...`, `- Code: ...`."""

import re
from collections.abc import Sequence

from service.lists.reading.inline import find_links
from service.lists.reading.labels import is_generic
from service.lists.reading.urls import is_paper
from service.lists.reading.venues import is_venue

_TITLE = re.compile(r"\s{0,3}(?:\*\*[^*]+\*\*|__[^_]+__|\[\d{1,4}\]\s+[^\[\]()]+)\s*$")
_TITLE_WORDS = 3
_PAPER_WORDS = 4  # behind the name of a paper
_WORD = re.compile(r"\w+")
_LABELLED = re.compile(r"\s*[-*+]\s+([^:：\[\]]{1,20})[:：]\s*\S|\s*[-*+]\s+\[+([^\[\]]*)\]+\(http")
_UNMARKED = re.compile(r"\s{0,3}([^\s:：\[\]][^:：\[\]]{0,20})[:：]\s*<?https?://\S+\s*$")
_REMARK = re.compile(r"\s*[-*+]\s+([\w'’ ,()/-]{3,40})$")  # where it appeared, as in `- CVPR 2020 Oral`
_AWARD = re.compile(
    r"\W*(oral|spotlight|highlight|poster|best paper)( presentation| award)?\W*", re.IGNORECASE
)
_BULLET, _WORD = re.compile(r"[-*+]\s"), re.compile(r"\w+")
_PICTURE = re.compile(r"!\[[^\[\]]*\]\([^()\s]*\)")
_LINK = re.compile(r"\[+([^\[\]]*)\]+\((http[^()\s]*)\)\]?")
_FEW_WORDS = 2
_ADDRESS = re.compile(r"\(?https?://")
_GOES_ON = re.compile(r"\s*>|\s*!\[|\s{2,}\S")  # a quoted abstract, a figure, what is indented


def titled_end(lines: Sequence[str], start: int, end: int) -> int | None:
    """Return the line behind the lines that belong to a title; None if this line is no such title."""
    if not _TITLE.match(lines[start]) or len(re.findall(r"\w{2,}", lines[start])) < _TITLE_WORDS:
        return None
    at, last, has_address, papers, is_told = start + 1, start + 1, False, set[str](), False
    while at < end:
        line = lines[at]
        if line.strip():
            is_more = _GOES_ON.match(line) if last > start + 1 else _is_remark(line)
            is_known = _is_labelled(line) or is_more
            if not (is_known or (at == last and _says_more(line))):
                break
            is_told = is_told or not is_known
            papers |= {url for _, url in _LINK.findall(_PICTURE.sub("", line)) if is_paper(url)}
            has_address = has_address or _ADDRESS.search(line) is not None
            last = at + 1
        at += 1
    return last if has_address and (len(papers) == 1 or not is_told) else None


def _says_more(line: str) -> bool:
    """Whether an item holds links called by their kinds with hardly a word, or words without links."""
    if not _BULLET.match(line):
        return False
    plain = _PICTURE.sub("", line)
    links, words = _LINK.findall(plain), _WORD.findall(_LINK.sub(" ", plain))
    are_labels = all(not label or is_generic(label) or not is_paper(url) for label, url in links)
    return are_labels and (not links or len(words) <= _FEW_WORDS)


def _is_labelled(line: str) -> bool:
    found = _LABELLED.match(line)
    if found is None:
        plain = _UNMARKED.match(line)
        return plain is not None and is_generic(plain[1])
    return is_generic(found[1] or found[2]) or (found[1] is not None and not names_a_paper(line))


def names_a_paper(line: str) -> bool:
    """Whether a line like `- GridNet: Sparse Grids for Maps [Paper](...)` is a paper of its own."""
    links = find_links(line)
    rest = line
    for link in reversed(links):
        rest = rest[: link.start] + " " + rest[link.end :]
    words = _WORD.findall(rest.partition(":")[2])
    return len(words) >= _PAPER_WORDS and any(is_paper(line[slice(*link.url)]) for link in links)


def _is_remark(line: str) -> bool:
    found = _REMARK.match(line)
    return found is not None and (is_venue(found[1]) or _AWARD.fullmatch(found[1]) is not None)
