"""Webhooks: who is told of what, and how they fare."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, or_, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import ListRow, WebhookRow
from service.domain.webhooks import EventKind
from service.errors import NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """An address that is told of events of a list; without a list, of all lists."""

    id: int
    list_id: int | None
    url: str
    events: tuple[EventKind, ...]
    salt: str
    seen: Mapping[str, Any]
    made_by: str
    made_at: datetime
    failing_since: datetime | None
    stopped_at: datetime | None
    stopped_because: str | None


def add(
    session: WriteSession,
    *,
    list_id: int | None,
    url: str,
    events: Sequence[EventKind],
    salt: str,
    seen: Mapping[str, Any],
    made_by: str,
    now: datetime,
) -> Webhook:
    """Keep a webhook."""
    row = WebhookRow(
        list_id=list_id,
        url=url,
        events=[str(kind) for kind in events],
        salt=salt,
        seen=dict(seen),
        made_by=made_by,
        made_at=now,
        failing_since=None,
        stopped_at=None,
        stopped_because=None,
    )
    session.add(row)
    session.flush()  # the caller needs the id
    return _to_webhook(row)


def by_id(session: AnySession, webhook_id: int) -> Webhook:
    """Return a webhook.

    Raises:
        NotFound: there is no such one.
    """
    row = session.get(WebhookRow, webhook_id)
    if row is None:
        raise NotFound(f"There is no webhook {webhook_id}; `listkeeper webhook list` shows all.")
    return _to_webhook(row)


def of_list(session: AnySession, list_id: int) -> list[Webhook]:
    """Return a list's own webhooks, oldest first."""
    query = select(WebhookRow).where(WebhookRow.list_id == list_id).order_by(WebhookRow.id)
    return [_to_webhook(row) for row in session.scalars(query)]


def every(session: AnySession) -> list[tuple[Webhook, str]]:
    """Return all webhooks with their lists' slugs, oldest first; the slug is empty for all lists."""
    query = select(WebhookRow, ListRow.slug).outerjoin(ListRow, ListRow.id == WebhookRow.list_id)
    return [(_to_webhook(row), slug or "") for row, slug in session.execute(query.order_by(WebhookRow.id))]


def take(session: WriteSession, webhook_id: int) -> bool:
    """Tell whether a webhook is told of something, and let nobody else change it until this session ends."""
    ours = _WORKING.where(WebhookRow.id == webhook_id).with_for_update(of=WebhookRow, key_share=True)
    return session.scalar(ours) is not None


def working(session: AnySession) -> list[int]:
    """Return the webhooks that are told of something: not stopped, and of lists that are followed."""
    return list(session.scalars(_WORKING))


_WORKING = (
    select(WebhookRow.id)
    .outerjoin(ListRow, ListRow.id == WebhookRow.list_id)
    .where(WebhookRow.stopped_at.is_(None), or_(WebhookRow.list_id.is_(None), ListRow.removed_at.is_(None)))
)


def count(session: AnySession, list_id: int | None) -> int:
    """Return how many webhooks a list has."""
    query = select(func.count()).select_from(WebhookRow)
    return session.scalar(query.where(WebhookRow.list_id.is_not_distinct_from(list_id))) or 0


def remove(session: WriteSession, webhook_id: int) -> None:
    """Forget a webhook, with its deliveries."""
    session.execute(delete(WebhookRow).where(WebhookRow.id == webhook_id))


def set_seen(session: WriteSession, webhook_id: int, seen: Mapping[str, Any]) -> None:
    """Remember up to where a webhook has been told."""
    session.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(seen=dict(seen)))


def note_success(session: WriteSession, webhook_id: int) -> None:
    """Remember that a receiver takes messages."""
    session.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(failing_since=None))


def note_failure(session: WriteSession, webhook_id: int, *, now: datetime) -> datetime:
    """Remember that a receiver takes nothing; return since when."""
    row = session.get_one(WebhookRow, webhook_id)
    row.failing_since = row.failing_since or now
    return row.failing_since


def stop(session: WriteSession, webhook_id: int, *, because: str, now: datetime) -> None:
    """Tell a webhook nothing more."""
    values = {"stopped_at": now, "stopped_because": because}
    session.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(values))


def start(session: WriteSession, webhook_id: int, seen: Mapping[str, Any]) -> None:
    """Tell a webhook again, from what it has seen on."""
    values = {"failing_since": None, "stopped_at": None, "stopped_because": None, "seen": dict(seen)}
    session.execute(update(WebhookRow).where(WebhookRow.id == webhook_id).values(values))


def _to_webhook(row: WebhookRow) -> Webhook:
    return Webhook(
        id=row.id,
        list_id=row.list_id,
        url=row.url,
        events=tuple(EventKind(name) for name in row.events),
        salt=row.salt,
        seen=row.seen,
        made_by=row.made_by,
        made_at=row.made_at,
        failing_since=row.failing_since,
        stopped_at=row.stopped_at,
        stopped_because=row.stopped_because,
    )
