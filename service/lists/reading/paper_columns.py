"""The lone link in a column of papers leads to the paper, wherever that is."""

from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.labels import Role, role_of
from service.lists.reading.parts import Cell, Field, Slot

_OTHERS = (Field.PROJECT, Field.LINK)


def with_paper_column(cells: Sequence[Cell]) -> tuple[Cell, ...]:
    """Read a link under `Paper` or `PDF` as the paper's, if the entry has no other."""
    if any(s.field in (Field.URL, Field.ID) for c in cells for p in c.parts for s in p.slots):
        return tuple(cells)
    return tuple(_read(cell) for cell in cells)


def _read(cell: Cell) -> Cell:
    if len(cell.parts) != 1 or not cell.header or role_of(cell.header, "") is not Role.PAPER:
        return cell
    part = cell.parts[0]
    if len(part.slots) != 1 or part.slots[0].field not in _OTHERS:
        return cell
    slot = Slot(part.slots[0].start, part.slots[0].end, Field.URL)
    return replace(cell, parts=(replace(part, role=Role.PAPER.value, slots=(slot,)),))
