"""How many values are in one text: several venues in `arXiv 2004; ECCV 2020`, one day in `May 3, 2025`."""

import re

from service.lists.reading.dates import is_date
from service.lists.reading.venues import find_venue

_BETWEEN = re.compile(r"\s*[;,/&+]\s+|\s+and\s+")
_EARLIER = re.compile(r"arxiv(?:[\s:,.'’-]*\d{4}(?:[./-]\d{2})?)?|preprint|workshop", re.IGNORECASE)
_NUMBERED = re.compile(r"arxiv[\s:'’-]*\d{2}(?:0[1-9]|1[0-2])", re.IGNORECASE)  # year and month, as in ids
_MORE = 30  # characters of a workshop's name
_LONGEST = 120


def names_several(text: str) -> bool:
    """Whether a text is nothing but venues, two or more, or a preprint server with a month as `2004`."""
    if len(text) > _LONGEST:
        return False
    pieces = _BETWEEN.split(text.strip())
    if len(pieces) == 1:
        return _NUMBERED.fullmatch(pieces[0]) is not None
    return all(_is_one(piece) for piece in pieces)


def _is_one(piece: str) -> bool:
    if _EARLIER.fullmatch(piece):
        return True
    found = find_venue(piece)
    if found is None or (found.year is None and found.spelled != piece):
        return False
    return len(piece) - (found.end - found.start) <= _MORE


def is_one_value(said: str) -> bool:
    """Whether words are a venue and its year or a day, commas and all: `CVPR, 2025`, `May 3, 2025`."""
    venue = find_venue(said)
    return is_date(said) or (venue is not None and venue.end - venue.start == len(said))
