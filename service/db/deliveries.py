"""The outbox of webhooks: one row for each message, and one for each attempt to deliver it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects import postgresql, sqlite

from service.db.engine import POSTGRES, AnySession, WriteSession, dialect_of
from service.db.models import AttemptRow, DeliveryRow, WebhookRow
from service.domain.webhooks import Answer
from service.errors import NotFound

_MOST_AT_ONCE = 500  # rows of one statement


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One message on its way to a webhook; `status` and `problem` are those of the last attempt."""

    id: int
    webhook_id: int
    event: str
    body: str
    state: str
    attempts: int
    next_attempt_at: datetime
    status: int | None
    problem: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """One attempt, and what the receiver said."""

    at: datetime
    status: int | None
    said: str
    problem: str
    milliseconds: int


def known(session: AnySession, webhook_id: int) -> set[str]:
    """Return the events that a webhook was or will be told of."""
    return set(session.scalars(select(DeliveryRow.event).where(DeliveryRow.webhook_id == webhook_id)))


def plan(
    session: WriteSession, webhook_id: int, messages: Sequence[tuple[str, str]], *, now: datetime
) -> None:
    """Plan messages, as (event, body) pairs; one that is planned already stays as it is."""
    insert = postgresql.insert if dialect_of(session) == POSTGRES else sqlite.insert
    rows = [
        {
            "webhook_id": webhook_id,
            "event": event,
            "body": body,
            "state": "planned",
            "attempts": 0,
            "next_attempt_at": now,
            "status": None,
            "problem": None,
            "made_at": now,
        }
        for event, body in messages
    ]
    for first in range(0, len(rows), _MOST_AT_ONCE):
        some = rows[first : first + _MOST_AT_ONCE]
        session.execute(insert(DeliveryRow).values(some).on_conflict_do_nothing())


def due(session: AnySession, *, now: datetime, most: int) -> list[Delivery]:
    """Return messages whose time has come: those never tried first, then the oldest."""
    query = (
        select(DeliveryRow)
        .join(WebhookRow, WebhookRow.id == DeliveryRow.webhook_id)
        .where(
            DeliveryRow.state == "planned",
            DeliveryRow.next_attempt_at <= now,
            WebhookRow.stopped_at.is_(None),
        )
        .order_by(DeliveryRow.attempts, DeliveryRow.id)
        .limit(most)
    )
    return [_to_delivery(row) for row in session.scalars(query)]


def claim(session: WriteSession, delivery: Delivery, *, until: datetime) -> bool:
    """Count an attempt before it is made, and put the next one off; False: somebody else makes it."""
    query = (
        update(DeliveryRow)
        .where(
            DeliveryRow.id == delivery.id,
            DeliveryRow.state == "planned",
            DeliveryRow.attempts == delivery.attempts,
        )
        .values(attempts=delivery.attempts + 1, next_attempt_at=until)
        .returning(DeliveryRow.id)
    )
    return session.scalar(query) is not None


def record(
    session: WriteSession, delivery_id: int, answer: Answer, *, until: datetime | None, now: datetime
) -> None:
    """Keep what an attempt came to: taken, to be tried again at a moment, or given up."""
    state = "sent" if answer.is_taken else "planned" if until else "failed"
    values = {"state": state, "status": answer.status, "problem": answer.problem or None}
    kept = values | ({"next_attempt_at": until} if until and not answer.is_taken else {})
    found = update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(kept)
    if session.scalar(found.returning(DeliveryRow.id)) is None:
        return  # the webhook was removed meanwhile
    session.add(
        AttemptRow(
            delivery_id=delivery_id,
            at=now,
            status=answer.status,
            said=answer.said,
            problem=answer.problem,
            milliseconds=answer.milliseconds,
        )
    )


def hold_back(session: WriteSession, webhook_id: int, *, until: datetime) -> None:
    """Let everything else for a webhook wait until a moment, for it takes nothing now."""
    waits = DeliveryRow.webhook_id == webhook_id, DeliveryRow.state == "planned"
    query = update(DeliveryRow).where(*waits, DeliveryRow.next_attempt_at < until)
    session.execute(query.values(next_attempt_at=until))


def send_again(session: WriteSession, delivery_id: int, *, now: datetime) -> None:
    """Let a message go out once more, with all its attempts before it."""
    values = {"state": "planned", "attempts": 0, "next_attempt_at": now}
    session.execute(update(DeliveryRow).where(DeliveryRow.id == delivery_id).values(values))


def wake(session: WriteSession, webhook_id: int, *, now: datetime) -> None:
    """Let everything that waits for a webhook go out now."""
    waits = DeliveryRow.webhook_id == webhook_id, DeliveryRow.state == "planned"
    session.execute(update(DeliveryRow).where(*waits).values(next_attempt_at=now, attempts=0))


def by_id(session: AnySession, delivery_id: int) -> Delivery:
    """Return a message.

    Raises:
        NotFound: there is no such one.
    """
    row = session.get(DeliveryRow, delivery_id)
    if row is None:
        raise NotFound(f"There is no delivery {delivery_id}; those that are over are kept for a month.")
    return _to_delivery(row)


def by_event(session: AnySession, webhook_id: int, event: str) -> Delivery:
    """Return the message about an event.

    Raises:
        NotFound: the webhook is told nothing of it.
    """
    of_hook = select(DeliveryRow.id).where(DeliveryRow.webhook_id == webhook_id, DeliveryRow.event == event)
    return by_id(session, session.scalar(of_hook) or 0)


def newest(
    session: AnySession, webhook_id: int, *, limit: int, before_id: int | None = None
) -> list[Delivery]:
    """Return a webhook's messages, newest first."""
    query = select(DeliveryRow).where(DeliveryRow.webhook_id == webhook_id)
    if before_id is not None:
        query = query.where(DeliveryRow.id < before_id)
    return [_to_delivery(row) for row in session.scalars(query.order_by(DeliveryRow.id.desc()).limit(limit))]


def attempts_of(session: AnySession, ids: Sequence[int]) -> dict[int, list[Attempt]]:
    """Return the attempts of messages, oldest first."""
    found: dict[int, list[Attempt]] = {each: [] for each in ids}
    query = select(AttemptRow).where(AttemptRow.delivery_id.in_(ids)).order_by(AttemptRow.id)
    for row in session.scalars(query):
        found[row.delivery_id].append(Attempt(row.at, row.status, row.said, row.problem, row.milliseconds))
    return found


def forget_before(session: WriteSession, moment: datetime) -> None:
    """Forget messages that were over long ago."""
    session.execute(delete(DeliveryRow).where(DeliveryRow.state != "planned", DeliveryRow.made_at < moment))


def _to_delivery(row: DeliveryRow) -> Delivery:
    return Delivery(
        id=row.id,
        webhook_id=row.webhook_id,
        event=row.event,
        body=row.body,
        state=row.state,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        status=row.status,
        problem=row.problem,
        made_at=row.made_at,
    )
