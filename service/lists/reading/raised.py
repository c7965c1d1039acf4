"""Raised and lowered letters: those of a name are its own, those around words are a mark like emphasis."""

import re

_TAG = re.compile(r"<(/?)(su[bp])\b[^<>]*>", re.IGNORECASE)
_YEAR = re.compile(r"(?:19|20)\d\d<")  # as many characters, and a value of its own
_MARK = re.compile(r"(?<=[^\W_])<(su[bp])>[^<>\n]{1,8}</\1>|<(su[bp])>[^<>\n]{1,4}</\2>", re.IGNORECASE)
_LONGEST = 4  # characters that are raised behind a name, as in `M<sup>3</sup>` or `Chen<sup>1,2</sup>`


def is_raised(text: str, at: int) -> bool:
    """Whether the tag at `at` raises or lowers a few letters of a word, rather than enclosing words."""
    tag = _TAG.match(text, at)
    if tag is None:
        return False
    name = tag[2].lower()
    opening = text.lower().rfind(f"<{name}", 0, at) if tag[1] else at
    opened = _TAG.match(text, opening) if opening >= 0 else None
    closing = text.lower().find(f"</{name}", opened.end()) if opened else -1
    if text[max(0, opening - 1) : max(0, opening)].isalnum():
        return True
    if opened is None:
        return False
    return 0 <= closing - opened.end() <= _LONGEST and _YEAR.match(text, opened.end()) is None


def raised_marks(text: str, start: int, end: int) -> set[int]:
    """Return where the letters of raised marks stand, as `1,*` in `Chen<sup>1,*</sup>`: none emphasizes."""
    found = (m for m in _MARK.finditer(text, start, end) if is_raised(text, m.start()))
    return {at for m in found for at in range(text.index(">", m.start()) + 1, text.rindex("<", 0, m.end()))}
