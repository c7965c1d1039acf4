"""Whether all papers of a list stand in the order of their days, so that a new one must not break it."""

from collections.abc import Iterable, Sequence

from service.lists.placing.features import Features
from service.lists.placing.orders import Steps
from service.lists.placing.past import PastAddition, is_telling

_ENOUGH_STEPS = 8  # of a list, from one day to another
_KEPT = 0.85  # share of them, and of late additions, that go one way
_LATE = 12  # additions that show whether the order is still kept


def falling_days(own: Steps, whole: Steps, history: Sequence[PastAddition] = ()) -> bool | None:
    """Return whether days fall from top to bottom, where a list and its section keep to that; else None.

    `history` holds past additions, newest first: an order that those of late broke is kept no more.
    """
    falls = whole["day", True], whole["day", False]
    if sum(falls) < _ENOUGH_STEPS:
        return None
    falling = falls[0] > falls[1]
    shares = [
        steps["day", falling] / total
        for steps in (own, whole)
        if (total := steps["day", True] + steps["day", False])
    ]
    late = [a for a in history if is_telling(a) and a.entry.day is not None][:_LATE]
    if late:
        kept = sum(keeps(a.before, a.entry, a.gap, falling=falling) for a in late)
        shares.append(kept / len(late))
    return falling if min(shares) >= _KEPT else None


def keeps(section: Sequence[Features], new: Features, gap: int, *, falling: bool) -> bool:
    """Whether the papers beside the gap are on their sides of the new one; by months if no day is known."""
    above, below = _nearest(reversed(section[:gap])), _nearest(section[gap:])
    older, newer = (below, above) if falling else (above, below)
    return not (_is_later(older, new.day) or _is_later(new.day, newer))


def _nearest(papers: Iterable[Features]) -> tuple[int, int, int] | None:
    return next((f.day for f in papers if f.day), None)


def _is_later(one: tuple[int, int, int] | None, other: tuple[int, int, int] | None) -> bool:
    if one is None or other is None:
        return False
    known = 3 if one[2] and other[2] else 2
    return one[:known] > other[:known]
