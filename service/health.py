"""For machines that watch: is it alive, and what are its numbers."""

from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy import Engine

from service.boundary import Now, engine_of
from service.db import candidates, entry_tallies, lists, papers, runs, windows
from service.db.engine import ReadSession, check_schema, reading
from service.workflows import tidings

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
        _tell_arxiv(registry, session, now)
    return registry


def _count_papers(registry: CollectorRegistry, session: ReadSession, now: datetime) -> None:
    Gauge("listkeeper_papers", "Papers known.", registry=registry).set(papers.count(session))
    entries = Gauge("listkeeper_entries", "Entries on a list.", ["list"], registry=registry)
    waiting = Gauge("listkeeper_waiting", "Candidates that wait for a verdict.", ["list"], registry=registry)
    listed, queued = entry_tallies.sizes(session), candidates.waiting(session, today=now.date())
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
    for job in ("sync", "crawl", "harvest", "watch", "train", "propose", "digest"):
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
    told = Gauge(
        "listkeeper_source_papers",
        "Papers of the last two weeks: what the source says there are (expected), and what is here (stored).",
        ["source", "what"],
        registry=registry,
    )
    today = now.astimezone(UTC).date()
    for window in tidings.current(session, windows.between(session, today - _SHOWN_DAYS, today)):
        days.labels(window.source, window.state).inc()
        told.labels(window.source, "expected").inc(window.expected or 0)
        told.labels(window.source, "stored").inc(window.stored)


def _tell_arxiv(registry: CollectorRegistry, session: ReadSession, now: datetime) -> None:
    state = tidings.arxiv_state(session, now)
    lag = Gauge(
        "listkeeper_lag_seconds",
        "Half of the last week's papers arrived within this time of their announcement.",
        ["until"],
        registry=registry,
    )
    for until, span in (("stored", state.stored_after), ("queued", state.queued_after)):
        if span is not None:
            lag.labels(until).set(span.total_seconds())
    done = Gauge(
        "listkeeper_harvest_timestamp_seconds",
        "When a set's changes were last read to their end.",
        ["set"],
        registry=registry,
    )
    for harvest in state.harvests:
        if harvest.done_at is not None:
            done.labels(harvest.of_set).set(harvest.done_at.timestamp())
    if state.health is None:
        return
    names = {
        "listkeeper_arxiv_requests": ("Requests to arXiv so far.", float(state.health.requests)),
        "listkeeper_arxiv_is_well": ("1 if the last request was answered.", float(state.health.is_well)),
        "listkeeper_arxiv_circuit_open": ("1 while nobody asks, after refusals.", float(state.is_open)),
    }
    for name, (words, value) in names.items():
        Gauge(name, words, registry=registry).set(value)
    if state.health.answered_at is not None:
        answered = Gauge(
            "listkeeper_arxiv_answered_timestamp_seconds", "Last good answer.", registry=registry
        )
        answered.set(state.health.answered_at.timestamp())
