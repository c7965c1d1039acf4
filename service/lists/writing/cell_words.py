"""Words of a column as the list writes them there: what stands around them, and what parts them."""

from collections import Counter
from collections.abc import Sequence

from service.lists.reading.tags import CELL_WORDS, undressed
from service.lists.writing.templates import Stock

_WORDS = ("text", "tail")
_NEARLY_ALL = 0.9


def given_words(stock: Stock, column: str, words: Sequence[str]) -> str:
    """Return what was given for a column (header in lower case) as one cell.

    Words without marks are marked and parted as they are there; one alone only where nearly all are marked.
    """
    are_bare = all(undressed(w) == w and any(c.isalnum() for c in w) for w in words)
    if are_bare and len(words) > 1:
        return cell_words(stock, column, words)
    if are_bare and len(CELL_WORDS.split(words[0])) == 1:
        return cell_words(stock, column, words, least=_NEARLY_ALL)
    return " ".join(words)


def cell_words(stock: Stock, column: str, words: Sequence[str], *, least: float = 0.5) -> str:
    """Return words as one cell of a column (header in lower case), marked and parted as is usual there.

    They are marked where more than a share `least` of the column's cells is marked alike.
    """
    cut = [found for text in words_of_column(stock, column) if (found := _cut(text))]
    around = Counter((before, behind) for before, _, behind in cut)
    between = Counter(joint for _, joints, _ in cut for joint in joints)
    (before, behind), count = around.most_common(1)[0] if around else (("", ""), 0)
    if count <= least * len(cut):
        before = behind = ""
    joint = between.most_common(1)[0][0] if between else f"{behind} {before}" if before else ", "
    return before + joint.join(words) + behind


def words_of_column(stock: Stock, column: str) -> list[str]:
    """Return the cells of a column (header in lower case) that hold words and nothing else."""
    return [
        reading.text[cell.start : cell.end].strip()
        for reading in (t.reading for t in stock.templates)
        for cell in reading.cells
        if cell.header.casefold().strip() == column and all(p.role in _WORDS for p in cell.parts)
    ]


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
