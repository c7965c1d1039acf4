"""Crawl: ask arXiv for the days of the lists' queries, store what it gives, and say what is still missing."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol

from sqlalchemy import Engine

from service.db import lists, papers, windows
from service.db.engine import reading, writing
from service.domain.papers import ArxivId
from service.domain.windows import WindowState, decide_window, merge_queries
from service.errors import BadInput, SourceError
from service.sources.base import Found, Window
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
    source_name: str = "arxiv",
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> CrawlReport:
    """Store every paper that the lists' queries match on these days, and every listed one.

    Each day is committed on its own, so that a crawl that is stopped loses none.

    Raises:
        BadInput: no list has a query.
        Conflict: another crawl is running.
        SourceError: the source does not answer, or none of its answers can be believed.
    """
    with reading(engine) as session:
        queries = merge_queries([found.spec.query for found in lists.every(session)])
    if not queries:
        raise BadInput("No list has an arXiv query yet; run `listkeeper lists sync` first.")
    report = CrawlReport()
    with recorded(engine, "crawl", clock=clock) as run:
        report = _add(
            crawl_listed(engine, source, clock=clock),
            crawl_background(engine, source, queries, days=days, clock=clock),
        )
        run.say(new=report.new, fetched=report.fetched)
        steps = [(query, day) for day in days for query in queries]
        for done, (query, day) in enumerate(steps, start=1):
            report = _add(report, _crawl_day(engine, source, source_name, query, day, clock))
            progress("Reading arXiv", done, len(steps))
            run.say(new=report.new, fetched=report.fetched, requests=report.requests, day=day.isoformat())
            if report.incomplete_days == done >= min(_HOPELESS, len(steps)):
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
        wanted = lists.listed_ids(session)
        known = papers.by_ids(session, wanted)
    missing = sorted(ArxivId(i) for i in wanted - set(known))
    if not missing:
        return CrawlReport()
    found = source.fetch_ids(missing)
    with writing(engine) as session:
        stored = papers.store(session, found.records, now=clock())
    return CrawlReport(new=stored.new, fetched=len(found.records), unknown_ids=len(found.unknown))


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


def _crawl_day(
    engine: Engine, source: PaperSource, source_name: str, query: str, day: date, clock: Clock
) -> CrawlReport:
    start = datetime.combine(day, time(), tzinfo=UTC)
    before = _known_window(engine, source_name, query, day)
    try:
        window = source.read_window(query, start, start + timedelta(days=1))
    except SourceError as exc:
        window = Window(
            query=query,
            start=start,
            end=start + timedelta(days=1),
            expected=None,
            records=(),
            requests=1,
            problem=str(exc),
        )
    with writing(engine) as session:
        stored = papers.store(session, window.records, now=clock())
        there = papers.by_ids(session, (str(r.arxiv_id) for r in window.records))
        state = decide_window(
            expected=window.expected, fetched=len(window.records), stored=len(there), problem=window.problem
        )
        attempts = (before.attempts if before else 0) + 1
        windows.save(
            session,
            windows.Window(
                source=source_name,
                query=query,
                day=day,
                state=state,
                expected=window.expected,
                fetched=len(window.records),
                stored=len(there),
                attempts=attempts,
                problem=window.problem,
                read_at=clock(),
                next_attempt_at=None,
            ),
        )
    is_whole = state is WindowState.GREEN
    return CrawlReport(
        new=stored.new,
        changed=stored.changed,
        fetched=len(window.records),
        requests=window.requests,
        days=1,
        incomplete_days=0 if is_whole else 1,
        problems=() if is_whole else (f"{day}: {window.problem or 'incomplete'}",),
    )


def _known_window(engine: Engine, source_name: str, query: str, day: date) -> windows.Window | None:
    with reading(engine) as session:
        known = windows.between(session, day, day, query=query)
    return next((w for w in known if w.source == source_name), None)


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
