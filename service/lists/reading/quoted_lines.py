"""Quoted lines that say much of a paper, as an abstract does: each is one run of words, marks and all."""

import re
from collections.abc import Iterator

_LINE = re.compile(r"^[ \t]{0,3}>[ \t]*(?P<said>[^\s>][^\n]*?)[ \t]*(?=\r?\n|\Z)", re.MULTILINE)
_FEWEST_WORDS = 15


def long_quotes(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Return the spans of the quoted lines of many words that lie as a whole between two places."""
    for line in _LINE.finditer(text, start, end) if ">" in text[start:end] else ():
        if line.end() <= end and len(line["said"].split()) >= _FEWEST_WORDS:
            yield line.span("said")
