"""A list's queue as a person looks through it: filtered, in an order, from any paper on."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, Select, func, select, tuple_
from sqlalchemy.orm import aliased

from service.db.candidates import Candidate, joined, read
from service.db.engine import AnySession, dialect_of
from service.db.models import AuditPaperRow, CandidateRow, PaperRow
from service.db.queue_conditions import SUBMITTED, QueueFilter, conditions
from service.domain.queue_mix import QueueOrder
from service.domain.remaining import Remaining, left_by_model
from service.domain.review import CandidateState

__all__ = [
    "QueueFilter",
    "QueueOrder",
    "QueueSize",
    "confirmed",
    "following",
    "ids",
    "place_of",
    "preceding",
    "size",
    "sized",
    "to_size",
]


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
        accepted.state == CandidateState.ACCEPTED,
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
    free: ColumnElement[bool] | None = None,
) -> list[Candidate]:
    """Return the wanted papers that come after the candidate `start`, or the first ones.

    `free` may leave out those that somebody else is on.
    """
    return _stretch(session, list_id, wanted, today, limit, start, is_backward=False, free=free)


def preceding(
    session: AnySession, list_id: int, wanted: QueueFilter, *, today: date, limit: int, start: int
) -> list[Candidate]:
    """Return the waiting papers that come just before the candidate `start`, in the queue's order."""
    return _stretch(session, list_id, wanted, today, limit, start, is_backward=True)[::-1]


def _stretch(
    session: AnySession,
    list_id: int,
    wanted: QueueFilter,
    today: date,
    limit: int,
    start: int | None,
    *,
    is_backward: bool,
    free: ColumnElement[bool] | None = None,
) -> list[Candidate]:
    key, is_descending = ORDERS[wanted.order]
    goes_down = is_descending != is_backward
    place = tuple_(key, CandidateRow.id)
    query = joined().where(*conditions(dialect_of(session), list_id, wanted, today))
    if free is not None:
        query = query.where(free)
    if start is not None:
        here = (place_of(session, wanted.order, start), start)
        query = query.where(place < here if goes_down else place > here)
    columns = (key, CandidateRow.id)
    query = query.order_by(*(c.desc() if goes_down else c.asc() for c in columns)).limit(limit)
    return read(session, query)


def place_of(session: AnySession, order: QueueOrder, candidate_id: int) -> Any:
    """Return by what a candidate is placed in an order."""
    key, _ = ORDERS[order]
    query = (
        select(key)
        .select_from(CandidateRow)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(CandidateRow.id == candidate_id)
    )
    return session.scalars(query).one()


def _position() -> ColumnElement[Any]:
    """Return where a candidate stands in the newest sample that it was drawn for."""
    own = AuditPaperRow.candidate_id == CandidateRow.id
    newest = select(AuditPaperRow.position).where(own).order_by(AuditPaperRow.sample_id.desc()).limit(1)
    return func.coalesce(newest.correlate(CandidateRow).scalar_subquery(), _LAST)


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
