"""Values of a table's cells that the words alone would not show and the header does."""

import re
from collections.abc import Sequence
from itertools import pairwise

from service.lists.reading.dates import find_date
from service.lists.reading.names import is_name, is_shortened, parse_authors
from service.lists.reading.names_in_company import INSTITUTION
from service.lists.reading.parts import Column, Field, Part, Slot
from service.lists.reading.placeholders import is_placeholder
from service.lists.reading.several_venues import names_several
from service.lists.reading.venues import Venue, find_venue

_LONGEST_VENUE = 60  # characters; longer is a remark
_LONGEST_REMARK = 14  # characters beside a venue: `(oral)`, `accepted`
_ID = re.compile(r"(?:arxiv\s*:\s*)?(\d\d(?:0[1-9]|1[0-2])\.\d{4,5})", re.IGNORECASE)
_NUMBER = re.compile(r"\d{4}\.\d{4,5}")
_TWO = 2
_BREAK = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_APART = re.compile(r"[\s,:.'’(\[-]*")


def by_column(text: str, start: int, end: int, column: Column) -> Part | None:
    """Return what the header promises, where the words alone would not show it."""
    said = text[start:end]
    if not any(c.isalnum() for c in said) or is_placeholder(said):
        return None
    if (number := _ID.fullmatch(said)) and column is not Column.VENUE:
        return Part(start, end, "id", (Slot(start + number.start(1), start + number.end(1), Field.ID),))
    if column is Column.VENUE and end - start < _LONGEST_VENUE:
        return _venue(text, start, end)
    if column is Column.AUTHORS or (column is Column.TEAM and _names_people(said)):
        return Part(start, end, "authors", (Slot(start, end, Field.AUTHORS),))
    return _date(text, start, end) if column is Column.DATE else None


def _date(text: str, start: int, end: int) -> Part | None:
    """Return a whole date, or the venue that stands in its place: `ECCV2024 accepted`."""
    said = text[start:end]
    venue = find_venue(said)
    if venue and venue.start == 0 and said[venue.end :].strip().isalpha():
        return _venue(text, start, end)
    date = find_date(said)
    if date is None or date.end - date.start < end - start - 2:
        return None
    span = start + date.start, start + date.end
    return Part(*span, "date", (Slot(*span, Field.DATE),))


def with_one_author_a_line(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take names that stand below each other in a column of authors for one part."""
    apart = (text[a.end : b.start] for a, b in pairwise(parts))
    are_names = all(p.role == "authors" or _names_person(text[p.start : p.end]) for p in parts)
    if len(parts) < _TWO or not are_names or not all(map(_BREAK.fullmatch, apart)):
        return list(parts)
    start, end = parts[0].start, parts[-1].end
    return [Part(start, end, "authors", (Slot(start, end, Field.AUTHORS),))]


def _names_person(said: str) -> bool:
    return is_name(said) and not INSTITUTION.search(said)


def _names_people(said: str) -> bool:
    """Whether a team is named by its people, not by where they work."""
    names = parse_authors(said)
    return bool(names) and (all(map(_names_person, names)) or is_shortened(said))


def _venue(text: str, start: int, end: int) -> Part | None:
    said = text[start:end]
    found = find_venue(said)
    role = "preprint" if found and found.is_preprint else "venue"
    if found and (month := _month_behind(said, found)):
        first, last = start + found.start, start + said.find(found.name) + len(found.name)
        date = Slot(start + month[0], start + month[1], Field.DATE)
        is_closed = "(" in text[last : date.start] and text.startswith(")", date.end)
        return Part(first, date.end + is_closed, role, (Slot(first, last, Field.VENUE), date))
    if _NUMBER.search(said):
        return None
    if found and found.end - found.start < len(said) - _LONGEST_REMARK:
        return None
    is_all = found is None or names_several(said) or any(c.isdigit() for c in said[found.end :])
    span = (start, end) if found is None or is_all else (start + found.start, start + found.end)
    return Part(*span, role, (Slot(*span, Field.VENUE),))


def _month_behind(said: str, venue: Venue) -> tuple[int, int] | None:
    """Return where the month stands that follows the name of a venue, as in `arXiv 2024.05`."""
    behind = said.find(venue.name) + len(venue.name)
    found = find_date(said[behind:], with_month=True)
    is_next = found is not None and _APART.fullmatch(said, behind, behind + found.start) is not None
    return (behind + found.start, behind + found.end) if found and is_next else None
