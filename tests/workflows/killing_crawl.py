"""A crawl, or a harvest, in a process of its own that dies at its n-th step, as if the power went."""

from collections.abc import Sequence
from datetime import date, datetime

import requests
from sqlalchemy import Engine, event

from service.db.engine import make_engine
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.oai_pmh import OaiPmh
from service.workflows.crawl import crawl
from service.workflows.harvest import harvest
from tests.workflows.killing import Steps


def crawl_until(last: int, database: str, url: str, days: Sequence[date]) -> None:
    """Crawl, and be killed at step `last`: a statement, a commit or a request, before it or after."""
    engine = _dying(last, database)
    crawl(engine, ArxivApi(LocalGate(), base_url=url, page_size=3), days=days)
    engine.dispose()


def harvest_until(last: int, database: str, oai_url: str, url: str, now: datetime) -> None:
    """Harvest, and be killed at step `last`."""
    engine = _dying(last, database)
    sources = OaiPmh(LocalGate(), base_url=oai_url), ArxivApi(LocalGate(), base_url=url)
    harvest(engine, *sources, clock=lambda: now)
    engine.dispose()


def _dying(last: int, database: str) -> Engine:
    steps = Steps(last)
    engine = make_engine(database)
    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(engine, name, steps.step)
    requests.Session.send = steps.around(requests.Session.send)  # type: ignore[method-assign]  # the process is ours alone
    return engine
