"""The circuit: refusals of all processes count together, and it says until when nobody asks."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from service.db.circuits import DatabaseCircuit, health
from service.db.engine import reading
from service.errors import SourceBusy, SourceError


class Clock:
    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def clock(now: datetime) -> Clock:
    return Clock(now)


def make(engine: Engine, clock: Clock) -> DatabaseCircuit:
    return DatabaseCircuit(engine, "arxiv", clock=clock)


def refuse(circuit: DatabaseCircuit, times: int, *, retry_after: float | None = None) -> None:
    for _ in range(times):
        circuit.tell(SourceBusy("arXiv asked us to slow down (HTTP 503).", retry_after=retry_after))


def test_refusals_that_two_processes_met_open_it_for_both(engine: Engine, clock: Clock) -> None:
    one, other = make(engine, clock), make(engine, clock)
    refuse(one, 3)
    one.check()
    refuse(other, 2)
    for circuit in (one, other):
        with pytest.raises(SourceBusy, match=r"not asked before 09:40 UTC\.") as caught:
            circuit.check()
        assert caught.value.retry_after == 600


def test_after_its_time_one_may_ask_and_one_more_refusal_opens_it_again(engine: Engine, clock: Clock) -> None:
    circuit = make(engine, clock)
    refuse(circuit, 5)
    clock.moment += timedelta(minutes=11)
    circuit.check()
    refuse(circuit, 1)
    with pytest.raises(SourceBusy):
        circuit.check()


def test_an_answer_closes_it_and_forgets_the_refusals(engine: Engine, clock: Clock) -> None:
    circuit = make(engine, clock)
    refuse(circuit, 4)
    circuit.tell(None)
    refuse(circuit, 4)
    circuit.check()


def test_it_stays_open_for_as_long_as_the_service_asked(engine: Engine, clock: Clock) -> None:
    circuit = make(engine, clock)
    refuse(circuit, 5, retry_after=7200)
    clock.moment += timedelta(minutes=119)
    with pytest.raises(SourceBusy, match="not asked before 11:30 UTC"):
        circuit.check()


def test_a_clock_that_is_put_back_does_not_keep_it_open_for_longer(engine: Engine, clock: Clock) -> None:
    circuit = make(engine, clock)
    refuse(circuit, 5)
    clock.moment -= timedelta(days=30)
    with pytest.raises(SourceBusy) as caught:
        circuit.check()
    assert caught.value.retry_after == 600
    clock.moment += timedelta(minutes=10)
    circuit.check()


def test_health_tells_the_last_answer_and_the_last_problem(engine: Engine, clock: Clock) -> None:
    with reading(engine) as session:
        assert health(session, "arxiv") is None
    circuit = make(engine, clock)
    circuit.tell(None)
    clock.moment += timedelta(minutes=1)
    circuit.tell(SourceError("arXiv has trouble (HTTP 500); try again later."))
    with reading(engine) as session:
        found = health(session, "arxiv")
    assert found is not None
    assert not found.is_well
    assert not found.is_open(clock())
    assert (found.problem, found.answered_at) == (
        "arXiv has trouble (HTTP 500); try again later.",
        clock() - timedelta(minutes=1),
    )
    clock.moment += timedelta(minutes=1)
    circuit.tell(None)
    with reading(engine) as session:
        found = health(session, "arxiv")
    assert found is not None
    assert found.is_well
