"""For machines that watch: is it alive, and what are its numbers."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Engine

from service.boundary import Now, engine_of
from service.db import candidates, lists, papers, runs, windows
from service.db.engine import ReadSession, check_schema, reading

router = APIRouter(include_in_schema=False)

_SHOWN_DAYS = timedelta(days=14)


@router.get("/health")
def health(request: Request) -> dict[str, str]:
    """Answer when the database can be read and has the right schema; otherwise 503 says what is wrong."""
    check_schema(engine_of(request))
    return {"status": "ok"}


@router.get("/metrics")
def metrics(request: Request, now: Now) -> Response:
    """Return numbers for Prometheus, read from the database: every replica answers the same."""
    return Response(generate_latest(_collect(engine_of(request), now)), media_type=CONTENT_TYPE_LATEST)


def _collect(engine: Engine, now: datetime) -> CollectorRegistry:
    registry = CollectorRegistry()
    with reading(engine) as session:
        _count_papers(registry, session, now)
        _count_runs(registry, session)
        _count_windows(registry, session, now)
    return registry


def _count_papers(registry: CollectorRegistry, session: ReadSession, now: datetime) -> None:
    Gauge("listkeeper_papers", "Papers known.", registry=registry).set(papers.count(session))
    entries = Gauge("listkeeper_entries", "Entries on a list.", ["list"], registry=registry)
    waiting = Gauge("listkeeper_waiting", "Candidates that wait for a verdict.", ["list"], registry=registry)
    listed, queued = lists.entry_counts(session), candidates.waiting(session, today=now.date())
    for found in lists.every(session):
        entries.labels(found.slug).set(listed.get(found.id, 0))
        waiting.labels(found.slug).set(queued.get(found.id, 0))


def _count_runs(registry: CollectorRegistry, session: ReadSession) -> None:
    finished = Gauge(
        "listkeeper_last_success_timestamp_seconds",
        "When a job was last done without a problem.",
        ["job"],
        registry=registry,
    )
    for job in ("sync", "crawl", "train", "propose", "digest"):
        last = runs.last_done(session, job)
        if last and last.finished_at:
            finished.labels(job).set(last.finished_at.timestamp())


def _count_windows(registry: CollectorRegistry, session: ReadSession, now: datetime) -> None:
    days = Gauge(
        "listkeeper_source_days",
        "Days of queries of the last two weeks, by how complete they are.",
        ["source", "state"],
        registry=registry,
    )
    today = now.astimezone(UTC).date()
    for window in windows.between(session, today - _SHOWN_DAYS, today):
        days.labels(window.source, window.state).inc()
