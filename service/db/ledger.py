"""The append-only audit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from service.db.engine import AnySession, WriteSession, plain
from service.db.models import LedgerRow

_NEW = insert(LedgerRow)


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """Who did what to which thing."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def note(
    session: WriteSession,
    *,
    at: datetime,
    actor: str,
    action: str,
    subject: str,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
) -> None:
    """Write a line; it is committed with whatever it tells of."""
    said = {"at": at, "actor": actor, "action": action, "subject": subject}
    plain(session, _NEW, {**said, "before": dict(before or {}), "after": dict(after or {})})


def note_all(session: WriteSession, lines: Sequence[Mapping[str, Any]]) -> None:
    """Write many lines with the fields of `note`."""
    if lines:
        session.execute(insert(LedgerRow), [{"before": {}, "after": {}, **line} for line in lines])


def newest(
    session: AnySession,
    *,
    limit: int,
    before_id: int | None = None,
    subject: str | None = None,
    actor: str = "",
    action: str = "",
    about: str = "",
) -> list[LedgerLine]:
    """Return lines, newest first, older than `before_id` if it is given; `about` is a part of the subject."""
    query = select(LedgerRow).order_by(LedgerRow.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(LedgerRow.id < before_id)
    if subject is not None:
        query = query.where(LedgerRow.subject == subject)
    if actor:
        query = query.where(LedgerRow.actor == actor)
    if action:
        query = query.where(LedgerRow.action == action)
    if about:
        query = query.where(LedgerRow.subject.contains(about, autoescape=True))
    return [
        LedgerLine(r.id, r.at, r.actor, r.action, r.subject, r.before, r.after)
        for r in session.scalars(query)
    ]


def actions(session: AnySession) -> list[str]:
    """Return everything that was ever done, by name."""
    return list(session.scalars(select(LedgerRow.action).distinct().order_by(LedgerRow.action)))
