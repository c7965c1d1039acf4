"""The summary of a sitting: how many papers, how long each, and how often the proposal was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from service.db.candidates import Tags
from service.db.sittings import Judged
from service.domain.review import VerdictKind

PAUSE = timedelta(minutes=30)  # who was away for longer begins a new sitting


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch of verdicts without a long pause; None where there is too little to say."""

    papers: int
    seconds_each: float | None
    as_proposed: float | None


def make_sitting(judged: Sequence[Judged], *, now: datetime) -> Sitting:
    """Sum up the newest verdicts (newest first) back to the first long pause."""
    stretch = _stretch(judged, now)
    pairs = pairwise(stretch)
    gaps = [(later.given_at - earlier.given_at).total_seconds() for later, earlier in pairs]
    accepted = [j for j in stretch if j.kind is VerdictKind.ACCEPT and j.proposed is not None]
    same = [j for j in accepted if _plain(j.tags) == _plain(j.proposed or {})]
    return Sitting(
        papers=len(stretch),
        seconds_each=median(gaps) if gaps else None,
        as_proposed=len(same) / len(accepted) if accepted else None,
    )


def _stretch(judged: Sequence[Judged], now: datetime) -> list[Judged]:
    found: list[Judged] = []
    last = now
    for each in judged:
        if last - each.given_at > PAUSE:
            break
        found.append(each)
        last = each.given_at
    return found


def _plain(tags: Tags) -> dict[str, frozenset[str]]:
    return {facet: frozenset(names) for facet, names in tags.items() if names}
