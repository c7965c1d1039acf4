"""The crawl against an arXiv with good and bad days: nothing lost, nothing twice, no day falsely green."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from service.db import lists, papers, runs, windows
from service.db.engine import reading, writing
from service.domain.lists import ListSpec
from service.errors import Conflict, ListkeeperError, SourceError
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.retry import Patience
from service.sources.transport import Deadlines
from service.workflows.crawl import crawl, days_between
from service.workflows.runs import recorded
from tests.emulators.arxiv import ArxivEmulator, paper

DAYS = days_between(date(2025, 10, 1), date(2025, 10, 4))
PER_DAY = 5


@pytest.fixture
def arxiv() -> Iterator[ArxivEmulator]:
    with ArxivEmulator() as emulator:
        for day in DAYS:
            emulator.add(
                *(
                    paper(f"2510.{day.day:02d}{n:03d}", f"Paper {n} of {day}", published=f"{day}T0{n}:00:00Z")
                    for n in range(PER_DAY)
                )
            )
        yield emulator


@pytest.fixture
def source(arxiv: ArxivEmulator) -> ArxivApi:
    gate = LocalGate(0.0, sleep=lambda _: None)
    return ArxivApi(
        gate,
        base_url=arxiv.query_url,
        page_size=3,
        patience=Patience(tries=3),
        deadlines=Deadlines(connect=1, read=0.3, whole=0.5),
    )


@pytest.fixture
def followed(engine: Engine, now: datetime) -> Engine:
    spec = ListSpec(slug="a-list", name="A list", repository="x", source_name="x", query="ti:paper")
    with writing(engine) as session:
        lists.ensure(session, spec, now=now)
    return engine


def states(engine: Engine) -> dict[int, str]:
    with reading(engine) as session:
        return {w.day.day: w.state for w in windows.between(session, DAYS[0], DAYS[-1])}


def stored(engine: Engine) -> int:
    with reading(engine) as session:
        return papers.count(session)


def test_every_day_is_stored_and_green(followed: Engine, source: ArxivApi) -> None:
    report = crawl(followed, source, days=DAYS)
    assert (report.new, report.days, report.incomplete_days) == (20, 4, 0)
    assert stored(followed) == 20
    assert states(followed) == dict.fromkeys((1, 2, 3, 4), "green")
    with reading(followed) as session:
        assert runs.newest(session, limit=1)[0].state == "done"


def test_reading_again_is_free(followed: Engine, source: ArxivApi) -> None:
    crawl(followed, source, days=DAYS)
    again = crawl(followed, source, days=DAYS)
    assert (again.new, again.changed) == (0, 0)
    assert stored(followed) == 20


@pytest.mark.parametrize(
    "kind",
    [
        "empty_page",
        "short_page",
        "swapped_entry",
        "wrong_total",
        "drifting_total",
        "truncated_xml",
        "malformed_xml",
        "html",
        "error_feed",
        "http_406",
        "http_429",
        "http_500",
        "http_503",
        "disconnect",
    ],
)
def test_a_bad_arxiv_makes_no_day_green_and_a_good_one_heals_it(
    followed: Engine, source: ArxivApi, arxiv: ArxivEmulator, kind: str
) -> None:
    arxiv.fail(kind, 10_000)
    with pytest.raises(ListkeeperError):
        crawl(followed, source, days=DAYS)
    assert "green" not in states(followed).values()
    arxiv.faults.switch_off()
    crawl(followed, source, days=DAYS)
    assert states(followed) == dict.fromkeys((1, 2, 3, 4), "green")
    assert stored(followed) == 20


@pytest.mark.parametrize(
    "kind", ["short_page", "http_503", "truncated_xml", "nothing_found", "repeated_page"]
)
def test_single_faults_anywhere_lose_nothing(
    followed: Engine, source: ArxivApi, arxiv: ArxivEmulator, kind: str
) -> None:
    for after in (0, 3, 2, 4, 3):
        arxiv.fail(kind, after=after)
    report = crawl(followed, source, days=DAYS)
    assert report.incomplete_days == 0
    assert stored(followed) == 20


def test_a_day_that_stays_bad_leaves_the_others_alone(
    followed: Engine, source: ArxivApi, arxiv: ArxivEmulator
) -> None:
    arxiv.fail("short_page", 3, after=2)
    report = crawl(followed, source, days=DAYS)
    assert report.problems == ("2025-10-02: it says 5 papers, but its page from 0 held 2 of 3",)
    assert states(followed) == {1: "green", 2: "amber", 3: "green", 4: "green"}
    assert stored(followed) == 17


def test_an_unreachable_arxiv_ends_in_one_sentence(followed: Engine) -> None:
    nobody = ArxivApi(
        LocalGate(0.0, sleep=lambda _: None),
        base_url="http://127.0.0.1:9/api/query",
        patience=Patience(tries=2),
    )
    with pytest.raises(SourceError, match=r"cannot be reached at http://127\.0\.0\.1:9"):
        crawl(followed, nobody, days=DAYS)
    assert "green" not in states(followed).values()


def test_a_second_crawl_at_the_same_time_is_refused(followed: Engine, source: ArxivApi) -> None:
    with recorded(followed, "crawl"), pytest.raises(Conflict, match="crawl is already running"):
        crawl(followed, source, days=DAYS)
    assert stored(followed) == 0


def test_a_clock_that_jumps_back_changes_nothing(followed: Engine, source: ArxivApi) -> None:
    crawl(followed, source, days=DAYS[:2], clock=lambda: datetime(2025, 10, 5, tzinfo=UTC))
    crawl(followed, source, days=DAYS, clock=lambda: datetime(2025, 9, 5, tzinfo=UTC))
    assert states(followed) == dict.fromkeys((1, 2, 3, 4), "green")
    assert stored(followed) == 20
