"""Badges with a venue that look otherwise from venue to venue, as in lists with a colour for each."""

from collections import Counter, defaultdict
from collections.abc import Iterable

from service.lists.reading.parts import Field, Part, Reading
from service.lists.reading.venues import find_venue
from service.lists.writing.separators import form_of

_ENOUGH, _NEARLY_ALL = 2, 0.9  # badges of venues that have several, and of them those in the venue's own form


class BadgesByVenue:
    """The badges of each venue, if nearly all of one venue look alike and those of others do not."""

    def __init__(self, badges: Iterable[tuple[Reading, Part]]) -> None:
        self._forms: dict[str, Counter[str]] = defaultdict(Counter)
        self._examples: dict[str, tuple[Reading, Part]] = {}
        for reading, part in badges:
            form = form_of(reading, part)
            self._forms[_venue(reading, part)][form] += 1
            self._examples.setdefault(form, (reading, part))
        several = [forms for forms in self._forms.values() if forms.total() > 1]
        alike, all_of_them = sum(max(f.values()) for f in several), sum(f.total() for f in several)
        enough = max(_ENOUGH, _NEARLY_ALL * all_of_them)
        self._is_told = len(self._examples) > 1 and alike >= enough

    def instead_of(self, reading: Reading, part: Part, venue: str) -> tuple[Reading, Part]:
        """Return a badge as those of a venue are; for one that the list has not, as those of most venues."""
        read = find_venue(venue)
        if not self._is_told or read is None:
            return reading, part
        own = self._forms.get(read.key)
        if own is None:
            own = Counter(form for forms in self._forms.values() for form in forms)
            if own.most_common(1)[0][1] == 1:
                return reading, part
        return self._examples[own.most_common(1)[0][0]]


def _venue(reading: Reading, part: Part) -> str:
    said = (find_venue(reading.value(s).replace("_", " ")) for s in part.slots if s.field is Field.VENUE)
    return next((venue.key for venue in said if venue), "")
