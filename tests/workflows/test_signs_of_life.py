"""A job that works says so by itself; one that was taken for dead says nothing more."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Condition

import pytest
from sqlalchemy import Engine

from service.db import engine as engines
from service.db import runs
from service.db.engine import WriteSession, make_engine, reading, writing
from service.db.runs import SILENCE, Run
from service.errors import Conflict
from service.workflows.runs import RunReport, recorded
from tests.together import meanwhile

_OFTEN = timedelta(milliseconds=10)
_LOOK = SILENCE / 5
_PATIENCE = 60  # seconds; a deadline against hanging, nothing is measured


class Passing:
    """A clock that goes on by two minutes with each look at it."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._looks, self._looked = 0, Condition()

    def __call__(self) -> datetime:
        with self._looked:
            self._looks += 1
            self.now += _LOOK
            self._looked.notify_all()
            return self.now

    def await_looks(self, number: int) -> datetime:
        """Wait until others have looked so often from now on, and return what the last one saw."""
        with self._looked:
            last = self._looks + number
            assert self._looked.wait_for(lambda: self._looks >= last, _PATIENCE)
            return self.now


@contextmanager
def working(engine: Engine, clock: Passing) -> Iterator[RunReport]:
    with recorded(engine, "train", clock=clock, sign_every=_OFTEN) as run:
        yield run


def of(engine: Engine, run_id: int) -> Run:
    with reading(engine) as session:
        return next(run for run in runs.newest(session, limit=9) if run.id == run_id)


def test_a_job_that_is_silent_for_long_stays_the_only_one(engine: Engine, now: datetime) -> None:
    clock = Passing(now)
    with working(engine, clock) as run:
        run.say(done=3)
        later = clock.await_looks(20)
        assert later - now > 3 * SILENCE
        with pytest.raises(Conflict, match="train is already running"), writing(engine) as session:
            runs.start(session, "train", now=later)
        assert of(engine, 1).detail == {"done": 3}
    assert (of(engine, 1).state, of(engine, 1).detail) == ("done", {"done": 3})
    assert not [each for each in threading.enumerate() if each.name.startswith("signs of life")]


def test_signs_end_with_a_job_that_fails(sqlite: Engine, now: datetime) -> None:
    with pytest.raises(ZeroDivisionError), working(sqlite, Passing(now)):
        raise ZeroDivisionError
    assert of(sqlite, 1).state == "failed"
    assert not [each for each in threading.enumerate() if each.name.startswith("signs of life")]


def test_a_database_that_is_busy_for_long_costs_signs_and_not_the_job(
    sqlite: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engines, "_BUSY_SECONDS", 0.01)
    clock, hasty = Passing(now), make_engine(sqlite.url.render_as_string())
    with working(hasty, clock):
        with writing(sqlite) as session:
            runs.start(session, "crawl", now=now)  # the lock is held from here on
            clock.await_looks(5)
        clock.await_looks(3)
    hasty.dispose()
    assert of(sqlite, 1).state == "done"
    assert of(sqlite, 1).seen_at - now > 8 * _LOOK


def test_a_run_that_was_taken_over_stays_dead(engine: Engine, now: datetime) -> None:
    with recorded(engine, "train", clock=lambda: now) as late:
        late.say(done=3)
        with writing(engine) as session:
            second = runs.start(session, "train", now=now + SILENCE)
        died = of(engine, 1)
        assert (died.state, died.seen_at) == ("died", now)
        with writing(engine) as session:
            runs.show_life(session, 1, now=now + SILENCE)
        late.say(done=4)
        assert of(engine, 1) == died
    assert of(engine, 1) == died
    assert of(engine, second).state == "running"


def test_a_sign_that_comes_while_another_job_starts_counts(engine: Engine, now: datetime) -> None:
    run_id = begun(engine, now)

    def sign(session: WriteSession) -> None:
        runs.show_life(session, run_id, now=now + SILENCE)

    def start(session: WriteSession) -> str:
        try:
            runs.start(session, "train", now=now + SILENCE)
        except Conflict as exc:
            return str(exc)
        return "started"

    _, answer = meanwhile(engine, sign, start)
    assert answer.startswith("train is already running")


def test_a_run_that_ends_while_another_one_starts_is_done(engine: Engine, now: datetime) -> None:
    run_id = begun(engine, now)

    def finish(session: WriteSession) -> None:
        runs.finish(session, run_id, now=now + SILENCE, detail={"done": 5})

    def start(session: WriteSession) -> int:
        return runs.start(session, "train", now=now + SILENCE)

    _, second = meanwhile(engine, finish, start)
    assert (of(engine, run_id).state, of(engine, second).state) == ("done", "running")


def test_a_run_that_is_taken_over_while_it_ends_stays_dead(engine: Engine, now: datetime) -> None:
    run_id = begun(engine, now)

    def start(session: WriteSession) -> int:
        return runs.start(session, "train", now=now + SILENCE)

    def finish(session: WriteSession) -> None:
        runs.finish(session, run_id, now=now + SILENCE, detail={"done": 5})

    second, _ = meanwhile(engine, start, finish)
    assert (of(engine, run_id).state, of(engine, second).state) == ("died", "running")


def begun(engine: Engine, now: datetime) -> int:
    with writing(engine) as session:
        return runs.start(session, "train", now=now)
