"""Words of a column as the list writes them there: what stands around them, and what parts them."""

from collections import Counter
from collections.abc import Sequence

from service.lists.reading.tags import CELL_WORDS, undressed
from service.lists.writing.templates import Stock

_WORDS = ("text", "tail")


def cell_words(stock: Stock, column: str, words: Sequence[str]) -> str:
    """Return words as one cell of a column (header in lower case), marked and parted as is usual there."""
    said = [
        reading.text[cell.start : cell.end].strip()
        for reading in (t.reading for t in stock.templates)
        for cell in reading.cells
        if cell.header.casefold().strip() == column and all(p.role in _WORDS for p in cell.parts)
    ]
    cut = [found for text in said if (found := _cut(text))]
    around = Counter((before, behind) for before, _, behind in cut)
    between = Counter(joint for _, joints, _ in cut for joint in joints)
    (before, behind), count = around.most_common(1)[0] if around else (("", ""), 0)
    if count * 2 <= len(cut):
        before = behind = ""
    joint = between.most_common(1)[0][0] if between else f"{behind} {before}" if before else ", "
    return before + joint.join(words) + behind


def _cut(text: str) -> tuple[str, list[str], str] | None:
    """Return what stands before, between and behind the words of a cell; None where it has none."""
    at, gaps = 0, []
    for piece in CELL_WORDS.split(text):
        word = undressed(piece)
        found = text.find(word, at) if any(c.isalnum() for c in word) else -1
        if found < 0:
            continue
        gaps.append(text[at:found])
        at = found + len(word)
    return (gaps[0], gaps[1:], text[at:]) if gaps else None
