"""Runs: one at a time of each job; a dead one does not block the next."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from service.db import runs
from service.db.engine import reading, writing
from service.db.models import RunRow
from service.db.runs import SILENCE, Run
from service.errors import BadInput, Conflict
from service.workflows.processes import is_gone, this_process
from service.workflows.runs import recorded


def newest(engine: Engine, limit: int = 9) -> list[Run]:
    with reading(engine) as session:
        return runs.newest(session, limit=limit)


def start(engine: Engine, now: datetime, job: str = "crawl", **more: object) -> int:
    with writing(engine) as session:
        return runs.start(session, job, now=now, **more)  # type: ignore[arg-type]  # given by the tests


def test_a_second_start_of_the_same_job_is_a_conflict(engine: Engine, now: datetime) -> None:
    start(engine, now)
    start(engine, now, "train")
    with pytest.raises(Conflict, match=r"crawl is already running since 09:30 UTC; wait until it is done\."):
        start(engine, now + SILENCE - timedelta(seconds=1))
    assert [run.job for run in newest(engine)] == ["train", "crawl"]


def test_of_two_starts_at_once_one_runs_and_the_other_says_so(engine: Engine, now: datetime) -> None:
    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            runs.start(session, "crawl", now=now)
            other = pool.submit(start, engine, now)
            time.sleep(0.3)  # the other one has begun by now
        with pytest.raises(Conflict, match="crawl is already running since 09:30 UTC"):
            other.result(timeout=30)


def test_a_run_that_fell_silent_is_closed_by_the_next(engine: Engine, now: datetime) -> None:
    dead = start(engine, now)
    alive = start(engine, now + SILENCE)
    there = {run.id: run for run in newest(engine)}
    assert (there[dead].state, there[dead].finished_at) == ("died", now + SILENCE)
    assert there[dead].problem == "It stopped without a word; the next run takes up what is left."
    assert (there[alive].state, there[alive].finished_at) == ("running", None)


def test_a_run_that_says_something_stays_alive(engine: Engine, now: datetime) -> None:
    run_id = start(engine, now)
    with writing(engine) as session:
        runs.touch(session, run_id, {"papers": 12}, now=now + SILENCE)
    with pytest.raises(Conflict):
        start(engine, now + SILENCE + SILENCE - timedelta(seconds=1))
    assert newest(engine)[0].detail == {"papers": 12}


def test_a_run_whose_process_is_gone_is_not_waited_for(engine: Engine, now: datetime) -> None:
    start(engine, now, process="somebody")
    with pytest.raises(Conflict):
        start(engine, now, is_gone=lambda process: process == "nobody")
    start(engine, now, is_gone=lambda process: process == "somebody")
    assert [run.state for run in newest(engine)] == ["running", "died"]


def test_one_open_run_of_a_job_is_a_fact_of_the_database(engine: Engine, now: datetime) -> None:
    start(engine, now)
    row = {"job": "crawl", "state": "running", "detail": {}, "process": "", "started_at": now}
    with pytest.raises(Conflict), writing(engine) as session:
        session.execute(insert(RunRow).values(seen_at=now, **row))


def test_pages_of_runs_go_back_in_time(engine: Engine, now: datetime) -> None:
    for number in range(5):
        with writing(engine) as session:
            run_id = runs.start(session, "sync", now=now + timedelta(hours=number))
            problem = "no" if number == 4 else None
            runs.finish(session, run_id, now=now + timedelta(hours=number), detail={}, problem=problem)
    first = newest(engine, 2)
    with reading(engine) as session:
        rest = runs.newest(session, limit=9, before_id=first[-1].id)
        last = runs.last_done(session, "sync")
        assert runs.last_done(session, "crawl") is None
    assert [r.started_at.hour for r in first + rest] == [13, 12, 11, 10, 9]
    assert last is not None
    assert (last.started_at.hour, first[0].state) == (12, "failed")


@pytest.mark.parametrize(
    ("failure", "problem"),
    [
        (lambda: BadInput("Give a day."), "Give a day."),
        (
            lambda: ZeroDivisionError("secret"),
            "A fault of ours (ZeroDivisionError); the log has the details.",
        ),
        (KeyboardInterrupt, "It was interrupted."),
        (lambda: SystemExit(143), "It was interrupted."),
    ],
)
def test_a_job_that_fails_is_recorded_with_the_reason(
    engine: Engine, now: datetime, failure: Callable[[], BaseException], problem: str
) -> None:
    def fail() -> None:
        with recorded(engine, "crawl", clock=lambda: now) as run:
            run.say(papers=3)
            raise failure()

    with pytest.raises(type(failure())):
        fail()
    (run,) = newest(engine)
    assert (run.state, run.problem, run.detail) == ("failed", problem, {"papers": 3})


def test_a_job_that_ends_well_is_done_and_may_start_again(engine: Engine, now: datetime) -> None:
    for number in range(2):
        with recorded(engine, "crawl", clock=lambda: now) as run:
            run.say(turn=number)
            run.say(more=True)
    assert [(r.state, r.problem, r.detail) for r in newest(engine)] == [
        ("done", None, {"turn": 1, "more": True}),
        ("done", None, {"turn": 0, "more": True}),
    ]


def test_processes_know_each_other() -> None:
    place, number, mark = this_process().split("|")
    assert this_process() == this_process()
    assert not is_gone(this_process())
    assert is_gone(f"{place}|{number}|{mark}x"), "an earlier process that had our number"
    assert is_gone(f"{place}|{2**22 + 1}|x"), "no Linux numbers its processes so high"
    assert not is_gone(f"{place}|1|x"), "the first process is always there"
    for stranger in ("", "other machine|1|x", f"{place}|none|x"):
        assert not is_gone(stranger)
