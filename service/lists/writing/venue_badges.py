"""What a list's badges say of venues: which labels they bear, and what stands there without a venue."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from service.lists.reading.parts import Reading

VENUE_BADGES = ("badge:venue", "badge:preprint", "badge:date")
_SOME = 3  # badges of a kind


@dataclass(frozen=True, slots=True)
class VenueBadges:
    """How entries show their venue by a badge.

    `is_only_one`: an entry bears a badge with its venue, that it is a preprint, or its month, and never two
    of these. `tells_preprints`: preprints bear a badge, too. `labels`: what badges with a venue are called.
    """

    is_only_one: bool
    tells_preprints: bool
    labels: frozenset[str]


def read_venue_badges(readings: Sequence[Reading]) -> VenueBadges:
    """Return what these entries have in common."""
    parts = [[p for p in reading.parts() if p.role.startswith("badge:")] for reading in readings]
    shown = [{p.role for p in some} & set(VENUE_BADGES) for some in parts]
    seen = Counter(p.role for some in parts for p in some)
    called = Counter((p.label, p.role in VENUE_BADGES) for some in parts for p in some if p.label)
    return VenueBadges(
        is_only_one=any(shown) and not any(len(roles) > 1 for roles in shown),
        tells_preprints=min(seen["badge:venue"], seen["badge:preprint"]) >= _SOME,
        labels=frozenset(label for label, is_venue in called if is_venue and not called[label, False]),
    )
