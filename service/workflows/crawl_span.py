"""Some days of a query: read together, stored together, and each called whole or not."""

from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import reduce

from sqlalchemy import Engine

from service.db import papers, windows
from service.db.engine import AnySession, WriteSession, reading, writing
from service.domain.crawl_plan import DayShare, Span, known_total, share_by_day, usual_count
from service.domain.windows import WindowState, decide_window, doubt_count, next_attempt_at
from service.errors import SourceError
from service.sources.arxiv_calendar import read_calendar
from service.sources.base import Window
from service.workflows.crawl_plan import ARXIV
from service.workflows.crawl_report import CrawlReport, PaperSource, add
from service.workflows.runs import Clock


def crawl_span(
    engine: Engine, source: PaperSource, source_name: str, span: Span, clock: Clock
) -> CrawlReport:
    """Read some days at once; a contradiction is narrowed down to the days that it concerns."""
    known = _known_windows(engine, source_name, span)
    expected = {day: w.expected for day, w in known.items() if w.state == WindowState.GREEN}
    try:
        window = source.read_window(span.query, span.start, span.end, known_total=known_total(span, expected))
    except SourceError as exc:
        window = Window(
            query=span.query, start=span.start, end=span.end, expected=None, records=(), requests=1,
            problem=str(exc),
        )  # fmt: skip
    if window.problem and window.expected is not None and span.first < span.last:
        days = (replace(span, first=day, last=day) for day in span.days)
        reports = [crawl_span(engine, source, source_name, day, clock) for day in days]
        return reduce(add, reports, CrawlReport(requests=window.requests))
    shares = share_by_day(span, window.records, is_complete=window.is_complete)
    if span.first == span.last:  # what arXiv claims of a single day is worth keeping even if it is not whole
        shares = [replace(shares[0], expected=window.expected, records=window.records)]
    with writing(engine) as session:
        stored = papers.store(session, window.records, now=clock())
        there = papers.by_ids(session, (str(r.arxiv_id) for r in window.records))
        doubts = _Doubts(known, _counts(session, source_name, span), clock())
        said = {
            share.day: _save_day(session, source_name, span.query, share, set(there), window, doubts)
            for share in shares
        }
    lost = {day: problem for day, problem in said.items() if problem is not None}
    return CrawlReport(
        new=stored.new,
        changed=stored.changed,
        fetched=len(window.records),
        requests=window.requests,
        days=len(shares),
        incomplete_days=len(lost),
        problems=tuple(f"{day}: {problem}" for day, problem in lost.items()),
    )


@dataclass(frozen=True, slots=True)
class _Doubts:
    """What is known of a span's days from earlier readings, and how many papers other days brought."""

    known: Mapping[date, windows.Window]
    counts: Mapping[date, int]
    now: datetime

    def attempts(self, day: date) -> int:
        """Return the number of this reading since the day was last whole."""
        before = self.known.get(day)
        return 1 if before is None or before.state == WindowState.GREEN else before.attempts + 1

    def of(self, day: date, count: int) -> str | None:
        """Return why a count is not believed yet."""
        before = self.known.get(day)
        return doubt_count(
            day,
            count,
            self.now,
            read_calendar(),
            before=before.stored if before else None,
            usual=usual_count(day, self.counts),
            attempts=self.attempts(day),
        )


def _save_day(
    session: WriteSession,
    source_name: str,
    query: str,
    share: DayShare,
    there: Container[str],
    window: Window,
    doubts: _Doubts,
) -> str | None:
    """Store how a day stands now, and return why it is not whole; None if it is."""
    day, expected = share.day, share.expected
    stored = sum(str(r.arxiv_id) in there for r in share.records)
    problem = window.problem
    if problem is None and expected is not None and source_name == ARXIV:
        problem = doubts.of(day, expected)
    before = doubts.known.get(day)
    if problem is not None and expected is not None and before is not None and before.stored > expected:
        expected = stored = before.stored  # what was shown stays known
    state = decide_window(expected=expected, fetched=len(share.records), stored=stored, problem=problem)
    attempts = doubts.attempts(day)
    windows.save(
        session,
        windows.Window(
            source=source_name,
            query=query,
            day=day,
            state=state,
            expected=expected,
            fetched=len(share.records),
            stored=stored,
            attempts=attempts,
            problem=problem,
            read_at=doubts.now,
            next_attempt_at=next_attempt_at(state, day=day, attempts=attempts, now=doubts.now),
        ),
    )
    return None if state is WindowState.GREEN else problem or "incomplete"


def _counts(session: AnySession, source_name: str, span: Span) -> dict[date, int]:
    """Return how many papers the days of the two months before a span brought."""
    found = windows.between(session, span.first - timedelta(weeks=8), span.last, query=span.query)
    whole = (w for w in found if w.source == source_name and w.state == WindowState.GREEN)
    return {w.day: w.expected for w in whole if w.expected is not None}


def _known_windows(engine: Engine, source_name: str, span: Span) -> dict[date, windows.Window]:
    with reading(engine) as session:
        known = windows.between(session, span.first, span.last, query=span.query)
    return {w.day: w for w in known if w.source == source_name}


def put_off(engine: Engine, source_name: str, span: Span, problem: str, *, now: datetime) -> int:
    """Note of a span's days that they were not read, unless they are whole; return how many were not."""
    known = _known_windows(engine, source_name, span)
    missing = [day for day in span.days if day not in known]
    with writing(engine) as session:
        for day in missing:
            windows.save(
                session,
                windows.Window(
                    source=source_name,
                    query=span.query,
                    day=day,
                    state=WindowState.AMBER,
                    expected=None,
                    fetched=0,
                    stored=0,
                    attempts=0,
                    problem=problem,
                    read_at=None,
                    next_attempt_at=now,
                ),
            )
    return sum(day not in known or known[day].state != WindowState.GREEN for day in span.days)
