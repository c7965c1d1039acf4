"""Crawling on good days and bad ones: nothing lost, nothing twice, nothing called whole that is not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from service.db import lists, papers, runs, windows
from service.db.engine import reading, writing
from service.domain.lists import EntryRecord
from service.errors import BadInput, Conflict, SourceBusy, SourceError
from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.transport import Deadlines
from service.workflows import crawl as crawling
from service.workflows import crawl_plan
from service.workflows.crawl import crawl, days_between, recent_days
from service.workflows.crawl_report import CrawlReport
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list
from tests.sources.conftest import VirtualTime, make_api

DAYS = days_between(date(2025, 10, 1), date(2025, 10, 3))
NEVER_ANSWERS = "http://127.0.0.1:9/api/query"


@pytest.fixture
def arxiv() -> Iterator[ArxivEmulator]:
    """Twelve papers of our category on each of three days, and one of another."""
    with ArxivEmulator() as emulator:
        for day in DAYS:
            ids = [f"2510.{day.day}{n:04d}" for n in range(12)]
            emulator.add(*(paper(i, f"Paper {i}", published=f"{day}T10:00:00Z") for i in ids))
        emulator.add(paper("2510.99999", published="2025-10-02T10:00:00Z", categories=["math.AG"]))
        yield emulator


@pytest.fixture
def no_background(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crawling, "BACKGROUND_LEAST", 0)


@pytest.fixture
def list_id(engine: Engine) -> int:
    with writing(engine) as session:
        return make_list(session, query="cat:cs.CV").id


def make_source(arxiv: ArxivEmulator, **details: Any) -> ArxivApi:
    time = VirtualTime()
    gate = LocalGate(3.0, clock=time, sleep=time.sleep)
    return make_api(arxiv, gate, **({"deadlines": Deadlines(connect=5, read=5, whole=20)} | details))


def run(engine: Engine, arxiv: ArxivEmulator, days: list[date] = DAYS, **details: Any) -> CrawlReport:
    return crawl(engine, make_source(arxiv, **details), days=days)


def known(engine: Engine) -> int:
    with reading(engine) as session:
        return papers.count(session)


def states(engine: Engine) -> list[tuple[int, str, int | None, int]]:
    with reading(engine) as session:
        found = windows.between(session, DAYS[0], DAYS[-1])
    return sorted((w.day.day, w.state, w.expected, w.stored) for w in found)


@pytest.mark.usefixtures("list_id", "no_background")
class TestDays:
    """Crawls of the lists' queries, without background."""

    def test_every_paper_of_the_days_is_stored_and_the_days_are_green(
        self, engine: Engine, arxiv: ArxivEmulator
    ) -> None:
        report = run(engine, arxiv)
        assert (report.new, report.fetched, report.days, report.incomplete_days) == (36, 36, 3, 0)
        assert states(engine) == [(1, "green", 12, 12), (2, "green", 12, 12), (3, "green", 12, 12)]
        assert known(engine) == 36
        with reading(engine) as session:
            (done,) = runs.newest(session, limit=9)
        assert (done.job, done.state, done.detail["new"]) == ("crawl", "done", 36)

    def test_crawling_again_finds_nothing_new_but_what_came_in_between(
        self, engine: Engine, arxiv: ArxivEmulator
    ) -> None:
        run(engine, arxiv)
        arxiv.add(paper("2510.20777", published="2025-10-02T11:00:00Z"))
        arxiv.add(paper("2510.10001", "A new title", published="2025-10-01T10:00:00Z", version=2))
        report = run(engine, arxiv)
        assert (report.new, report.changed, known(engine)) == (1, 1, 37)
        assert states(engine)[1] == (2, "green", 13, 13)

    @pytest.mark.parametrize(
        ("kind", "details"),
        [
            ("short_page", {"amount": 3}),
            ("wrong_total", {"amount": -2}),
            ("empty_page", {}),
            ("nothing_found", {}),
            ("truncated_xml", {}),
            ("http_503", {"count": 2}),
            ("http_429", {"retry_after": "60"}),
            ("disconnect", {}),
        ],
    )
    def test_a_bad_moment_costs_nothing_but_requests(
        self, engine: Engine, arxiv: ArxivEmulator, kind: str, details: dict[str, Any]
    ) -> None:
        arxiv.fail(kind, **details)
        assert run(engine, arxiv).incomplete_days == 0
        assert known(engine) == 36
        assert {state for _, state, _, _ in states(engine)} == {"green"}

    @pytest.mark.parametrize(
        ("kind", "words"),
        [
            ("short_page", "it says 12 papers, but its page from 0 held 9 of 10"),
            ("wrong_total", "it says 13 papers"),
            ("nothing_found", None),
            ("empty_page", "it says 12 papers, but its page from 0 held 0 of 10"),
            ("truncated_xml", "not whole or not well-formed"),
            ("http_503", r"arXiv asked us to slow down \(HTTP 503\)"),
            ("error_feed", "arXiv answered with an error"),
        ],
    )
    def test_a_bad_day_is_not_believed_and_made_up_for_later(
        self, engine: Engine, arxiv: ArxivEmulator, kind: str, words: str | None
    ) -> None:
        arxiv.fail(kind, 999)
        if words:
            with pytest.raises(
                SourceError, match=rf"^No day could be read whole \(2025-10-.*{words}.*again later"
            ):
                run(engine, arxiv)
            assert {state for _, state, _, _ in states(engine)} <= {"amber", "red"}
        else:  # an arXiv that says twice that there is nothing is believed: for now
            assert run(engine, arxiv).fetched == 0
        arxiv.faults.switch_off()
        assert run(engine, arxiv).incomplete_days == 0
        assert known(engine) == 36
        assert states(engine) == [(1, "green", 12, 12), (2, "green", 12, 12), (3, "green", 12, 12)]

    def test_what_came_of_a_bad_day_is_kept_and_the_day_counted_as_incomplete(
        self, engine: Engine, arxiv: ArxivEmulator
    ) -> None:
        source = make_source(arxiv)
        crawl(engine, source, days=DAYS[:1])
        arxiv.fail("short_page", 999, after=1, amount=1)
        with pytest.raises(SourceError):
            crawl(engine, source, days=DAYS[1:2])
        assert states(engine)[1][:3] == (2, "amber", 12)
        assert 12 < known(engine) < 24
        with reading(engine) as session:
            failed = runs.newest(session, limit=1)[0]
        assert failed.state == "failed"
        assert failed.problem is not None
        assert failed.problem.startswith("No day could be read whole")

    def test_one_bad_day_among_good_ones_is_told_and_does_not_stop_the_rest(
        self, engine: Engine, arxiv: ArxivEmulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crawl_plan, "UNKNOWN_USUAL", 10_000.0)  # days that are read one by one
        source, real = make_source(arxiv), ArxivApi.read_window

        def read(self: ArxivApi, query: str, start: datetime, end: datetime, **more: Any) -> Any:
            if start.day == 2:
                raise SourceBusy("arXiv asked us to slow down; try again later.")
            return real(self, query, start, end, **more)

        monkeypatch.setattr(ArxivApi, "read_window", read)
        report = crawl(engine, source, days=DAYS)
        assert report.problems == ("2025-10-02: arXiv asked us to slow down; try again later.",)
        assert states(engine) == [(1, "green", 12, 12), (2, "red", None, 0), (3, "green", 12, 12)]

    def test_a_crawl_that_is_killed_half_way_loses_nothing_and_stores_nothing_twice(
        self, engine: Engine, arxiv: ArxivEmulator, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(crawl_plan, "UNKNOWN_USUAL", 10_000.0)  # days that are read one by one

        def stop(what: str, done: int, total: int) -> None:
            assert (what, total) == ("Reading arXiv", 3)
            if done == 2:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            crawl(engine, make_source(arxiv), days=DAYS, progress=stop)
        assert known(engine) == 24
        with reading(engine) as session:
            assert runs.newest(session, limit=1)[0].problem == "It was interrupted."
        report = run(engine, arxiv)
        assert (report.new, known(engine)) == (12, 36)
        assert len(states(engine)) == 3

    def test_days_in_a_row_cost_one_reading_and_known_ones_no_second_count(
        self, engine: Engine, arxiv: ArxivEmulator
    ) -> None:
        assert run(engine, arxiv, page_size=100).requests == 2
        assert run(engine, arxiv, page_size=100).requests == 1
        assert states(engine) == [(1, "green", 12, 12), (2, "green", 12, 12), (3, "green", 12, 12)]

    def test_a_contradiction_is_narrowed_down_to_its_day(self, engine: Engine, arxiv: ArxivEmulator) -> None:
        arxiv.fail("short_page", 6)  # the span, and the first of its days
        report = run(engine, arxiv, page_size=100)
        assert [p[:10] for p in report.problems] == ["2025-10-01"]
        assert [state for _, state, _, _ in states(engine)] == ["amber", "green", "green"]
        assert known(engine) == 35

    def test_an_arxiv_that_is_not_there_is_one_clear_sentence(
        self, engine: Engine, arxiv: ArxivEmulator
    ) -> None:
        for days in (DAYS, DAYS[:1]):
            with pytest.raises(
                SourceError, match=r"arXiv cannot be reached at http://127\.0\.0\.1:9"
            ) as caught:
                run(engine, arxiv, days, base_url=NEVER_ANSWERS)
            assert "\n" not in str(caught.value)
            assert not caught.value.is_permanent

    def test_two_crawls_at_once_are_a_conflict(self, engine: Engine, arxiv: ArxivEmulator) -> None:
        with writing(engine) as session:
            runs.start(session, "crawl", now=datetime.now(UTC))
        with pytest.raises(Conflict, match="crawl is already running"):
            run(engine, arxiv)
        assert arxiv.seen == []


def test_without_a_list_there_is_nothing_to_ask_for(engine: Engine, arxiv: ArxivEmulator) -> None:
    with pytest.raises(BadInput, match="run `listkeeper lists sync` first"):
        run(engine, arxiv)


def test_listed_papers_are_fetched_once_by_their_ids(
    engine: Engine, arxiv: ArxivEmulator, list_id: int, now: datetime
) -> None:
    def entry(arxiv_id: str) -> EntryRecord:
        place: dict[str, Any] = {"path": "README.md", "position": 0, "first_byte": 0, "last_byte": 1}
        return EntryRecord(key=arxiv_id, title="T", arxiv_id=arxiv_id, listed_at=now, **place)

    with writing(engine) as session:
        entries = [entry("2510.99999"), entry("2510.10003"), entry("2401.00001")]
        lists.record_sync(session, list_id, snapshots=[], entries=entries, head="a", now=now)
    report = crawling.crawl_listed(engine, make_source(arxiv))
    assert (report.new, report.fetched, report.unknown_ids) == (2, 2, 1)
    asked = len(arxiv.seen)
    assert crawling.crawl_listed(engine, make_source(arxiv)).new == 0
    assert {s.params["id_list"] for s in arxiv.seen[asked:]} == {"2401.00001"}


@pytest.mark.usefixtures("list_id")
def test_the_background_is_whole_days_of_the_categories_until_there_is_enough(
    engine: Engine, arxiv: ArxivEmulator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crawling, "BACKGROUND_LEAST", 13)
    queries = ["(cat:cs.CV AND ti:nothing) OR (cat:math.AG AND ti:nothing)"]
    report = crawling.crawl_background(engine, make_source(arxiv), queries, days=DAYS)
    assert (report.new, known(engine)) == (25, 25), "the first day was not enough, the second was"


@pytest.mark.usefixtures("list_id")
def test_a_background_that_cannot_be_read_is_left_out(engine: Engine, arxiv: ArxivEmulator) -> None:
    source = make_source(arxiv, base_url=NEVER_ANSWERS)
    assert crawling.crawl_background(engine, source, ["cat:cs.CV"], days=DAYS) == CrawlReport()
    assert crawling.crawl_background(engine, source, ["ti:tokens"], days=DAYS) == CrawlReport()


def test_days_are_in_order_and_both_ends_count() -> None:
    assert days_between(date(2025, 12, 31), date(2026, 1, 1)) == [date(2025, 12, 31), date(2026, 1, 1)]
    assert recent_days(date(2025, 10, 8), 7)[0] == date(2025, 10, 1)
    assert len(recent_days(date(2025, 10, 8), 7)) == 8
    with pytest.raises(BadInput, match=r"would end \(2025-10-01\) before it begins \(2025-10-02\); swap"):
        days_between(date(2025, 10, 2), date(2025, 10, 1))
