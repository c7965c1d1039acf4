"""A venue and its year, where the list writes the year apart: `Journal of Maps. 2016`."""

import re
from dataclasses import replace
from itertools import pairwise

from service.lists.reading.parts import Field, Part, Reading
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.written_dates import with_venues_month

_YEAR = re.compile(r"(?:19|20)\d\d")
_LAST_YEAR = re.compile(r"[\s.,]*[(（]?((?:19|20)\d\d)[)）]?[\s.]*\Z")
_BESIDE = re.compile(r"[\s.,(（*_`]*")


def dated_by_venue(entry: NewEntry, part: Part, reading: Reading) -> NewEntry:
    """Date a paper by what its venue says, for a date that stands with a venue, or is its year.

    The month of the preprint is another year's, often; a date that was given for the paper counts.
    """
    if any(s.field is Field.VENUE for s in part.slots):
        return with_venues_month(entry)
    found = _LAST_YEAR.search(entry.venue or "")
    if found is None or entry.date_text or not _is_year_of_venue(part, reading):
        return entry
    return replace(entry, published=found[1], arxiv_id=None, date_text=found[1])


def without_last_year(text: str | None, part: Part, reading: Reading) -> str | None:
    """Leave the year at a venue's end to the date that stands right behind it."""
    behind = next((b for a, b in pairwise(reading.parts()) if a == part), None)
    if not text or behind is None or not _is_year_of_venue(behind, reading):
        return text
    bare = _LAST_YEAR.sub("", text) or text
    return bare.rstrip(" .") if reading.text.startswith(".", part.end) else bare


def _is_year_of_venue(part: Part, reading: Reading) -> bool:
    """Whether a part is nothing but a year, right behind a venue of no year."""
    before = next((a for a, b in pairwise(reading.parts()) if b == part), None)
    said = reading.value(part.slots[0]) if len(part.slots) == 1 and part.role == "date" else ""
    if before is None or not _YEAR.fullmatch(said) or not any(s.field is Field.VENUE for s in before.slots):
        return False
    is_bare = _LAST_YEAR.search(reading.text[before.start : before.end]) is None
    return is_bare and _BESIDE.fullmatch(reading.text, before.end, part.start) is not None
