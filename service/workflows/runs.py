"""Runs: every job is a row that says how far it got; and the progress that people see."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from threading import Event, Thread
from typing import Any

import structlog
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from service.db import runs
from service.db.engine import writing
from service.errors import Conflict, ListkeeperError
from service.workflows.processes import is_gone, this_process

log = structlog.get_logger()

SIGN_EVERY = runs.SILENCE / 4  # some may fail, as long as a writer keeps the database busy
_PATIENCE = 5  # seconds that a job which is done waits for a sign of life under way

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

Clock = Callable[[], datetime]


TimeLimit = Callable[[], bool]
"""Tells a job whether its time is over, so that it should begin nothing more."""


def never() -> bool:
    """Let a job go on until it is done."""
    return False


def hours_from_now(hours: float, *, timer: Callable[[], float] = time.monotonic) -> TimeLimit:
    """Return a limit for a job that begins now, by a timer (in seconds) that no change of the clock moves."""
    end = timer() + hours * 3600
    return lambda: timer() >= end


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


def no_progress(what: str, done: int, total: int) -> None:
    """Show nothing."""


class RunReport:
    """What a job says of itself while it runs; each word is committed at once."""

    def __init__(self, engine: Engine, run_id: int, clock: Clock) -> None:
        self._engine = engine
        self._run_id = run_id
        self._clock = clock
        self.detail: dict[str, Any] = {}

    def say(self, **detail: Any) -> None:
        """Add to what is known of the run."""
        self.detail.update(detail)
        with writing(self._engine) as session:
            runs.touch(session, self._run_id, self.detail, now=self._clock())


@contextmanager
def recorded(
    engine: Engine, job: str, *, clock: Clock = utc_now, sign_every: timedelta = SIGN_EVERY
) -> Iterator[RunReport]:
    """Record a job as a run, from its first to its last moment.

    While it works it gives signs of life by `clock`, so that its silence means that its process has ended.

    Raises:
        Conflict: the same job is running.
    """
    with writing(engine) as session:
        run_id = runs.start(session, job, now=clock(), process=this_process(), is_gone=is_gone)
    report = RunReport(engine, run_id, clock)
    log.info("run started", job=job, run=run_id)
    problem: str | None = "It was interrupted."
    try:
        with _signs_of_life(engine, run_id, clock, sign_every):
            yield report
        problem = None
    except ListkeeperError as exc:
        problem = str(exc)
        raise
    except Exception as exc:
        problem = f"A fault of ours ({type(exc).__name__}); the log has the details."
        raise
    finally:
        with writing(engine) as session:
            runs.finish(session, run_id, now=clock(), detail=report.detail, problem=problem)
        log.info("run finished", job=job, run=run_id, problem=problem, **report.detail)


@contextmanager
def _signs_of_life(engine: Engine, run_id: int, clock: Clock, every: timedelta) -> Iterator[None]:
    """Let a thread say now and then that a run is alive; if the database is busy or gone, it goes without."""
    is_over = Event()

    def give() -> None:
        while not is_over.wait(every.total_seconds()):
            with suppress(SQLAlchemyError, Conflict), writing(engine) as session:
                runs.show_life(session, run_id, now=clock())

    giving = Thread(target=give, name=f"signs of life of run {run_id}", daemon=True)
    giving.start()
    try:
        yield
    finally:
        is_over.set()
        giving.join(_PATIENCE)
