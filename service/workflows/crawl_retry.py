"""Retry: the days that could not be read whole are read again when their time has come."""

from sqlalchemy import Engine

from service.db import lists, windows
from service.db.engine import reading
from service.domain.windows import merge_queries
from service.workflows.crawl import crawl
from service.workflows.crawl_plan import ARXIV
from service.workflows.crawl_report import CrawlReport, PaperSource
from service.workflows.runs import Clock, Progress, TimeLimit, never, no_progress, utc_now


def retry_due(
    engine: Engine,
    source: PaperSource,
    *,
    is_over: TimeLimit = never,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> CrawlReport:
    """Read the days again that are due; where none is, nobody is asked and no run is recorded.

    Days of queries that no list has any more are let be.

    Raises:
        Conflict: another crawl is running.
        SourceError: the source does not answer; the days stay due, less and less often.
    """
    with reading(engine) as session:
        queries = merge_queries([found.spec.query for found in lists.every(session)])
        due = windows.due(session, ARXIV, queries, now=clock())
    days = sorted({window.day for window in due})
    if not days:
        return CrawlReport()
    return crawl(engine, source, days=days, is_retry=True, is_over=is_over, clock=clock, progress=progress)
