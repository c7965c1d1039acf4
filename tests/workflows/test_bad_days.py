"""arXiv's bad days on a whole crawl: nothing lost, nothing twice, nothing falsely green, never too fast."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from sqlalchemy import Engine

from service.db import papers, windows
from service.db.circuits import DatabaseCircuit
from service.db.engine import reading, writing
from service.db.gates import DatabaseGate
from service.errors import SourceError
from service.sources.arxiv_api import ArxivApi
from service.sources.retry import Patience
from service.sources.transport import Deadlines
from service.workflows import crawl as crawling
from service.workflows.crawl import crawl, days_between
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list

DAYS = days_between(date(2025, 10, 1), date(2025, 10, 3))
PER_DAY = 7
DELAY = 3.0


class Time:
    """A wall clock and a steady one that only sleeping moves; the wall clock may be put elsewhere."""

    def __init__(self) -> None:
        self.wall = datetime(2025, 10, 20, tzinfo=UTC)
        self.steady = 0.0

    def now(self) -> datetime:
        return self.wall

    def sleep(self, seconds: float) -> None:
        self.wall += timedelta(seconds=seconds)
        self.steady += seconds


class WatchedEmulator(ArxivEmulator):
    """An arXiv that looks at our steady clock when a request comes in."""

    def __init__(self, time: Time) -> None:
        self.time = time
        self.came: list[float] = []
        super().__init__()

    def answer(self, *asked: Any) -> Any:
        self.came.append(self.time.steady)
        return super().answer(*asked)


@pytest.fixture
def arxiv(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[WatchedEmulator]:
    monkeypatch.setattr(crawling, "BACKGROUND_LEAST", 0)
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV")
    with WatchedEmulator(Time()) as emulator:
        for day in DAYS:
            ids = [f"2510.{day.day}{n:04d}" for n in range(PER_DAY)]
            emulator.add(*(paper(i, f"Paper {i}", published=f"{day}T10:00:00Z") for i in ids))
        emulator.add(paper("cs/9301001", "An old one", published="2025-10-01T11:00:00Z"))
        yield emulator


def source(engine: Engine, arxiv: WatchedEmulator) -> ArxivApi:
    time = arxiv.time
    gate = DatabaseGate(
        engine, "arxiv", delay=DELAY, clock=time.now, sleep=time.sleep, monotonic=lambda: time.steady
    )
    return ArxivApi(
        gate,
        base_url=arxiv.query_url,
        page_size=5,
        patience=Patience(tries=3, first_wait=4.0),
        deadlines=Deadlines(connect=5, read=0.5, whole=1.0),
        circuit=DatabaseCircuit(engine, "arxiv", clock=time.now),
    )


def read(engine: Engine, arxiv: WatchedEmulator) -> None:
    try:
        crawl(engine, source(engine, arxiv), days=DAYS, clock=arxiv.time.now)
    except SourceError:
        arxiv.time.sleep(1200)  # the circuit closes; the next run goes on


def nothing_is_falsely_green(engine: Engine) -> None:
    with reading(engine) as session:
        stored = papers.since(session, None)
        for window in windows.between(session, DAYS[0], DAYS[-1]):
            there = sum(
                p.record.submitted_at is not None and p.record.submitted_at.date() == window.day
                for p in stored
            )
            assert window.state != "green" or there == PER_DAY + (window.day.day == 1)


@pytest.mark.parametrize(
    ("kind", "details"),
    [
        ("empty_page", {}),
        ("short_page", {"after": 1}),
        ("repeated_page", {"after": 1}),
        ("swapped_entry", {"after": 1}),
        ("wrong_total", {"after": 2}),
        ("drifting_total", {"count": 4}),
        ("http_503", {"count": 4}),
        ("http_503", {"count": 2, "retry_after": "30"}),
        ("http_429", {"count": 7}),
        ("http_429", {"retry_after": "7200"}),
        ("http_406", {"count": 4}),
        ("http_500", {"count": 4}),
        ("slow_drip", {"seconds": 0.05}),
        ("truncated_xml", {"count": 4}),
        ("malformed_xml", {}),
        ("error_feed", {"count": 2}),
        ("html", {"count": 2}),
        ("control_characters", {"count": 99}),
        ("disconnect", {"count": 2}),
    ],
)
def test_after_a_bad_day_all_is_there_once(
    engine: Engine, arxiv: WatchedEmulator, kind: str, details: dict[str, Any]
) -> None:
    arxiv.fail(kind, **details)
    for _ in range(8):
        read(engine, arxiv)
        nothing_is_falsely_green(engine)
    with reading(engine) as session:
        assert papers.count(session) == len(DAYS) * PER_DAY + 1
        assert {w.state for w in windows.between(session, DAYS[0], DAYS[-1])} == {"green"}
    assert min(b - a for a, b in pairwise(arxiv.came)) > DELAY - 1e-6


@pytest.mark.parametrize("jump", [timedelta(hours=3), -timedelta(hours=3)])
def test_a_clock_that_jumps_loses_nothing_and_hurries_nobody(
    engine: Engine, arxiv: WatchedEmulator, jump: timedelta
) -> None:
    answer = arxiv.answer

    def jumping(*asked: Any) -> Any:
        if len(arxiv.came) == 2:
            arxiv.time.wall += jump
        return answer(*asked)

    arxiv.answer = jumping  # type: ignore[method-assign]  # the clock jumps while we ask
    read(engine, arxiv)
    nothing_is_falsely_green(engine)
    with reading(engine) as session:
        assert papers.count(session) == len(DAYS) * PER_DAY + 1
    assert min(b - a for a, b in pairwise(arxiv.came)) > DELAY - 1e-6
