"""Venues that nobody knows, told by where they stand: `**[MAPS' 17]**` where others have `**[ICML' 17]**`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.reading.venues import named_venue

_VENUES, _WORDS = ("venue", "preprint"), ("text", "tail")
_ENOUGH = 3  # venues in one frame, and as many as other words there
_BEFORE = re.compile(r"[^\w\s]{1,4}\Z")
_BEHIND = re.compile(r"[^\w\s]{1,4}")
_SHOWN = 8  # characters around a part that are looked at

Frame = tuple[str, str, str]


def with_venues_in_company(readings: Sequence[Reading]) -> list[Reading]:
    """Read words with a year as a venue, where known venues stand between the same marks as a rule."""
    known, other = Counter[Frame](), Counter[Frame]()
    for reading in readings:
        for cell in reading.cells:
            known.update(f for p in cell.parts if p.role in _VENUES and (f := _frame(reading, cell, p)))
            other.update(f for p in cell.parts if p.role in _WORDS and (f := _frame(reading, cell, p)))
    frames = {frame for frame, n in known.items() if n >= max(_ENOUGH, other[frame])}
    return [_read(reading, frames) for reading in readings] if frames else list(readings)


def _frame(reading: Reading, cell: Cell, part: Part) -> Frame | None:
    """Return the column and the marks right before and behind the part's only value."""
    if len(part.slots) != 1:
        return None
    start, end = part.slots[0].start, part.slots[0].end
    before = _BEFORE.search(reading.text, max(cell.start, start - _SHOWN), start)
    behind = _BEHIND.match(reading.text, end, min(cell.end, end + _SHOWN))
    return (cell.header, before[0], behind[0]) if before and behind else None


def _read(reading: Reading, frames: set[Frame]) -> Reading:
    if not any(p.role in _WORDS for p in reading.parts()):
        return reading
    cells = tuple(
        replace(cell, parts=tuple(_venue(reading, cell, part, frames) for part in cell.parts))
        for cell in reading.cells
    )
    return replace(reading, cells=cells) if cells != reading.cells else reading


def _venue(reading: Reading, cell: Cell, part: Part, frames: set[Frame]) -> Part:
    if part.role not in _WORDS or _frame(reading, cell, part) not in frames:
        return part
    slot = part.slots[0]
    if slot.field is not Field.TEXT or named_venue(reading.value(slot)) is None:
        return part
    return replace(part, role="venue", slots=(replace(slot, field=Field.VENUE),))
