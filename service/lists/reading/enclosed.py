"""What words of an entry stand in: round or square brackets, or a line that quotes."""

import re
from collections.abc import Iterator

_IN_SQUARE = re.compile(r"(?<![\]!\\])\[([^\[\]\n]{8,300})\](?![(\[:])")
_IN_WORD = re.compile(r"(?<=\w)\[\w{1,8}\](?=[\w$^])")  # `B[FM]$^2$`
_FEWEST = 3  # words of a title; fewer are a name or a label


def with_bracket(text: str, start: int, end: int) -> tuple[int, int]:
    """Take the bracket before a title like `(Deep) Grids` back, which was trimmed as punctuation."""
    closes_none = text.count(")", start, end) > text.count("(", start, end)
    return (start - 1, end) if closes_none and text[start - 1 : start] == "(" else (start, end)


def is_inside_word(text: str, at: int) -> bool:
    """Whether a square bracket is a letter among others, as in `B[FM]$^2$`."""
    opened = text.rfind("[", max(0, at - 9), at + 1) if text[at] in "[]" else -1
    found = _IN_WORD.match(text, opened) if opened >= 0 else None
    return found is not None and at in (found.start(), found.end() - 1)


def is_in_brackets(text: str, start: int, end: int) -> bool:
    """Whether words stand in round brackets, as `best paper` in `(ICML 2023, **best paper**)`."""
    line = text[text.rfind("\n", 0, start) + 1 : start]
    return line.rfind("(") > line.rfind(")") and ")" not in text[start:end]


def is_quoted_line(text: str, at: int) -> bool:
    """Whether words stand in a line below the first that quotes something: a note, no title."""
    line = text.rfind("\n", 0, at) + 1
    return line > 0 and text[line:at].lstrip().startswith(">")


def in_square_brackets(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of words in square brackets that are no link: `[Chen et al.] [Title] [ICML'24]`."""
    for found in _IN_SQUARE.finditer(text, start, end):
        if len(found[1].split()) >= _FEWEST:
            yield found.span(1)
