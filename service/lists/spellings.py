"""How a list spells venues, preprints and dates, learned from all its entries."""

import re
from collections import Counter, defaultdict
from functools import cached_property

from service.lists.dates import pads
from service.lists.document import ListDocument
from service.lists.venues import Venue, find_venue

_NOT_RARE = 4  # a spelling a quarter as common as the commonest is the list's own too
_FEW = 3
_NEARLY_ALL = 0.97


class Spellings:
    """What no single entry shows of a list's spelling."""

    def __init__(self, document: ListDocument) -> None:
        self._entries = document.entries

    @cached_property
    def venue_names(self) -> dict[str, str]:
        """The list's own spelling of each venue, by its key and by every spelling that is not rare."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for entry in self._entries:
            venue = find_venue(entry.venue) if entry.venue else None
            if venue:
                seen[venue.key][venue.name] += 1
        found = {key: names.most_common(1)[0][0] for key, names in seen.items()}
        for names in seen.values():
            most = max(names.values())
            found.update({name: name for name, count in names.items() if count * _NOT_RARE >= most})
        return found

    @cached_property
    def pads_dates(self) -> bool:
        """Whether the list writes the third month as `03` rather than `3`."""
        return pads(e.date_text for e in self._entries if e.date_text)

    @cached_property
    def years_are_the_preprints(self) -> bool:
        """Whether a lone year is that of the arXiv number, whenever the paper was published."""
        dated = [
            (e.arxiv_id.month[0], int(e.date_text))
            for e in self._entries
            if e.arxiv_id and e.date_text and re.fullmatch(r"\d{4}", e.date_text)
        ]
        agreed = sum(a == b for a, b in dated)
        return len(dated) > _FEW and agreed >= _NEARLY_ALL * len(dated)

    @cached_property
    def preprint(self) -> Venue | None:
        """How the list most often writes that a paper is a preprint."""
        found = [v for e in self._entries if (v := find_venue(e.venue or "")) and v.is_preprint]
        common = Counter(re.sub(r"\d", "9", v.spelled) for v in found).most_common(1)
        return next((v for v in found if common and re.sub(r"\d", "9", v.spelled) == common[0][0]), None)
