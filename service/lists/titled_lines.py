"""A title on a line of its own with labelled lines under it: `**Title**`, `- Paper: ...`, `- Code: ...`."""

import re
from collections.abc import Sequence

from service.lists.labels import is_generic

_TITLE = re.compile(r"\s{0,3}(?:\*\*[^*]+\*\*|__[^_]+__|\[\d{1,4}\]\s+[^\[\]()]+)\s*$")
_TITLE_WORDS = 3
_LABELLED = re.compile(r"\s*[-*+]\s+([^:：\[\]]{1,20})[:：]\s*\S|\s*[-*+]\s+\[+([^\[\]]*)\]+\(http")
_ADDRESS = re.compile(r"\(?https?://")
_GOES_ON = re.compile(r"\s*>|\s*!\[|\s{2,}\S")  # a quoted abstract, a figure, what is indented


def titled_end(lines: Sequence[str], start: int, end: int) -> int | None:
    """Return the line behind the lines that belong to a title; None if this line is no such title."""
    if not _TITLE.match(lines[start]) or len(re.findall(r"\w{2,}", lines[start])) < _TITLE_WORDS:
        return None
    at, last, has_address = start + 1, start + 1, False
    while at < end:
        line = lines[at]
        if line.strip():
            if not (_is_labelled(line) or (last > start + 1 and _GOES_ON.match(line))):
                break
            has_address = has_address or _ADDRESS.search(line) is not None
            last = at + 1
        at += 1
    return last if has_address else None


def _is_labelled(line: str) -> bool:
    found = _LABELLED.match(line)
    return found is not None and (found[1] is not None or is_generic(found[2]))
