"""Whether all papers of a list stand in the order of their days, so that a new one must not break it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from service.lists.placing.features import Features
from service.lists.placing.orders import Steps
from service.lists.placing.past import PastAddition, is_telling

_ENOUGH_STEPS = 8  # of a list, from one day to another
_KEPT = 0.85  # share of them, and of late additions, that go one way
_SHOWN = 3  # steps from one full date to another that show the order of a section by themselves
_SOME_YEARS = 2  # of a section, which show no order of years yet
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


def falling_dates(
    section: Sequence[Features], new: Features, history: Sequence[PastAddition] = ()
) -> bool | None:
    """Return whether dates fall from top to bottom, where each paper of a section shows one; else None.

    Nearly all steps go one way, and late additions with a full date kept to it, whatever the others did.
    """
    days = [f.day for f in section]
    if not _is_full(new.day) or not all(map(_is_full, days)):
        return None
    steps = [a > b for a, b in pairwise(days) if a and b and a != b]
    falling = steps.count(True) * 2 > len(steps)
    late = [a for a in history if is_telling(a) and _is_full(a.entry.day)][:_LATE]
    kept = sum(_kept_among_dated(a, falling=falling) for a in late)
    is_kept = steps.count(falling) >= _KEPT * len(steps) and kept >= _KEPT * len(late)
    return falling if len(steps) >= _SHOWN and is_kept else None


def falling_years(section: Sequence[Features], history: Sequence[PastAddition] = ()) -> bool | None:
    """Return whether years fall from top to bottom, where all of a section's do so or all rise; else None.

    Nearly all late additions kept to it, in their sections.
    """
    years = [f.year for f in section if f.year is not None]
    steps = {a > b for a, b in pairwise(years) if a != b}
    if len(steps) != 1 or len(set(years)) <= _SOME_YEARS or len(years) < _ENOUGH_STEPS:
        return None
    falling = steps == {True}
    late = [a for a in history if is_telling(a) and a.entry.year is not None][:_LATE]
    kept = sum(keeps_year(a.before, a.entry, a.gap, falling=falling) for a in late)
    return falling if kept >= _KEPT * len(late) else None


def keeps_year(section: Sequence[Features], new: Features, gap: int, *, falling: bool) -> bool:
    """Whether the papers beside the gap that have a year are on their sides of the new one."""
    above = next((f.year for f in reversed(section[:gap]) if f.year is not None), new.year)
    below = next((f.year for f in section[gap:] if f.year is not None), new.year)
    if new.year is None or above is None or below is None:
        return True
    return above >= new.year >= below if falling else above <= new.year <= below


def _kept_among_dated(addition: PastAddition, *, falling: bool) -> bool:
    above = [f for f in addition.before[: addition.gap] if _is_full(f.day)]
    below = [f for f in addition.before[addition.gap :] if _is_full(f.day)]
    return keeps([*above, *below], addition.entry, len(above), falling=falling)


def _is_full(day: tuple[int, int, int] | None) -> bool:
    return day is not None and day[2] > 0


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
