"""What a list's badges say of venues: which labels they bear, and what stands there without a venue."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.lists.reading.parts import Part, Reading
from service.lists.reading.tags import badge_words

VENUE_BADGES = ("badge:venue", "badge:preprint", "badge:date")
_SOME = 3  # badges of a kind
_NEARLY_ALL = 0.9  # of the badges of a colour


@dataclass(frozen=True, slots=True)
class VenueBadges:
    """How entries show their venue by a badge.

    `is_only_one`: an entry bears a badge with its venue, that it is a preprint, or its month, and never two
    of these. `tells_preprints`: preprints bear a badge, too. `labels`: what badges with a venue are called.
    `colours`: those that badges with a venue have, and hardly any other badge.
    """

    is_only_one: bool
    tells_preprints: bool
    labels: frozenset[str]
    colours: frozenset[str]

    def holds(self, part: Part, markdown: str) -> bool:
        """Whether a badge looks like those with a venue, though nobody knows the one that it names."""
        said = badge_words(markdown)
        return part.label in self.labels or (said is not None and said[1] in self.colours)


def read_venue_badges(readings: Sequence[Reading]) -> VenueBadges:
    """Return what these entries have in common."""
    parts = [[p for p in reading.parts() if p.role.startswith("badge:")] for reading in readings]
    shown = [{p.role for p in some} & set(VENUE_BADGES) for some in parts]
    seen = Counter(p.role for some in parts for p in some)
    called = Counter((p.label, p.role in VENUE_BADGES) for some in parts for p in some if p.label)
    painted = Counter(_colours(readings))
    return VenueBadges(
        is_only_one=any(shown) and not any(len(roles) > 1 for roles in shown),
        tells_preprints=min(seen["badge:venue"], seen["badge:preprint"]) >= _SOME,
        labels=frozenset(label for label, is_venue in called if is_venue and not called[label, False]),
        colours=frozenset(
            colour
            for (colour, is_venue), count in painted.items()
            if is_venue and count >= _SOME and count >= _NEARLY_ALL * (count + painted[colour, False])
        ),
    )


def _colours(readings: Sequence[Reading]) -> Iterator[tuple[str, bool]]:
    """Return the colour of each badge of words, and whether it is one with a venue."""
    for reading in readings:
        for part in reading.parts():
            said = (
                badge_words(reading.text[part.start : part.end]) if part.role.startswith("badge:") else None
            )
            if said is not None:
                yield said[1], part.role in VENUE_BADGES
