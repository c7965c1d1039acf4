"""What a crawl will ask for: days joined to spans, spans shared out to days again, and what it costs."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from service.domain.papers import PaperRecord

LONGEST_SPAN = 31  # days
_FILL = 0.8  # of a page: days differ, and a second page costs more than a day less
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Some days in a row of one query, read as one window; both days included."""

    query: str
    first: date
    last: date

    @property
    def days(self) -> list[date]:
        """The days, in order."""
        return [self.first + _DAY * n for n in range((self.last - self.first).days + 1)]

    @property
    def start(self) -> datetime:
        """The first moment that belongs to the span."""
        return datetime.combine(self.first, time(), tzinfo=UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the span."""
        return datetime.combine(self.last + _DAY, time(), tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayShare:
    """What reading a span proved about one of its days: `expected` is None where it proved nothing."""

    day: date
    expected: int | None
    records: tuple[PaperRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """How much asking a crawl takes."""

    requests: int
    minutes: float


def plan_spans(queries: Iterable[str], days: Iterable[date], *, usual: float, page_size: int) -> list[Span]:
    """Join days in a row so that a span usually fits one page; days that were left out divide spans.

    `usual` is how many papers a query brings on an average day.
    """
    longest = max(1, min(LONGEST_SPAN, math.floor(page_size * _FILL / max(usual, 0.1))))
    spans: list[Span] = []
    for query in queries:
        for run in _runs(sorted(set(days))):
            spans += [
                Span(query=query, first=run[n], last=run[min(n + longest, len(run)) - 1])
                for n in range(0, len(run), longest)
            ]
    return spans


def share_by_day(span: Span, records: Sequence[PaperRecord], *, is_complete: bool) -> list[DayShare]:
    """Say what a span's papers prove of each day: all of it if the span is complete, else nothing."""
    of_day: dict[date, list[PaperRecord]] = {day: [] for day in span.days}
    for record in records:
        if record.submitted_at is not None:
            of_day.setdefault(record.submitted_at.astimezone(UTC).date(), []).append(record)
    return [
        DayShare(
            day=day,
            expected=len(of_day[day]) if is_complete else None,
            records=tuple(of_day[day]),
        )
        for day in span.days
    ]


def known_total(span: Span, expected: Mapping[date, int | None]) -> int | None:
    """Return what earlier reads say that a span holds, None if a day of it was never read whole."""
    totals = [expected.get(day) for day in span.days]
    known = [t for t in totals if t is not None]
    return sum(known) if len(known) == len(totals) else None


def estimate_cost(spans: Sequence[Span], *, usual: float, page_size: int, delay: float) -> Cost:
    """Estimate requests and minutes: the pages of each span, one more read for those with a single page."""
    pages = [max(1, math.ceil(usual * len(span.days) / page_size)) for span in spans]
    requests = sum(n if n > 1 else n + 1 for n in pages)
    return Cost(requests=requests, minutes=requests * delay / 60)


def usual_count(day: date, counts: Mapping[date, int], *, weeks: int = 8) -> float | None:
    """Return how many papers such a weekday brought on average before, None without two of them to go by."""
    earlier = [counts[d] for n in range(1, weeks + 1) if (d := day - timedelta(weeks=n)) in counts]
    return sum(earlier) / len(earlier) if len(earlier) > 1 else None


def _runs(days: Sequence[date]) -> list[list[date]]:
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == _DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs
