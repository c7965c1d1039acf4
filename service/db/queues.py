"""A list's queue as a person looks through it: filtered, in an order, from any paper on."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    ScalarSelect,
    Select,
    and_,
    bindparam,
    func,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import aliased

from service.db.candidates import Candidate, joined, read
from service.db.claims import is_free
from service.db.engine import AnySession, dialect_of
from service.db.keyset import at_most
from service.db.models import AuditPaperRow, CandidateRow, PaperRow
from service.db.queue_conditions import SUBMITTED, QueueFilter, conditions
from service.domain.queue_mix import QueueOrder
from service.domain.remaining import Remaining, left_by_model
from service.domain.review import CandidateState

__all__ = [
    "QueueFilter",
    "QueueOrder",
    "QueueSize",
    "beyond",
    "confirmed",
    "following",
    "ids",
    "size",
    "sized",
    "to_size",
]


_KEPT = 64  # statements; each is made once for a list, a filter and a day


@dataclass(frozen=True, slots=True)
class QueueSize:
    """How many papers wait, how many of them the model expects to be relevant, and how sure that number is.

    `spread` is its variance: the sum of p (1 - p) over the papers.
    """

    waiting: int
    relevant: float
    spread: float = 0.0

    @property
    def left(self) -> Remaining:
        """How many relevant ones are probably among them, with an interval and the assumption."""
        return left_by_model(self.waiting, self.relevant, self.spread)


def size(session: AnySession, list_id: int, wanted: QueueFilter, *, today: date) -> QueueSize:
    """Return how much waits; the expectation is the sum of the calibrated probabilities."""
    row = session.execute(sized(dialect_of(session), list_id, wanted, today)).one()
    return to_size(row)


def sized(
    dialect: str, list_id: int, wanted: QueueFilter, today: date
) -> Select[int, float | None, float | None]:
    """Return the query for how much waits, to which others can add."""
    chance = CandidateRow.relevance
    query = select(
        func.count().label("waiting"),
        func.sum(chance).label("relevant"),
        func.sum(chance * (1.0 - chance)).label("spread"),
    )
    query = query.select_from(CandidateRow).where(*conditions(dialect, list_id, wanted, today))
    return query.join(PaperRow, PaperRow.id == CandidateRow.paper_id) if wanted.asks_of_paper else query


def to_size(row: Any) -> QueueSize:
    """Turn a row of such a query into the value that leaves this package."""
    return QueueSize(row.waiting, float(row.relevant or 0), float(row.spread or 0))


def ids(session: AnySession, list_id: int, wanted: QueueFilter, *, today: date) -> list[int]:
    """Return the ids of all candidates that wait, lowest first."""
    query = (
        select(CandidateRow.id)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(*conditions(dialect_of(session), list_id, wanted, today))
        .order_by(CandidateRow.id)
    )
    return list(session.scalars(query))


def confirmed(list_id: int) -> ScalarSelect[int]:
    """Return, as part of a query, how many accepted papers are not in the list's HEAD yet."""
    accepted = aliased(CandidateRow)
    query = select(func.count()).where(
        accepted.list_id == list_id,
        accepted.state == literal_column(f"'{CandidateState.ACCEPTED}'"),  # word by word as its index says
        accepted.landed_at.is_(None),
    )
    return query.scalar_subquery()


def following(
    session: AnySession,
    list_id: int,
    wanted: QueueFilter,
    *,
    today: date,
    limit: int,
    start: int | None = None,
    free_for: int | None = None,
    now: datetime | None = None,
) -> list[Candidate]:
    """Return the wanted papers that come after the candidate `start`, or the first ones.

    Those are left out that somebody other than the person `free_for` is on `now`.
    """
    shape = _Shape(limit, start is not None, free_for is not None)
    query = _asked(dialect_of(session), list_id, wanted, today, shape)
    return read(session, query, {"start": start, "user_id": free_for, "now": now})


class _Shape(NamedTuple):
    limit: int
    has_start: bool
    leaves_others: bool


@lru_cache(maxsize=_KEPT)
def _asked(dialect: str, list_id: int, wanted: QueueFilter, today: date, shape: _Shape) -> Select[Any]:
    key, is_descending = ORDERS[wanted.order]
    query = joined().where(*conditions(dialect, list_id, wanted, today))
    if shape.leaves_others:
        query = query.where(is_free())
    if shape.has_start:
        query = query.where(beyond(wanted.order, goes_down=is_descending))
    columns = (key, CandidateRow.id)
    ordered = query.order_by(*(c.desc() if is_descending else c.asc() for c in columns))
    return ordered.limit(at_most(shape.limit))


def beyond(order: QueueOrder, *, goes_down: bool) -> ColumnElement[bool]:
    """Return the condition that a candidate is placed after the one `start`, or before it, in an order.

    The place alone is compared as well: SQLite finds no start in an index by a pair.
    """
    key, _ = ORDERS[order]
    query = select(key).select_from(CandidateRow).join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    its = query.where(CandidateRow.id == _START).correlate(None).scalar_subquery()
    place, here = tuple_(key, CandidateRow.id), tuple_(its, _START)
    return and_(key <= its, place < here) if goes_down else and_(key >= its, place > here)


_START = bindparam("start", type_=Integer)


def _position() -> ColumnElement[Any]:
    """Return where a candidate stands in the newest sample that it was drawn for."""
    own = AuditPaperRow.candidate_id == CandidateRow.id
    newest = select(AuditPaperRow.position).where(own).order_by(AuditPaperRow.sample_id.desc())
    return func.coalesce(newest.limit(at_most(1)).correlate(CandidateRow).scalar_subquery(), _LAST)


_LAST = 1_000_000  # the place of who has none yet
ORDERS: dict[QueueOrder, tuple[ColumnElement[Any], bool]] = {
    QueueOrder.LIKELIEST: (-CandidateRow.relevance, False),
    QueueOrder.NEWEST: (SUBMITTED, True),
    QueueOrder.OLDEST: (SUBMITTED, False),
    QueueOrder.LEAST_CERTAIN: (func.abs(CandidateRow.relevance - 0.5), False),
    QueueOrder.DIVERSE: (func.coalesce(CandidateRow.diverse_rank, _LAST), False),
    QueueOrder.MIX: (func.coalesce(CandidateRow.mix_rank, _LAST), False),
    QueueOrder.SAMPLE: (_position(), False),
}
