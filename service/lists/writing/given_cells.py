"""Table cells for which words were given, between the blanks and in the link that stand there."""

from service.lists.reading.inline import find_links
from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.writing.facts import Filler
from service.lists.writing.templates import Stock


def given_cell(reading: Reading, cell: Cell, words: str, filler: Filler, stock: Stock) -> str:
    """Return a cell with the given words: the label of the link to the paper or code if it alone has it."""
    text = reading.text[cell.start : cell.end]
    holder = _holder(reading, cell)
    is_label = any(c.isalnum() for c in words) and not find_links(words)
    own = _labelled(reading, holder, words, filler) if holder is not None and is_label else None
    return _padded(text, own or words, stock.blanks.edges(cell.header))


def _holder(reading: Reading, cell: Cell) -> Part | None:
    """Return the link that is all of the cell but for stars, if no other leads to the paper or code."""
    for field in (Field.URL, Field.CODE):
        holders = [p for p in reading.parts() if any(s.field is field for s in p.slots)]
        others = [p for p in cell.parts if p.role != "stars"]
        if len(holders) == 1 and others == holders:
            return holders[0]
    return None


def _labelled(reading: Reading, part: Part, words: str, filler: Filler) -> str:
    text = filler.fill(reading, part, {}) or ""
    link = next(iter(find_links(text)), None)
    return text[: link.text[0]] + words + text[link.text[1] :] if link else ""


def _padded(text: str, given: str, usual: tuple[str, str] | None) -> str:
    """Put words into a cell between the blanks that stood around the old ones, or else as usual there."""
    lead = text[: len(text) - len(text.lstrip())]
    trail = text[len(text.rstrip()) :] if text.strip() else ""
    if text.strip():
        return lead + given + trail
    if usual is not None:
        return usual[0] + given + usual[1]
    return f"{lead[:1]}{given} " if text else given
