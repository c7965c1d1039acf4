"""What stands in front of a title in the same words: a venue in brackets, or authors and a year."""

import re

from service.lists.reading.names import parse_authors
from service.lists.reading.venues import find_venue

_DATED_AUTHORS = re.compile(r"([^()]{5,}?)[,.\s]*\((?:19|20)\d{2}\w?\)[.,:]?\s+(?=\S)")
_FULL_STOP = re.compile(r"(?<!\b[^\W\d_])\.\s+")  # none behind an initial
_CLOSES_LEAD = re.compile(r"\s*[\])）】][\s:.,-]*(?=\S)")
_MONTH = re.compile(r"[.\d]{0,3}")
_NUMBER = re.compile(r"\s*:?\s*\d{4}\.\d{4,5}(?:v\d+)?|[.\d]{0,3}")
_CLOSES_VENUE = re.compile(
    r"(?:[./-]\d{1,2}|, (?:0[1-9]|1[0-2])(?=,))?"
    r"(?:\s+\(?(?:oral|spotlight|highlight|poster|workshop)\)?)?\s*[,:;|]\s+(?=\S)",
    re.IGNORECASE,
)


def behind_venue(said: str) -> int:
    """Return where the words go on behind a venue in brackets, as in `(CVPR 2024) Title`."""
    venue = find_venue(said)
    if venue is None or venue.start > 1:
        return 0
    set_off = _CLOSES_VENUE.match(said, venue.end) if venue.year and venue.start == 0 else None
    if set_off:
        return set_off.end()
    closing = (_NUMBER if venue.is_preprint else _MONTH).match(said, venue.end)
    found = _CLOSES_LEAD.match(said, closing.end() if closing else venue.end)
    return found.end() if found else 0


def behind_authors(said: str) -> int:
    """Return where the words go on behind authors and a year, as in `Chen, J., Li, K. (2024). Title`."""
    found = _DATED_AUTHORS.match(said)
    if found and (parse_authors(found[1]) or parse_authors(f"{found[1]}.")):
        return found.end()
    stop = _FULL_STOP.search(said)
    names = parse_authors(said[: stop.start()]) if stop else ()
    is_list = stop is not None and len(names) > 1 and len(said[stop.end() :].split()) > 1  # a title goes on
    return stop.end() if stop and is_list else 0
