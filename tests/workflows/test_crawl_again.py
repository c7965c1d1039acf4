"""Crawls that go on, days that are read again, and counts that are not believed at once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from service.db import papers, runs, windows
from service.db.engine import reading, writing
from service.errors import BadInput, SourceError
from service.workflows import crawl as crawling
from service.workflows import crawl_plan
from service.workflows.crawl import crawl, days_between
from service.workflows.crawl_plan import plan_crawl
from service.workflows.crawl_report import CrawlReport
from service.workflows.crawl_retry import retry_due
from service.workflows.runs import hours_from_now
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list
from tests.workflows.test_crawl import make_source

DAYS = days_between(date(2025, 9, 1), date(2025, 10, 10))
PER_DAY = 3


class Clock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2025, 10, 11, 1, 15, tzinfo=UTC))


@pytest.fixture
def arxiv(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivEmulator]:
    """Six weeks of three papers a weekday, and a list that wants them."""
    monkeypatch.setattr(crawling, "BACKGROUND_LEAST", 0)
    monkeypatch.setattr(crawl_plan, "UNKNOWN_USUAL", 10_000.0)  # days that are read one by one
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV")
    with ArxivEmulator() as emulator:
        for day in (d for d in DAYS if d.weekday() < 5):
            ids = [f"{day:%y%m}.{day.day:02d}{n:03d}" for n in range(PER_DAY)]
            emulator.add(*(paper(i, published=f"{day}T10:00:00Z") for i in ids))
        yield emulator


def state(engine: Engine, day: date) -> windows.Window:
    with reading(engine) as session:
        (found,) = windows.between(session, day, day)
    return found


def read(engine: Engine, arxiv: ArxivEmulator, clock: Clock, days: list[date]) -> CrawlReport:
    return crawl(engine, make_source(arxiv), days=days, clock=clock)


def test_a_long_crawl_that_was_stopped_reads_only_what_is_left(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    def stop(_what: str, done: int, _total: int) -> None:
        if done == 5:
            raise KeyboardInterrupt

    source = make_source(arxiv)
    with pytest.raises(KeyboardInterrupt):
        crawl(engine, source, days=DAYS[:20], skip_settled=True, clock=clock, progress=stop)
    seen: list[tuple[int, int]] = []
    crawl(
        engine, source, days=DAYS[:20], skip_settled=True, clock=clock,
        progress=lambda _, done, total: seen.append((done, total)),
    )  # fmt: skip
    assert seen[-1] == (15, 15), "and days in a row, whose size is known now, together"
    arxiv.seen.clear()
    assert crawl(engine, source, days=DAYS[:20], skip_settled=True, clock=clock).requests == 0
    assert arxiv.seen == []
    assert crawl(engine, source, days=DAYS[:2], clock=clock).requests == 1, "known days are one window"


def test_days_that_may_still_change_are_never_left_out(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    read(engine, arxiv, clock, DAYS[-3:])
    assert plan_crawl(engine, days=DAYS[-3:], skip_settled=True).days == 3


def test_a_plan_says_what_it_takes_and_asks_nobody(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    read(engine, arxiv, clock, DAYS[:10])
    arxiv.seen.clear()
    plan = plan_crawl(engine, days=DAYS, skip_settled=True)
    assert (plan.days, plan.settled) == (30, 10)
    cost = plan.cost(3.0)
    assert cost.requests == 2
    assert cost.minutes > 2 * 3 / 60
    assert arxiv.seen == []


@pytest.mark.usefixtures("arxiv")
def test_a_plan_without_days_or_lists_says_so(engine: Engine) -> None:
    assert plan_crawl(engine, days=[]).cost(3.0).requests == 0


def test_without_a_list_there_is_no_plan(engine: Engine) -> None:
    with pytest.raises(BadInput, match="lists sync"):
        plan_crawl(engine, days=DAYS)


def test_an_incomplete_day_is_read_again_when_its_time_has_come_and_only_then(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    day = date(2025, 10, 1)
    arxiv.fail("short_page", 3)
    with pytest.raises(SourceError):
        read(engine, arxiv, clock, [day])
    assert state(engine, day).state == "amber"
    arxiv.seen.clear()
    with reading(engine) as session:
        before = len(runs.newest(session, limit=9))
    assert retry_due(engine, make_source(arxiv), clock=clock) == CrawlReport()
    with reading(engine) as session:
        assert len(runs.newest(session, limit=9)) == before
    assert arxiv.seen == []
    clock.moment += timedelta(minutes=16)
    assert retry_due(engine, make_source(arxiv), clock=clock).days == 1
    assert (state(engine, day).state, state(engine, day).attempts) == ("green", 2)
    clock.moment += timedelta(days=2)
    assert retry_due(engine, make_source(arxiv), clock=clock) == CrawlReport()


def test_days_of_a_query_that_no_list_has_any_more_are_let_be(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    arxiv.fail("short_page", 3)
    with pytest.raises(SourceError):
        read(engine, arxiv, clock, [date(2025, 10, 1)])
    with writing(engine) as session:
        make_list(session, query="cat:cs.LG")
    clock.moment += timedelta(days=1)
    assert retry_due(engine, make_source(arxiv), clock=clock) == CrawlReport()


def test_papers_that_were_shown_and_are_not_counted_any_more_are_not_believed_gone(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    day = date(2025, 10, 1)
    read(engine, arxiv, clock, [day])
    arxiv.fail("nothing_found", 2)
    with pytest.raises(SourceError, match="has shown 3 papers of 2025-10-01, and counts 0 now"):
        read(engine, arxiv, clock, [day])
    found = state(engine, day)
    assert (found.state, found.expected, found.stored) == ("amber", 3, 3)
    clock.moment += timedelta(minutes=16)
    retry_due(engine, make_source(arxiv), clock=clock)
    assert state(engine, day).state == "green"


def test_an_empty_weekday_is_not_believed_where_papers_are_usual(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    for day in (d for d in DAYS if d.weekday() == 2):
        ids = [f"{day:%y%m}.{day.day:02d}{n:03d}" for n in range(PER_DAY, 10)]
        arxiv.add(*(paper(i, published=f"{day}T11:00:00Z") for i in ids))
    read(engine, arxiv, clock, DAYS[:30])
    arxiv.fail("nothing_found", 2)
    day = date(2025, 10, 1)
    with pytest.raises(SourceError, match="where about 10 papers are usual; that is not believed"):
        read(engine, arxiv, clock, [day])
    assert state(engine, day).state == "amber"
    saturday = date(2025, 10, 4)
    assert read(engine, arxiv, clock, [saturday]).incomplete_days == 0
    assert state(engine, saturday).state == "green"


def test_an_arxiv_that_stays_with_it_is_believed_in_the_end(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    day = date(2025, 10, 1)
    read(engine, arxiv, clock, [day])
    for n in range(PER_DAY):
        arxiv.remove(f"2510.01{n:03d}")
    for _ in range(5):
        clock.moment += timedelta(days=1)
        with pytest.raises(SourceError):
            read(engine, arxiv, clock, [day])
    clock.moment += timedelta(days=1)
    read(engine, arxiv, clock, [day])
    assert (state(engine, day).state, state(engine, day).expected) == ("green", 0)
    with reading(engine) as session:
        assert papers.count(session) == PER_DAY, "what was stored stays"


def test_a_crawl_whose_time_is_over_notes_what_is_left_and_the_next_one_reads_it(
    engine: Engine, arxiv: ArxivEmulator, clock: Clock
) -> None:
    apart = [DAYS[0], DAYS[2], DAYS[4], DAYS[7]]
    read(engine, arxiv, clock, apart[-1:])
    spans = iter([False, True])
    report = crawl(engine, make_source(arxiv), days=apart, is_over=lambda: next(spans), clock=clock)
    assert (report.days, report.incomplete_days) == (1, 2), "a day that was whole stays whole"
    assert report.problems == ("the crawl's time is over, 2 days are left; the next one goes on there",)
    assert [state(engine, day).state for day in apart] == ["green", "amber", "amber", "green"]
    assert state(engine, apart[1]).problem == "The crawl's time was over before it was read."
    assert retry_due(engine, make_source(arxiv), clock=clock).incomplete_days == 0
    assert {state(engine, day).state for day in apart} == {"green"}


def test_a_time_limit_counts_from_now_by_a_timer() -> None:
    moment = [100.0]
    is_over = hours_from_now(0.5, timer=lambda: moment[0])
    assert not is_over()
    moment[0] += 1799
    assert not is_over()
    moment[0] += 1
    assert is_over()
