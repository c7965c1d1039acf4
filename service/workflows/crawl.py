"""Crawl: ask arXiv for the days of the lists' queries, store what it gives, and say what is still missing."""

import re
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import reduce
from typing import Protocol

from sqlalchemy import Engine

from service.db import lists, papers, suggestions, windows
from service.db.engine import AnySession, WriteSession, reading, writing
from service.domain.crawl_plan import DayShare, Span, known_total, share_by_day, usual_count
from service.domain.papers import ArxivId
from service.domain.windows import WindowState, decide_window, doubt_count, next_attempt_at
from service.errors import BadInput, SourceError
from service.sources.arxiv_calendar import read_calendar
from service.sources.base import Found, Window
from service.workflows.crawl_plan import ARXIV, plan_crawl
from service.workflows.runs import Clock, Progress, no_progress, recorded, utc_now


class PaperSource(Protocol):
    """What a crawl needs of a source: arXiv itself, or the samples."""

    def read_window(
        self, query: str, start: datetime, end: datetime, *, known_total: int | None = None
    ) -> Window:
        """Return what there is for a query between two moments, with what is wrong about it."""

    def fetch_ids(self, ids: Iterable[ArxivId]) -> Found:
        """Return the papers of these ids, and the ids that the source does not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlReport:
    """What a crawl did: papers, requests and days, and in words what is missing."""

    new: int = 0
    changed: int = 0
    fetched: int = 0
    requests: int = 0
    days: int = 0
    incomplete_days: int = 0
    unknown_ids: int = 0
    problems: tuple[str, ...] = ()


def crawl(
    engine: Engine,
    source: PaperSource,
    *,
    days: Sequence[date],
    source_name: str = ARXIV,
    skip_settled: bool = False,
    is_retry: bool = False,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> CrawlReport:
    """Store every paper that the lists' queries match on these days, and every listed one.

    Days in a row that fit a page are read together and committed together, so that a crawl that is
    stopped loses little; what is not whole is read again day by day. With `skip_settled`, days that are
    whole and too old to change are left out: a long crawl that was stopped goes on where it was. With
    `is_retry`, nothing but the days is read.

    Raises:
        BadInput: no list has a query.
        Conflict: another crawl is running.
        SourceError: the source does not answer, or none of its answers can be believed.
    """
    plan = plan_crawl(engine, days=days, source_name=source_name, skip_settled=skip_settled)
    report = CrawlReport()
    with recorded(engine, "crawl", clock=clock) as run:
        if not is_retry:
            report = _add(
                crawl_listed(engine, source, clock=clock),
                crawl_background(engine, source, plan.queries, days=days, clock=clock),
            )
        run.say(new=report.new, fetched=report.fetched)
        total = plan.days
        for span in plan.spans:
            report = _add(report, _crawl_span(engine, source, source_name, span, clock))
            progress("Reading arXiv", report.days, total)
            run.say(new=report.new, fetched=report.fetched, requests=report.requests, day=str(span.last))
            if report.incomplete_days == report.days >= min(_HOPELESS, total):
                raise SourceError(
                    f"No day could be read whole ({report.problems[-1].rstrip('.')}). "
                    "What came is kept; run the crawl again later."
                )
        run.say(incomplete_days=report.incomplete_days, problems=list(report.problems))
    return report


BACKGROUND_LEAST = 2000  # papers; a few thousand are enough (EXPERIMENTS, relevance 14)
_BACKGROUND_DAYS = 6
_CATEGORY = re.compile(r"cat:([a-z-]+(?:\.[A-Za-z-]+)?)")
_HOPELESS = 3  # windows in a row from the start without a whole answer


def crawl_listed(engine: Engine, source: PaperSource, *, clock: Clock = utc_now) -> CrawlReport:
    """Store the papers that the lists name and that are not known yet."""
    with reading(engine) as session:
        wanted = lists.listed_ids(session) | suggestions.open_ids(session)
        known = papers.by_ids(session, wanted)
    missing = sorted(ArxivId(i) for i in wanted - set(known))
    if not missing:
        return CrawlReport()
    found = source.fetch_ids(missing)
    with writing(engine) as session:
        stored = papers.store(session, found.records, now=clock())
    return CrawlReport(
        new=stored.new,
        fetched=len(found.records),
        requests=found.requests,
        unknown_ids=len(found.unknown),
    )


def crawl_background(
    engine: Engine,
    source: PaperSource,
    queries: Sequence[str],
    *,
    days: Sequence[date],
    clock: Clock = utc_now,
) -> CrawlReport:
    """Store whole days of the queries' categories, until there is something to tell the wanted from.

    The queries let through little but the lists' own subject; a model that has seen nothing else takes
    what is common there for what is unwanted. A day that cannot be read is left to the next crawl.
    """
    categories = sorted(set(_CATEGORY.findall(" ".join(queries))))
    report = CrawlReport()
    if not categories or not days:
        return report
    query = " OR ".join(f"cat:{category}" for category in categories)
    step = max(1, len(days) // _BACKGROUND_DAYS)
    for day in list(days)[::step][:_BACKGROUND_DAYS]:
        with reading(engine) as session:
            if papers.count(session) >= BACKGROUND_LEAST:
                return report
        start = datetime.combine(day, time(), tzinfo=UTC)
        try:
            window = source.read_window(query, start, start + timedelta(days=1))
        except SourceError:
            continue
        with writing(engine) as session:
            stored = papers.store(session, window.records, now=clock())
        report = _add(
            report,
            CrawlReport(new=stored.new, fetched=len(window.records), requests=window.requests),
        )
    return report


def _crawl_span(
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
        reports = [_crawl_span(engine, source, source_name, day, clock) for day in days]
        return reduce(_add, reports, CrawlReport(requests=window.requests))
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


def _add(so_far: CrawlReport, more: CrawlReport) -> CrawlReport:
    numbers = ("new", "changed", "fetched", "requests", "days", "incomplete_days", "unknown_ids")
    return replace(
        so_far,
        problems=so_far.problems + more.problems,
        **{name: getattr(so_far, name) + getattr(more, name) for name in numbers},
    )


def days_between(first: date, last: date) -> list[date]:
    """Return the days from `first` to `last`, both included.

    Raises:
        BadInput: they are not in order.
    """
    if last < first:
        raise BadInput(f"The crawl would end ({last}) before it begins ({first}); swap the days.")
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def recent_days(today: date, days: int) -> list[date]:
    """Return today and the `days` days before it: moderation may hold a paper that long."""
    return days_between(today - timedelta(days=days), today)
