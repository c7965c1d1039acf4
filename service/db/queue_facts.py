"""What a page says of a list's queue as a whole, in one question."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Select

from service.db import audits, queue_mixes, queues, updates
from service.db.engine import AnySession, dialect_of, plain_rows
from service.db.queues import QueueFilter, QueueSize
from service.domain.queue_mix import Mix

_KEPT = 64  # statements; each is made once for a list, a filter and a day


@dataclass(frozen=True, slots=True)
class QueueFacts:
    """How much is wanted of a queue, what is confirmed beside it, its mix, and its newest sample's id.

    `updates` are those of listed papers that wait for a verdict.
    """

    size: QueueSize
    confirmed: int
    updates: int
    mix: Mix
    sample_id: int | None


def of_list(session: AnySession, list_id: int, wanted: QueueFilter, *, today: date) -> QueueFacts:
    """Return the facts of a list's queue, its size as far as it is wanted."""
    (row,) = plain_rows(session, _asked(dialect_of(session), list_id, wanted, today))
    mix = queue_mixes.to_mix(row.parts)
    return QueueFacts(queues.to_size(row), row.confirmed, row.updates, mix, row.sample_id)


@lru_cache(maxsize=_KEPT)
def _asked(dialect: str, list_id: int, wanted: QueueFilter, today: date) -> Select[Any]:
    return queues.sized(dialect, list_id, wanted, today).add_columns(
        queues.confirmed(list_id).label("confirmed"),
        updates.waiting(list_id).label("updates"),
        queue_mixes.parts(list_id).label("parts"),
        audits.newest_id(list_id).scalar_subquery().label("sample_id"),
    )
