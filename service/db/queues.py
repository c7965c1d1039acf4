"""A list's queue as a person looks through it: filtered, in an order, from any paper on."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Text, cast, exists, func, or_, select, tuple_

from service.db.candidates import Candidate, is_waiting, joined, read
from service.db.engine import AnySession
from service.db.models import CandidateRow, PaperRow, ProposalRow
from service.db.tagged import Wanted, has_tags
from service.domain.review import CandidateState


class QueueOrder(StrEnum):
    """In which order the papers come."""

    LIKELIEST = "likeliest"
    NEWEST = "newest"
    LEAST_CERTAIN = "least certain"


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFilter:
    """Which of the waiting papers are wanted; the defaults want all of them."""

    text: str = ""
    tags: Wanted = field(default_factory=dict)
    at_least: float = 0.0
    days: int | None = None
    order: QueueOrder = QueueOrder.LIKELIEST


@dataclass(frozen=True, slots=True)
class QueueSize:
    """How many papers wait, and how many of them the model expects to be relevant."""

    waiting: int
    relevant: float


def size(session: AnySession, list_id: int, wanted: QueueFilter, *, today: date) -> QueueSize:
    """Return how much waits; the expectation is the sum of the calibrated probabilities."""
    query = (
        select(func.count(), func.sum(CandidateRow.relevance))
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(*_conditions(session, list_id, wanted, today))
    )
    waiting, relevant = session.execute(query).one()
    return QueueSize(waiting, float(relevant or 0))


def confirmed(session: AnySession, list_id: int) -> int:
    """Return how many accepted papers are not in the list's HEAD yet."""
    query = select(func.count()).where(
        CandidateRow.list_id == list_id,
        CandidateRow.state == CandidateState.ACCEPTED,
        CandidateRow.landed_at.is_(None),
    )
    return session.scalar(query) or 0


def following(
    session: AnySession,
    list_id: int,
    wanted: QueueFilter,
    *,
    today: date,
    limit: int,
    start: int | None = None,
) -> list[Candidate]:
    """Return the waiting papers that come after the candidate `start`, or the first ones."""
    return _stretch(session, list_id, wanted, today, limit, start, is_backward=False)


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
) -> list[Candidate]:
    key, is_descending = _ORDERS[wanted.order]
    goes_down = is_descending != is_backward
    place = tuple_(key, CandidateRow.id)
    query = joined().where(*_conditions(session, list_id, wanted, today))
    if start is not None:
        here = _place_of(session, key, start)
        query = query.where(place < here if goes_down else place > here)
    columns = (key, CandidateRow.id)
    query = query.order_by(*(c.desc() if goes_down else c.asc() for c in columns)).limit(limit)
    return read(session, query)


def _place_of(session: AnySession, key: ColumnElement[Any], candidate_id: int) -> tuple[Any, int]:
    query = (
        select(key)
        .select_from(CandidateRow)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(CandidateRow.id == candidate_id)
    )
    return session.scalars(query).one(), candidate_id


def _conditions(
    session: AnySession, list_id: int, wanted: QueueFilter, today: date
) -> list[ColumnElement[bool]]:
    found = [CandidateRow.list_id == list_id, is_waiting(today)]
    if wanted.at_least > 0:
        found.append(CandidateRow.relevance >= wanted.at_least)
    if wanted.days is not None:
        first = datetime.combine(today - timedelta(days=wanted.days), datetime.min.time(), UTC)
        found.append(first <= _SUBMITTED)
    if wanted.text:
        fields = (PaperRow.title, PaperRow.abstract, PaperRow.arxiv_id, cast(PaperRow.authors, Text))
        found.append(or_(*(field.icontains(wanted.text, autoescape=True) for field in fields)))
    if wanted.tags:
        of_candidate = ProposalRow.candidate_id == CandidateRow.id
        found.append(exists().where(of_candidate, has_tags(session, ProposalRow.proposed, wanted.tags)))
    return found


_SUBMITTED = func.coalesce(PaperRow.submitted_at, PaperRow.learned_at)
_ORDERS: dict[QueueOrder, tuple[ColumnElement[Any], bool]] = {
    QueueOrder.LIKELIEST: (-CandidateRow.relevance, False),
    QueueOrder.NEWEST: (_SUBMITTED, True),
    QueueOrder.LEAST_CERTAIN: (func.abs(CandidateRow.relevance - 0.5), False),
}
