"""Tidings: what a reader must know who would otherwise believe that nothing was published."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from statistics import median

from service.domain.calendar import Calendar, Emptiness, explain_silence

GAP_DAYS = 7  # incomplete days older than this are no news


class TidingKind(StrEnum):
    """How a tiding is shown: bad ones everywhere, late ones too, quiet ones only where a page is empty."""

    BAD = "bad"
    LATE = "late"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Tiding:
    """One or two sentences for whoever reads a list or a queue."""

    kind: TidingKind
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What has reached us: the newest paper, the latest days that are incomplete, and how arXiv is."""

    newest_at: datetime | None
    gaps: Sequence[date] = ()
    open_until: datetime | None = None


def decide_tiding(reached: Reached, now: datetime, calendar: Calendar) -> Tiding | None:
    """Return what there is to say, the worst first; None if the papers of a fresh announcement are there."""
    if reached.open_until is not None and reached.open_until > now:
        until = f"{reached.open_until.astimezone(UTC):%H:%M} UTC"
        words = f"arXiv refuses to answer and is left alone until {until}; newer papers may be missing."
        return Tiding(TidingKind.BAD, words)
    silence = explain_silence(reached.newest_at, now, calendar)
    if silence is not None and silence.kind is Emptiness.BROKEN:
        last = calendar.last_announcement(now)
        words = f"arXiv announced papers on {last:%a %d %b at %H:%M} UTC, and none has reached this site yet."
        return Tiding(TidingKind.BAD, words)
    gaps = [day for day in reached.gaps if now.date() - day <= timedelta(days=GAP_DAYS)]
    if gaps:
        days = ", ".join(f"{day.day} {day:%b}" for day in sorted(gaps))
        words = f"arXiv could not be read whole for {days}; papers of then may be missing. It is asked again."
        return Tiding(TidingKind.BAD, words)
    if silence is None:
        return None
    kind = TidingKind.LATE if silence.kind is Emptiness.LATE else TidingKind.QUIET
    return Tiding(kind, silence.words)


def median_lag(pairs: Sequence[tuple[datetime, datetime]], calendar: Calendar) -> timedelta | None:
    """Return how long after their announcement papers usually arrive, of (submitted, arrived) pairs.

    A paper that moderation held counts from when it would have been announced, so the middle is told.
    """
    lags = [(arrived - calendar.announcement_of(submitted)).total_seconds() for submitted, arrived in pairs]
    return timedelta(seconds=max(0.0, median(lags))) if lags else None
