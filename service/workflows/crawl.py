"""Crawl: ask arXiv for the days of the lists' queries, store what it gives, and say what is still missing."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import Engine

from service.db import lists, papers, suggestions
from service.db.engine import reading, writing
from service.domain.crawl_plan import Span
from service.domain.papers import ArxivId
from service.errors import BadInput, SourceError
from service.workflows.crawl_plan import ARXIV, plan_crawl
from service.workflows.crawl_report import CrawlReport, PaperSource, add
from service.workflows.crawl_span import crawl_span, put_off
from service.workflows.runs import Clock, Progress, TimeLimit, never, no_progress, recorded, utc_now


def crawl(
    engine: Engine,
    source: PaperSource,
    *,
    days: Sequence[date],
    source_name: str = ARXIV,
    skip_settled: bool = False,
    is_retry: bool = False,
    is_over: TimeLimit = never,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> CrawlReport:
    """Store every paper that the lists' queries match on these days, and every listed one.

    Days in a row that fit a page are read together and committed together, so that a crawl that is
    stopped loses little; what is not whole is read again day by day. With `skip_settled`, days that are
    whole and too old to change are left out: a long crawl that was stopped goes on where it was. With
    `is_retry`, nothing but the days is read. When the time `is_over`, no further days are
    begun: they are noted as not read, and due.

    Raises:
        BadInput: no list has a query.
        Conflict: another crawl is running.
        SourceError: the source does not answer, or none of its answers can be believed.
    """
    plan = plan_crawl(engine, days=days, source_name=source_name, skip_settled=skip_settled)
    report = CrawlReport()
    with recorded(engine, "crawl", clock=clock) as run:
        progress("Reading arXiv", 0, plan.days)
        if not is_retry:
            report = add(
                crawl_listed(engine, source, clock=clock),
                crawl_background(engine, source, plan.queries, days=days, clock=clock),
            )
        run.say(new=report.new, fetched=report.fetched)
        total = plan.days
        for number, span in enumerate(plan.spans):
            if is_over():
                report = add(report, _put_off(engine, source_name, plan.spans[number:], clock))
                break
            report = add(report, crawl_span(engine, source, source_name, span, clock))
            progress("Reading arXiv", report.days, total)
            run.say(new=report.new, fetched=report.fetched, requests=report.requests, day=str(span.last))
            if report.incomplete_days == report.days >= min(_HOPELESS, total):
                raise SourceError(
                    f"No day could be read whole ({report.problems[-1].rstrip('.')}). "
                    "What came is kept; run the crawl again later."
                )
        run.say(incomplete_days=report.incomplete_days, problems=list(report.problems))
    return report


def _put_off(engine: Engine, source_name: str, spans: Sequence[Span], clock: Clock) -> CrawlReport:
    """Note that the time was over before these days were read."""
    problem = "The crawl's time was over before it was read."
    left = sum(put_off(engine, source_name, span, problem, now=clock()) for span in spans)
    if not left:
        return CrawlReport()
    words = f"the crawl's time is over, {left} days are left; the next one goes on there"
    return CrawlReport(incomplete_days=left, problems=(words,))


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
        report = add(
            report,
            CrawlReport(new=stored.new, fetched=len(window.records), requests=window.requests),
        )
    return report


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
