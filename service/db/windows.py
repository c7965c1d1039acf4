"""Source windows: of each day of each query, what a source said there is and what we have."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, select

from service.db.engine import AnySession, WriteSession, plain_rows, take_turn
from service.db.models import SourceWindowRow
from service.domain.windows import WindowState


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One day of one query at one source; `state` is green, amber or red."""

    source: str
    query: str
    day: date
    state: str
    expected: int | None
    fetched: int
    stored: int
    attempts: int
    problem: str | None
    read_at: datetime | None
    next_attempt_at: datetime | None


def query_hash(query: str) -> str:
    """Return the stable name of a query."""
    return hashlib.sha256(query.encode()).hexdigest()


def save(session: WriteSession, window: Window) -> None:
    """Store how a day stands now."""
    take_turn(session, "windows")
    row = session.scalar(
        select(SourceWindowRow).where(
            SourceWindowRow.source == window.source,
            SourceWindowRow.query_hash == query_hash(window.query),
            SourceWindowRow.day == window.day,
        )
    )
    if row is None:
        row = SourceWindowRow(
            source=window.source, query_hash=query_hash(window.query), query=window.query, day=window.day
        )
        session.add(row)
    for name in _FIELDS:
        setattr(row, name, getattr(window, name))


def between(session: AnySession, first: date, last: date, *, query: str | None = None) -> Sequence[Window]:
    """Return the windows of these days (both included), newest day first."""
    found = _BETWEEN if query is None else _BETWEEN.where(SourceWindowRow.query_hash == query_hash(query))
    return [_to_window(row) for row in plain_rows(session, found, {"first": first, "last": last})]


_BETWEEN = (
    select(*SourceWindowRow.__table__.columns)
    .where(SourceWindowRow.day >= bindparam("first"), SourceWindowRow.day <= bindparam("last"))
    .order_by(SourceWindowRow.day.desc(), SourceWindowRow.id)
)


def sources(session: AnySession) -> set[str]:
    """Return where papers were ever asked for."""
    return set(session.scalars(select(SourceWindowRow.source).distinct()))


def due(session: AnySession, source: str, queries: Sequence[str], *, now: datetime) -> Sequence[Window]:
    """Return the windows of these queries that are not whole and should be read again by now."""
    found = select(SourceWindowRow).where(
        SourceWindowRow.source == source,
        SourceWindowRow.query_hash.in_([query_hash(q) for q in queries]),
        SourceWindowRow.state != WindowState.GREEN,
        SourceWindowRow.next_attempt_at <= now,
    )
    return [_to_window(row) for row in session.scalars(found.order_by(SourceWindowRow.day))]


def _to_window(row: Any) -> Window:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Window(source=row.source, query=row.query, day=row.day, **values)


_FIELDS = (
    "state",
    "expected",
    "fetched",
    "stored",
    "attempts",
    "problem",
    "read_at",
    "next_attempt_at",
)
