"""The papers before and after one in a list's queue, with no more of each than a line shows."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select, tuple_

from service.db.candidates import Tags
from service.db.engine import AnySession
from service.db.models import CandidateRow, PaperRow, ProposalRow
from service.db.proposals import newest_id
from service.db.queue_conditions import SUBMITTED, QueueFilter, conditions
from service.db.queues import ORDERS
from service.domain.queue_mix import QueueOrder
from service.domain.review import CandidateState

_SHOWN = (
    select(
        CandidateRow.id,
        PaperRow.title,
        CandidateRow.relevance,
        CandidateRow.state,
        SUBMITTED.label("submitted_at"),
        ProposalRow.proposed,
    )
    .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    .outerjoin(ProposalRow, ProposalRow.id == newest_id())
)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A candidate as a line of the queue shows it; `tags` are what was proposed last."""

    id: int
    title: str
    relevance: float
    state: CandidateState
    submitted_at: datetime
    tags: Tags


def around(
    session: AnySession,
    list_id: int,
    wanted: QueueFilter,
    *,
    today: date,
    start: int,
    above: int,
    below: int,
) -> tuple[list[QueueLine], list[QueueLine], list[QueueLine]]:
    """Return up to `above` wanted papers before the candidate `start`, that one, and some after it."""
    key, is_descending = ORDERS[wanted.order]
    middle = session.execute(_SHOWN.add_columns(key.label("place")).where(CandidateRow.id == start)).all()
    here = (middle[0][-1], start)
    asks_of_paper = wanted.asks_of_paper or wanted.order in (QueueOrder.NEWEST, QueueOrder.OLDEST)
    ids = select(CandidateRow.id).where(*conditions(session, list_id, wanted, today))
    if asks_of_paper:  # else only those that are shown are looked up
        ids = ids.join(PaperRow, PaperRow.id == CandidateRow.paper_id)

    def stretch(limit: int, *, goes_down: bool) -> list[QueueLine]:
        place: ColumnElement[Any] = tuple_(key, CandidateRow.id)
        columns = [c.desc() if goes_down else c.asc() for c in (key, CandidateRow.id)]
        beyond = ids.where(place < here if goes_down else place > here).order_by(*columns).limit(limit)
        found = _SHOWN.where(CandidateRow.id.in_(beyond)).order_by(*columns)
        return [_line(row) for row in session.execute(found)]

    before = stretch(above, goes_down=not is_descending)[::-1]
    return before, [_line(middle[0])], stretch(below, goes_down=is_descending)


def _line(row: Any) -> QueueLine:
    proposed = {facet: tuple(names) for facet, names in (row.proposed or {}).items()}
    state = CandidateState(row.state)
    return QueueLine(row.id, row.title, row.relevance, state, row.submitted_at, proposed)
