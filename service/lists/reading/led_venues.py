"""Venues behind the word that leads on to them, in marks of their own: `Title, in *JAIR* 2022`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Field, Part, Slot
from service.lists.reading.venue_leads import leads_on

_VENUES = ("venue", "preprint")
_BETWEEN = re.compile(r"\s+[*_`(\[]*")  # a lead and its venue
_MARKED = re.compile(r"([*_`]{1,3})[^*_`]+\1")
_YEAR = re.compile(r"\W{0,3}(?:19|20)\d\d\b")


def with_leads(text: str, parts: Sequence[Part]) -> list[Part]:
    """Take the words that lead on to a venue into it; what stands in marks there before a year is one."""
    found: list[Part] = []
    for part in parts:
        lead = found[-1] if found and _is_lead(text, found[-1], part.start) else None
        venue = _venue(text, part) if lead else None
        if lead and venue:
            found[-1] = replace(venue, start=lead.start)
        else:
            found.append(part)
    return found


def _is_lead(text: str, part: Part, following: int) -> bool:
    is_between = _BETWEEN.fullmatch(text, part.end, following) is not None
    return part.role == "text" and is_between and leads_on(text[part.start : part.end])


def _venue(text: str, part: Part) -> Part | None:
    if part.role in _VENUES:
        return part
    is_marked = _MARKED.fullmatch(text, part.start, part.end) is not None
    if part.role != "text" or not is_marked or _YEAR.match(text, part.end) is None:
        return None
    return replace(
        part, role="venue", slots=tuple(Slot(s.start, s.end, Field.VENUE) for s in part.slots), label=""
    )
