"""How many requests a normal day takes for the five founding lists, counted by the emulator."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog.loader import built_in_catalog, load_catalog
from service.samples import sample_lists
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.oai_pmh import OaiPmh
from service.workflows.crawl import crawl, recent_days
from service.workflows.harvest import harvest
from service.workflows.sync import sync_lists
from tests.emulators.arxiv import ArxivEmulator
from tests.emulators.arxiv_corpus import load
from tests.workflows.lessons import make_settings

MOST = 12
DAY = date(2025, 10, 15)


@pytest.mark.shared
def test_a_normal_day_takes_few_requests_the_harvest_included(
    sqlite: Engine, shared: Path, tmp_path: Path
) -> None:
    folder = shared / "data" / "arxiv"
    specs = load_catalog([built_in_catalog()])
    settings = make_settings(tmp_path)
    sync_lists(sqlite, specs, settings=settings, from_folder=sample_lists(), now=datetime.now(UTC))
    corpus = load([folder], months=["2025-10"], tell=lambda _: None)
    with ArxivEmulator(corpus=corpus) as arxiv:
        api = ArxivApi(LocalGate(), base_url=arxiv.query_url)
        oai = OaiPmh(LocalGate(), base_url=arxiv.oai_url)
        told = arxiv.oai._headers
        # What the corpus holds of later days has not happened yet.
        arxiv.oai._headers = lambda asked: (h for h in told(asked) if h.changed_on <= DAY)  # type: ignore[method-assign]

        def day(number: int) -> tuple[int, int]:
            moment = datetime(2025, 10, number, 1, 15, tzinfo=UTC)
            arxiv.seen.clear()
            crawl(sqlite, api, days=recent_days(moment.date(), 7), clock=lambda: moment)
            asked = len(arxiv.seen)
            since = date(2025, 10, number - 1)
            harvest(sqlite, oai, api, since=since, clock=lambda: moment)
            return asked, len(arxiv.seen) - asked

        day(DAY.day - 1)
        crawled, harvested = day(DAY.day)
    print(f"a normal day: {crawled} requests for the crawl, {harvested} for the harvest")  # noqa: T201
    assert 0 < crawled + harvested <= MOST
