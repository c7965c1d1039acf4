"""Words of a column as the list writes them there: in code marks or plain, and what parts them."""

import re
from collections import Counter
from collections.abc import Sequence

from service.lists.reading.tags import CELL_WORDS
from service.lists.writing.templates import Stock

_MARKS = ("`", "**", "__", "*", "_")
_WORDS = ("text", "tail")


def cell_words(stock: Stock, column: str, words: Sequence[str]) -> str:
    """Return words as one cell of a column (header in lower case), marked and parted as is usual there."""
    said = [
        reading.text[cell.start : cell.end].strip()
        for reading in (t.reading for t in stock.templates)
        for cell in reading.cells
        if cell.header.casefold().strip() == column and all(p.role in _WORDS for p in cell.parts)
    ]
    between = Counter(found[0] for text in said for found in CELL_WORDS.finditer(text))
    single = [word.strip() for text in said for word in CELL_WORDS.split(text) if word.strip()]
    marks = Counter(mark for word in single if (mark := _mark(word)))
    mark, count = marks.most_common(1)[0] if marks else ("", 0)
    mark = mark if count * 2 > len(single) else ""
    separator = between.most_common(1)[0][0] if between else " " if mark else ", "
    return separator.join(f"{mark}{word}{mark}" for word in words)


def _mark(word: str) -> str:
    return next(
        (
            m
            for m in _MARKS
            if len(word) > 2 * len(m) and re.match(rf"{re.escape(m)}.+{re.escape(m)}\Z", word)
        ),
        "",
    )
