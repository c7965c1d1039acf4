"""Entries that count themselves in brackets, as in `- **[12] Title**`: their numbers are no words."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.lists.reading.parts import Field, Part, Reading, Slot

_NUMBER = re.compile(r"[\[(【](\d{1,4})[\])】]")
_ENOUGH = 3
_NEARLY_ALL = 0.8  # of the steps from one number to the next


def with_numbers(readings: Sequence[Reading]) -> list[Reading]:
    """Read the numbers in front of titles as such, where the list counts by ones, up or down."""
    found = [_number(reading) for reading in readings]
    counted = [number for number, _ in filter(None, found)]
    steps = [abs(a - b) for a, b in pairwise(counted)]
    if len(counted) < _ENOUGH or steps.count(1) < _NEARLY_ALL * len(steps):
        return list(readings)
    return [
        _counted(reading, own[1]) if own else reading for reading, own in zip(readings, found, strict=True)
    ]


def _number(reading: Reading) -> tuple[int, Slot] | None:
    part = next(iter(reading.parts()), None)
    said = _NUMBER.fullmatch(reading.text, part.start, part.end) if part and part.role == "text" else None
    return (int(said[1]), Slot(*said.span(1), Field.ORDINAL)) if said else None


def _counted(reading: Reading, slot: Slot) -> Reading:
    first = next(cell for cell in reading.cells if cell.parts)
    own = first.parts[0]
    parts = (Part(own.start, own.end, "ordinal", (slot,)), *first.parts[1:])
    return replace(reading, cells=tuple(replace(c, parts=parts) if c is first else c for c in reading.cells))
