"""Tidings on pages, and how arXiv is: read from what crawls and harvests have left in the database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from service.db import arrivals, circuits, harvests, lists, windows
from service.db.circuits import Health
from service.db.engine import AnySession
from service.db.harvests import Harvest
from service.db.windows import Window
from service.domain.tidings import GAP_DAYS, Reached, Tiding, decide_tiding, median_lag
from service.domain.windows import merge_queries
from service.sources.arxiv_calendar import read_calendar

ARXIV = "arxiv"


@dataclass(frozen=True, slots=True, kw_only=True)
class ArxivState:
    """How arXiv is, how far its changes were harvested, and how long papers take to arrive."""

    health: Health | None
    is_open: bool
    harvests: Sequence[Harvest]
    stored_after: timedelta | None
    queued_after: timedelta | None


def tiding(session: AnySession, now: datetime) -> Tiding | None:
    """Return what a reader must know; nothing where arXiv was never crawled."""
    last = now.date()
    known = windows.between(session, last - timedelta(days=2 * GAP_DAYS), last)
    ours = current(session, [w for w in known if w.source == ARXIV])
    if not ours:
        return None
    health = circuits.health(session, ARXIV)
    reached = Reached(
        newest_at=arrivals.newest(session, now=now),
        gaps=sorted({w.day for w in ours if w.state != "green"}),
        open_until=health.open_until if health else None,
    )
    return decide_tiding(reached, now, read_calendar())


def arxiv_state(session: AnySession, now: datetime) -> ArxivState:
    """Return how arXiv is."""
    calendar = read_calendar()
    health = circuits.health(session, ARXIV)
    return ArxivState(
        health=health,
        is_open=health is not None and health.is_open(now),
        harvests=[h for h in harvests.every(session) if h.source == ARXIV],
        stored_after=median_lag(arrivals.stored_lately(session, now=now), calendar),
        queued_after=median_lag(arrivals.queued_lately(session, now=now), calendar),
    )


def current(session: AnySession, known: Sequence[Window]) -> list[Window]:
    """Return the windows that count: of a day that today's queries were asked for, only theirs."""
    queries = _merged(tuple(found.spec.query for found in lists.every(session)))
    asked = {(w.source, w.day) for w in known if w.query in queries}
    return [w for w in known if w.query in queries or (w.source, w.day) not in asked]


@lru_cache(maxsize=64)
def _merged(queries: tuple[str, ...]) -> frozenset[str]:
    """Merge queries as crawls do, once as long as the lists ask for the same."""
    return frozenset(merge_queries(queries))
