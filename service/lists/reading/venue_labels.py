"""The venue in the label of a link to the paper: `CVPR 2024 Demo`, `Phys. Rev. 12 (2024)`, `arXiv, 3 May`."""

import re
from dataclasses import replace

from service.lists.reading.dates import is_date
from service.lists.reading.labels import is_generic, names_paper
from service.lists.reading.venues import Venue, find_venue

_YEAR = re.compile(r"(?<![\d.])(?:19|20)\d{2}(?![\d.])")
_MONTH_BEHIND = re.compile(r"[./-](?:0?[1-9]|1[0-2])(?!\d)")
_CITED = re.compile(r"\bet\.? ?al\b", re.IGNORECASE)
_LONGEST = 100  # characters; longer is no venue
_BRACKETS = 12  # and the like around a venue
_EDGE = " \t[]()*_`"

Found = tuple[int, int, bool]


def venue_in(label: str) -> Found | None:
    """Return where the venue stands in a label, and whether it is a preprint server; None without one.

    The words beside it that say which part it was (`Workshop`, `Short Paper`, a volume) belong to it.
    """
    venue = venue_of_label(label)
    if venue is None:
        return _dated(label)
    rest = (label[: venue.start] + " " + label[venue.end :]).strip(_EDGE)
    is_dated = is_date(rest.strip(" ,"))
    is_more = any(c.isalpha() for c in rest) and not names_paper(rest) and not is_dated
    if is_more and not venue.is_preprint and (venue.year or _YEAR.search(label)):
        return _whole(label)
    is_all = len(label) - (venue.end - venue.start) <= _BRACKETS or (venue.is_preprint and is_dated)
    return (venue.start, venue.end, venue.is_preprint) if is_all else None


def venue_of_label(label: str) -> Venue | None:
    """Return the first venue in a label; the year of `arXiv 2024.05` is the date's, not the venue's."""
    venue = find_venue(label)
    if venue is None or not venue.is_preprint or not venue.year or not _MONTH_BEHIND.match(label, venue.end):
        return venue
    named = label.find(venue.name, venue.start) + len(venue.name)
    return replace(venue, end=named, year=None, spelled=label[venue.start : named])


def year_beside(label: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a year stands in a label outside of the number at `start:end`."""
    found = next((m for m in _YEAR.finditer(label) if m.end() <= start or m.start() >= end), None)
    return found.span() if found else None


def _dated(label: str) -> Found | None:
    """Read a name that nobody knows, with its year, as the venue."""
    year = _YEAR.search(label)
    if year is None or _CITED.search(label) or is_date(label.strip(_EDGE)):
        return None
    name = (label[: year.start()] + " " + label[year.end() :]).strip(_EDGE)
    is_name = any(c.isupper() for c in name) and not is_generic(name)
    return _whole(label) if is_name else None


def _whole(label: str) -> Found | None:
    start, end = len(label) - len(label.lstrip(" \t[*_`")), len(label.rstrip(" \t]*_`"))
    return (start, end, False) if end - start <= _LONGEST else None
