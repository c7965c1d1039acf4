"""The summary of a sitting: how many papers, how long each, and how often the proposal was right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from service.db.sittings import Judged

PAUSE = timedelta(minutes=30)  # who was away for longer begins a new sitting


@dataclass(frozen=True, slots=True)
class Sitting:
    """A stretch of verdicts without a long pause; None where there is too little to say."""

    papers: int
    seconds_each: float | None
    as_proposed: float | None


def make_sitting(judged: Sequence[Judged], *, now: datetime) -> Sitting:
    """Sum up the newest verdicts (newest first) back to the first long pause."""
    gaps: list[timedelta] = []
    last = now
    for each in judged:
        gap = last - each.given_at
        if gap > PAUSE:
            break
        gaps.append(gap)
        last = each.given_at
    compared = [each.is_as_proposed for each in judged[: len(gaps)] if each.is_as_proposed is not None]
    return Sitting(
        papers=len(gaps),
        seconds_each=median(gap.total_seconds() for gap in gaps[1:])
        if gaps[1:]
        else None,  # the first is since the last one
        as_proposed=sum(compared) / len(compared) if compared else None,
    )
