"""Writes that were answered already, by token and Idempotency-Key."""

from datetime import datetime, timedelta

from sqlalchemy import delete, select

from service.db.engine import AnySession, WriteSession
from service.db.models import AnsweredRequestRow
from service.domain.requests import Answered

KEPT = timedelta(days=7)


def by_key(session: AnySession, token_id: int, key: str) -> Answered | None:
    """Return the answer that the request of this key got."""
    row = session.scalar(
        select(AnsweredRequestRow).where(
            AnsweredRequestRow.token_id == token_id, AnsweredRequestRow.key == key
        )
    )
    return Answered(row.request_hash, row.status, row.body) if row else None


def keep(session: WriteSession, token_id: int, key: str, answer: Answered, *, now: datetime) -> None:
    """Keep an answer for a week, with the change that it tells of."""
    session.execute(delete(AnsweredRequestRow).where(AnsweredRequestRow.answered_at < now - KEPT))
    session.add(
        AnsweredRequestRow(
            token_id=token_id,
            key=key,
            request_hash=answer.request_hash,
            status=answer.status,
            body=answer.body,
            answered_at=now,
        )
    )
