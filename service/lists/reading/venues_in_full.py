"""Venues in full with their short name behind: `European Conference on Computer Vision (ECCV) (2020)`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Cell, Field, Part, Reading, Slot

_ENOUGH = 3  # entries that name their venue so
_KIND = re.compile(
    r"\b(?:Conf(?:erence)?|Symposium|Workshops?|Transactions|Journal|Letters|Meeting|Congress|Proceedings)\b"
)
_SHORT = re.compile(r"\(\s*(?P<name>[A-Z][\w&./ -]{1,15})\)(?:[\s,]*\(?(?P<year>(?:19|20)\d\d)\)?)?")
_BETWEEN = re.compile(r"[ \t]*\(?\s*\Z")


def with_venues_in_full(readings: Sequence[Reading]) -> list[Reading]:
    """Read the full name and the short one as one venue, and the year behind as its date."""
    found = [_joined(reading) for reading in readings]
    named = sum(any(map(is_in_full, reading.values(Field.VENUE))) for reading in found)
    return found if named >= _ENOUGH else list(readings)


def is_in_full(venue: str) -> bool:
    """Whether a venue is a full name with the short one in brackets behind it."""
    name, _, rest = venue.strip().rpartition("(")
    return _SHORT.fullmatch("(" + rest) is not None and _KIND.search(name) is not None


def _joined(reading: Reading) -> Reading:
    cells = tuple(_cell(reading, cell) for cell in reading.cells)
    return (
        reading
        if all(a is b for a, b in zip(cells, reading.cells, strict=True))
        else replace(reading, cells=cells)
    )


def _cell(reading: Reading, cell: Cell) -> Cell:
    parts: list[Part] = []
    is_changed = False
    for part in cell.parts:
        whole = _whole(reading, parts[-1], part) if parts else None
        parts[-1:] = whole or [*parts[-1:], part]
        is_changed = is_changed or whole is not None
    return replace(cell, parts=tuple(parts)) if is_changed else cell


def _whole(reading: Reading, name: Part, short: Part) -> list[Part] | None:
    """Return the venue that words and the short name behind them are, and its year; None if they are none."""
    if name.role != "text" or short.role != "venue" or len(name.slots) != 1:
        return None
    said = reading.text[name.slots[0].start : name.slots[0].end]
    between = _BETWEEN.match(reading.text, name.end, max(name.end, short.slots[0].start))
    opened = reading.text.find("(", name.end, short.slots[0].start)
    found = _SHORT.match(reading.text, opened) if between and opened >= 0 else None
    if found is None or not said[:1].isupper() or not _KIND.search(said):
        return None
    slot = Slot(name.slots[0].start, found.end("name") + 1, Field.VENUE)
    venue = replace(short, start=name.start, end=slot.end, slots=(slot,))
    if not found["year"]:
        return [venue] if short.end <= slot.end else None
    year = Slot(found.start("year"), found.end("year"), Field.DATE)
    in_brackets = reading.text[year.start - 1] == "(" and reading.text[year.end : year.end + 1] == ")"
    dated = Part(year.start - in_brackets, year.end + in_brackets, "date", (year,))
    return [venue, dated]
