"""Runs: which job was done when, how far it got, and what went wrong."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Update, select, update

from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import RunRow
from service.errors import Conflict

SILENCE = timedelta(minutes=10)  # a run that has said nothing for so long is taken for dead


@dataclass(frozen=True, slots=True)
class Run:
    """One execution of a job."""

    id: int
    job: str
    state: str
    detail: Mapping[str, Any]
    problem: str | None
    started_at: datetime
    seen_at: datetime
    finished_at: datetime | None


def start(
    session: WriteSession,
    job: str,
    *,
    now: datetime,
    process: str = "",
    is_gone: Callable[[str], bool] = lambda _: False,
) -> int:
    """Open a run and return its id; an earlier one that died is closed first.

    `process` names who does it; `is_gone` tells of such a name whether its process has surely ended.

    Raises:
        Conflict: the same job is running.
    """
    take_turn(session, "runs")
    open_run = select(RunRow).where(RunRow.job == job, RunRow.finished_at.is_(None))
    active = session.scalar(open_run.with_for_update())  # its own last word, if it comes now, comes first
    if active is not None:
        if now - active.seen_at < SILENCE and not is_gone(active.process):
            raise Conflict(
                f"{job} is already running since {active.started_at:%H:%M} UTC; wait until it is done."
            )
        active.state, active.finished_at = "died", now
        active.problem = "It stopped without a word; the next run takes up what is left."
        session.flush()  # the constraint allows one open run of a job
    row = RunRow(
        job=job, state="running", detail={}, problem=None, process=process, started_at=now, seen_at=now
    )
    session.add(row)
    session.flush()  # the caller needs the id
    return row.id


def touch(session: WriteSession, run_id: int, detail: Mapping[str, Any], *, now: datetime) -> None:
    """Say that a run is alive and how far it got; one that is closed stays as it is."""
    session.execute(_still_open(run_id).values(detail=dict(detail), seen_at=now))


def show_life(session: WriteSession, run_id: int, *, now: datetime) -> None:
    """Say that a run is alive; one that is closed stays as it is."""
    session.execute(_still_open(run_id).values(seen_at=now))


def finish(
    session: WriteSession,
    run_id: int,
    *,
    now: datetime,
    detail: Mapping[str, Any],
    problem: str | None = None,
) -> None:
    """Close a run, done or failed; one that was taken for dead meanwhile stays as it is."""
    session.execute(
        _still_open(run_id).values(
            detail=dict(detail),
            problem=problem,
            state="failed" if problem else "done",
            seen_at=now,
            finished_at=now,
        )
    )


def newest(session: AnySession, *, limit: int, before_id: int | None = None) -> list[Run]:
    """Return runs, newest first."""
    query = select(RunRow).order_by(RunRow.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(RunRow.id < before_id)
    return [_to_run(row) for row in session.scalars(query)]


def last_done(session: AnySession, job: str) -> Run | None:
    """Return the newest run of a job that succeeded."""
    row = session.scalar(
        select(RunRow).where(RunRow.job == job, RunRow.state == "done").order_by(RunRow.id.desc()).limit(1)
    )
    return _to_run(row) if row else None


def done_since(session: AnySession, job: str, moment: datetime) -> list[Run]:
    """Return the runs of a job that succeeded and ended at that moment or later, newest first."""
    query = select(RunRow).where(RunRow.job == job, RunRow.state == "done", RunRow.finished_at >= moment)
    return [_to_run(row) for row in session.scalars(query.order_by(RunRow.id.desc()))]


def _still_open(run_id: int) -> Update:
    return update(RunRow).where(RunRow.id == run_id, RunRow.finished_at.is_(None))


def _to_run(row: RunRow) -> Run:
    return Run(
        row.id, row.job, row.state, row.detail, row.problem, row.started_at, row.seen_at, row.finished_at
    )
