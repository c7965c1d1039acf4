"""Emoji behind all else of an entry, of which a paper has its own: `[[paper]](...) 🎬` beside `... 🏀`."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.emoji import EMOJI
from service.lists.reading.parts import Cell, Field, Part, Reading, Slot

_MARK = rf"(?:{EMOJI}\ufe0f?\u200d?|:[a-z][a-z0-9_+-]{{1,30}}:)[ \t]?"
_MARKS = re.compile(rf"[ \t]+(?P<marks>(?:{_MARK})+)\s*\Z")
_ENOUGH = 3  # entries with a mark
_OFTEN = 0.9  # of them with the same one: it is the list's


def are_marks(words: str) -> bool:
    """Whether words are nothing but emoji."""
    return re.fullmatch(rf"(?:{_MARK})+", words.strip()) is not None


def with_marks_behind(readings: Sequence[Reading]) -> list[Reading]:
    """Read the marks as words of their paper, where entries have different ones."""
    seen = Counter(found["marks"].strip() for r in readings if (found := _behind(r)))
    total = sum(seen.values())
    if total < _ENOUGH or max(seen.values()) >= _OFTEN * total:
        return list(readings)
    return [_read(reading) for reading in readings]


def _behind(reading: Reading) -> re.Match[str] | None:
    """Return the marks behind the last part of an entry of one cell."""
    if len(reading.cells) != 1 or not reading.cells[0].parts:
        return None
    cell = reading.cells[0]
    return _MARKS.fullmatch(reading.text, cell.parts[-1].end, cell.end)


def _read(reading: Reading) -> Reading:
    found = _behind(reading)
    if found is None:
        return reading
    end = found.start("marks") + len(found["marks"].rstrip())
    slot = Slot(found.start("marks"), end, Field.TEXT)
    cell: Cell = reading.cells[0]
    part = Part(slot.start, slot.end, "text", (slot,))
    return replace(reading, cells=(replace(cell, parts=(*cell.parts, part)),))
