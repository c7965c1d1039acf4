"""The rate gate: turns are never closer than the delay, whoever takes them."""

import multiprocessing
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import Engine

from service.db.engine import make_engine
from service.db.gates import LONGEST_REQUEST, DatabaseGate

DELAY = 0.05  # seconds


class MadeUpTime:
    """A moment that moves only while somebody sleeps."""

    def __init__(self, start: datetime) -> None:
        self.moment = start
        self.passed = 0.0

    def __call__(self) -> datetime:
        return self.moment

    def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)
        self.passed += seconds

    def monotonic(self) -> float:
        return self.passed


def make_gate(engine: Engine, clock: MadeUpTime, service: str = "arxiv", delay: float = 3.0) -> DatabaseGate:
    return DatabaseGate(
        engine, service, delay=delay, clock=clock, sleep=clock.sleep, monotonic=clock.monotonic
    )


def turns(gate: DatabaseGate, clock: MadeUpTime, number: int) -> list[float]:
    start, taken = clock(), []
    for _ in range(number):
        gate.wait()
        taken.append((clock() - start).total_seconds())
        gate.done()
    return taken


def test_the_first_turn_is_free_and_the_next_ones_wait(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    assert turns(make_gate(engine, clock), clock, 4) == [0.0, 3.0, 6.0, 9.0]


def test_who_comes_late_enough_does_not_wait(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    gate = make_gate(engine, clock)
    gate.wait()
    gate.done()
    clock.sleep(100.0)
    assert turns(gate, clock, 2) == [0.0, 3.0]


def test_another_gate_of_the_same_service_waits_too_and_other_services_do_not(
    engine: Engine, now: datetime
) -> None:
    clock = MadeUpTime(now)
    first = make_gate(engine, clock)
    first.wait()
    first.done()
    assert turns(make_gate(engine, clock, "github"), clock, 1) == [0.0]
    assert turns(make_gate(engine, clock), clock, 1) == [3.0]


def test_a_back_off_stops_everybody_and_is_never_shortened(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    one, other = make_gate(engine, clock), make_gate(engine, clock)
    one.back_off(60.0)
    other.back_off(5.0)
    assert turns(other, clock, 2) == [60.0, 63.0]


def test_a_back_off_stops_even_who_was_waiting_already(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    other = make_gate(engine, clock)

    def sleep(seconds: float) -> None:
        if clock() == now:
            other.back_off(30.0)
        clock.sleep(seconds)

    gate = DatabaseGate(engine, "arxiv", delay=3.0, clock=clock, sleep=sleep, monotonic=clock.monotonic)
    assert turns(gate, clock, 2) == [0.0, 30.0]


def test_while_one_asks_nobody_else_does_and_the_delay_counts_from_the_answer(
    engine: Engine, now: datetime
) -> None:
    clock = MadeUpTime(now)
    asking = make_gate(engine, clock)
    asking.wait()

    def sleep(seconds: float) -> None:
        clock.sleep(seconds)
        if clock() >= now + timedelta(seconds=40):
            asking.done()

    other = DatabaseGate(engine, "arxiv", delay=3.0, clock=clock, sleep=sleep, monotonic=clock.monotonic)
    assert turns(other, clock, 1) == [43.0]


def test_who_died_while_asking_is_waited_for_no_longer_than_a_request_takes(
    engine: Engine, now: datetime
) -> None:
    clock = MadeUpTime(now)
    make_gate(engine, clock).wait()
    assert turns(make_gate(engine, clock), clock, 1) == [LONGEST_REQUEST]


def test_who_is_known_to_be_dead_is_not_waited_for(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    DatabaseGate(engine, "arxiv", delay=3.0, process="dead", clock=clock).wait()
    other = DatabaseGate(
        engine, "arxiv", delay=3.0, is_gone="dead".__eq__, clock=clock, sleep=clock.sleep,
        monotonic=clock.monotonic,
    )  # fmt: skip
    assert turns(other, clock, 1) == [3.0]


@pytest.mark.parametrize("jump", [timedelta(hours=1), -timedelta(hours=1), timedelta(days=-400)])
def test_a_clock_that_jumps_neither_shortens_the_delay_nor_stops_us(
    engine: Engine, now: datetime, jump: timedelta
) -> None:
    clock = MadeUpTime(now)
    gate = make_gate(engine, clock)
    gate.wait()
    gate.done()
    clock.moment += jump
    before = clock.passed
    gate.wait()
    assert 3.0 <= clock.passed - before <= 6.0  # the wait may count anew, never forever
    gate.done()
    assert turns(gate, clock, 2) == [3.0, 6.0]


def test_a_back_off_survives_a_clock_that_is_put_back(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    make_gate(engine, clock).back_off(60.0)
    clock.moment -= timedelta(days=1)
    assert turns(make_gate(engine, clock), clock, 1) == [60.0]


def test_a_gate_without_delay_lets_everybody_through(engine: Engine, now: datetime) -> None:
    clock = MadeUpTime(now)
    assert turns(make_gate(engine, clock, delay=0.0), clock, 3) == [0.0, 0.0, 0.0]


class Watch:
    """The real clock; what it said last before a turn was taken is when the turn was taken."""

    said = datetime.min.replace(tzinfo=UTC)

    def __call__(self) -> datetime:
        self.said = datetime.now(UTC)
        return self.said


def take_turns(engine: Engine, number: int) -> list[datetime]:
    """Take turns at a gate of its own, and return when they were taken."""
    watch, taken = Watch(), []
    gate = DatabaseGate(engine, "arxiv", delay=DELAY, clock=watch)
    for _ in range(number):
        gate.wait()
        taken.append(watch.said)
        gate.done()
    return taken


def take_turns_at(url: str, number: int) -> list[datetime]:
    """Likewise, in another process."""
    engine = make_engine(url)
    try:
        return take_turns(engine, number)
    finally:
        engine.dispose()


def gaps(parts: Iterable[list[datetime]]) -> list[float]:
    taken = sorted(moment for part in parts for moment in part)
    return [(later - earlier).total_seconds() for earlier, later in pairwise(taken)]


def test_threads_at_once_take_turns(engine: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = gaps(pool.map(lambda _: take_turns(engine, 2), range(4)))
    assert len(found) == 7
    assert min(found) >= DELAY


def test_processes_at_once_take_turns(engine: Engine) -> None:
    url = engine.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        found = gaps(pool.starmap(take_turns_at, [(url, 3)] * 2))
    assert len(found) == 5
    assert min(found) >= DELAY
