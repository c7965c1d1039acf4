"""How things go: runs of jobs, days of the crawl, publications."""

import re
from datetime import date, datetime, timedelta
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import BaseModel, Field

from service.api.paging import Day, Page, Paging
from service.api.schemas import Out
from service.api.wire import make_router
from service.boundary import Now, ReadDb
from service.db import lists, publication_items, publications, runs, windows
from service.db.engine import AnySession
from service.errors import BadInput

router = make_router("records")

MOST_DAYS = 92  # of the crawl in one answer

# A folder of this machine in the complaints of git and Python; `https://…/a/b` and `cs/0112017` are none.
_FOLDERS = re.compile(r"(?<![\w.:/…-])/(?:[^/\s'\":,;]+/)+(?=[^/\s])")


class RunOut(Out):
    """One execution of a job."""

    id: int = Field(examples=[12])
    job: str = Field(default="", examples=["crawl"])
    state: str = Field(default="", examples=["done"])
    detail: dict[str, Any] = Field(default={})
    problem: str | None = None
    started_at: datetime | None = None
    finished_at: datetime | None = None


class RunsOut(Page):
    """A page of runs."""

    items: list[RunOut]


class WindowOut(Out):
    """One day of one query: what the source said there is, and what we have."""

    source: str = Field(examples=["arxiv"])
    query: str = Field(examples=["cat:cs.CV AND all:token"])
    day: date
    state: str = Field(description="green, amber or red.", examples=["green"])
    expected: int | None = Field(examples=[31])
    stored: int = Field(examples=[31])
    problem: str | None = None
    read_at: datetime | None = None


class CoverageOut(BaseModel):
    """Days of the crawl, newest first."""

    items: list[WindowOut]


class PublicationOut(Out):
    """Confirmed entries on their way to a list."""

    id: int = Field(examples=[3])
    state: str = Field(examples=["opened"])
    channel: str = Field(examples=["patch"])
    base_commit: str
    commit_id: str | None
    entries: int = Field(examples=[6])
    made_at: datetime
    changed_at: datetime
    closed_at: datetime | None


class PublicationsOut(BaseModel):
    """A list's publications, newest first."""

    items: list[PublicationOut]


@router.get("/runs", response_model=RunsOut)
def runs_page(session: ReadDb, asked: Paging) -> Response:
    """Return the runs of all jobs, newest first."""
    asked.conditions({})
    asked.sort(("id",), "-id")
    place = asked.after(int)
    rows = runs.newest(session, limit=asked.limit + 1, before_id=place[0] if place else None)
    shown, target = asked.cut(rows, lambda run: (run.id,))
    return asked.answer(RunsOut(items=[_run_out(run) for run in shown], next=target), RunOut)


@router.get("/coverage")
def coverage(
    session: ReadDb,
    now: Now,
    first: Annotated[Day | None, Query(alias="from", description="First day.")] = None,
    last: Annotated[Day | None, Query(alias="to", description="Last day.")] = None,
) -> CoverageOut:
    """Return what the crawl has of each day, and what it misses; the last four weeks unless told."""
    until = last or now.date()
    since = first or max(until, date.min + timedelta(days=28)) - timedelta(days=28)
    if (until - since).days > MOST_DAYS:
        raise BadInput(f"One answer holds at most {MOST_DAYS} days; ask for fewer.")
    return CoverageOut(items=[_window_out(window) for window in windows.between(session, since, until)])


@router.get("/lists/{slug}/publications")
def publications_of_list(session: ReadDb, slug: str) -> PublicationsOut:
    """Return what went, or is on its way, to a list's repository."""
    found = lists.by_slug(session, slug)
    return PublicationsOut(
        items=[
            PublicationOut(
                **{
                    name: getattr(each, name)
                    for name in (
                        "id",
                        "state",
                        "channel",
                        "base_commit",
                        "commit_id",
                        "made_at",
                        "changed_at",
                    )
                },
                closed_at=each.closed_at,
                entries=_entries(session, each),
            )
            for each in publications.of_list(session, found.id)
        ]
    )


def _entries(session: AnySession, publication: publications.Publication) -> int:
    """Return how many entries a publication brings; a revert brings none."""
    items = [] if publication.asked_by else publication_items.items_of(session, publication.id)
    return sum(1 for item in items if item.refused is None)


def _run_out(run: runs.Run) -> RunOut:
    names = ("id", "job", "state", "started_at", "finished_at")
    values = {name: getattr(run, name) for name in names}
    return RunOut(**values, problem=_without_folders(run.problem), detail=_without_folders(dict(run.detail)))


def _without_folders(value: Any) -> Any:
    """Return a value in whose texts files bear their name alone: anybody may read this."""
    match value:
        case str():
            return _FOLDERS.sub("…/", value)
        case dict():
            return {name: _without_folders(each) for name, each in value.items()}
        case list():
            return [_without_folders(each) for each in value]
    return value


def _window_out(window: windows.Window) -> WindowOut:
    names = ("source", "query", "day", "state", "expected", "stored", "problem", "read_at")
    return WindowOut(**{name: getattr(window, name) for name in names})
