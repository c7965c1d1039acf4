"""What a crawl would ask for, before anybody is asked: spans of days, requests and minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Engine

from service.db import lists, windows
from service.db.engine import AnySession, reading
from service.domain.crawl_plan import Cost, Span, estimate_cost, plan_spans
from service.domain.windows import WindowState, merge_queries
from service.errors import BadInput

ARXIV = "arxiv"
PAGE_SIZE = 1000
UNKNOWN_USUAL = 100.0  # papers a day of a query that was never read
_ANSWER = 1.5  # seconds that arXiv takes to answer, roughly
_LOOK_BACK = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlPlan:
    """The spans that a crawl will read, of `queries` in all; `settled` days of queries are left out."""

    queries: tuple[str, ...]
    spans: tuple[Span, ...]
    settled: int
    usual: float

    @property
    def days(self) -> int:
        """How many days of queries will be read."""
        return sum(len(span.days) for span in self.spans)

    def cost(self, delay: float) -> Cost:
        """Return what asking takes with so many seconds between two requests."""
        return estimate_cost(self.spans, usual=self.usual, page_size=PAGE_SIZE, delay=delay + _ANSWER)


def plan_crawl(
    engine: Engine, *, days: Sequence[date], source_name: str = ARXIV, skip_settled: bool = False
) -> CrawlPlan:
    """Plan a crawl of some days; with `skip_settled`, without those that are whole and will not change.

    Raises:
        BadInput: no list has a query.
    """
    with reading(engine) as session:
        queries = merge_queries([found.spec.query for found in lists.every(session)])
        if not queries:
            raise BadInput("No list has an arXiv query yet; run `listkeeper lists sync` first.")
        usual = _usual(session, days)
        left = {q: _left(session, q, days, source_name) if skip_settled else list(days) for q in queries}
    spans = [
        span for q, some in left.items() for span in plan_spans([q], some, usual=usual, page_size=PAGE_SIZE)
    ]
    settled = len(days) * len(queries) - sum(len(some) for some in left.values())
    return CrawlPlan(queries=tuple(queries), spans=tuple(spans), settled=settled, usual=usual)


def _left(session: AnySession, query: str, days: Sequence[date], source_name: str) -> list[date]:
    if not days:
        return []
    known = windows.between(session, min(days), max(days), query=query)
    settled = {
        w.day
        for w in known
        if w.source == source_name and w.state == WindowState.GREEN and w.next_attempt_at is None
    }
    return [day for day in days if day not in settled]


def _usual(session: AnySession, days: Sequence[date]) -> float:
    """Return how many papers a query brings on a day, by the latest days that were read whole."""
    if not days:
        return UNKNOWN_USUAL
    known = windows.between(session, min(days) - _LOOK_BACK, max(days))
    counts = [w.expected for w in known if w.state == WindowState.GREEN and w.expected is not None]
    return sum(counts) / len(counts) if counts else UNKNOWN_USUAL
