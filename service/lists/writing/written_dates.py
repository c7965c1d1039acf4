"""A new entry's date as the list would write it."""

import re
from dataclasses import replace

from service.lists.reading.dates import find_date, is_alike, respell
from service.lists.writing.escape import safe_text
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.spellings import Spellings


def write_date(example: str, entry: NewEntry, spellings: Spellings, *, in_row: bool) -> str | None:
    """Write the paper's date as the example is written, or as it was given; None if it is not known."""
    day = entry.day
    if entry.date_text and (given := find_date(entry.date_text)):
        exact = _respelled(
            example, given.year, given.month, given.day or (day[2] if day else None), spellings
        )
        said = safe_text(entry.date_text, in_row=in_row)
        alike = re.sub(r"\d+", "9", said) == re.sub(r"\d+", "9", example)
        chosen = is_alike(said, example) and spellings.writes_date(said)
        return said if exact is None or alike or chosen else exact
    read, year = entry.venue_read, day[0] if day else None
    if read and entry.is_published and re.fullmatch(r"\d{4}", example) and (year := read.full_year or year):
        by_number = day is not None and spellings.years_are_the_preprints and entry.paper_id is not None
        return str(day[0] if day and by_number else year)
    return _respelled(example, *day, spellings) if day else None


def with_venues_month(entry: NewEntry) -> NewEntry:
    """Take the month of a venue that was given as `arXiv 2024.05` for the paper's date."""
    read = entry.venue_read
    rest = (entry.venue or "").partition(read.name)[2] if read else ""
    found = find_date(rest, with_month=True)
    return replace(entry, date_text=rest[found.start : found.end]) if found else entry


def _respelled(
    example: str, year: int, month: int | None, day: int | None, spellings: Spellings
) -> str | None:
    return respell(
        example,
        year,
        month,
        day,
        padded=spellings.pads_dates(like=example),
        months=spellings.months,
        month_first=spellings.months_come_first,
    )
