"""The papers around one in a list's queue, with no more of each than a line shows, and who is on them."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from pydantic_core import from_json
from sqlalchemy import Integer, Select, Text, and_, bindparam, cast, select, union_all

from service.db.candidates import Candidate
from service.db.claims import Claim
from service.db.engine import AnySession, dialect_of, plain_rows
from service.db.keyset import at_most
from service.db.models import CandidateRow, ClaimRow, PaperRow, ProposalRow, UserRow
from service.db.proposals import newest_id
from service.db.queue_conditions import SUBMITTED, QueueFilter, conditions
from service.db.queues import ORDERS, beyond
from service.domain.queue_mix import QueueOrder
from service.domain.review import CandidateState

HeldTags = tuple[tuple[str, tuple[str, ...]], ...]  # tags by facet, for what is kept by them
_KEPT = 64  # statements; each is made once for a list, a filter and a day
_SHOWN = (
    select(
        CandidateRow.id,
        PaperRow.title,
        CandidateRow.relevance,
        CandidateRow.state,
        SUBMITTED.label("submitted_at"),
        cast(ProposalRow.proposed, Text).label("proposed"),
        ClaimRow.user_id,
        UserRow.name,
        ClaimRow.until,
    )
    .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    .outerjoin(ProposalRow, ProposalRow.id == newest_id())
    .outerjoin(ClaimRow, and_(ClaimRow.candidate_id == CandidateRow.id, ClaimRow.until > bindparam("now")))
    .outerjoin(UserRow, UserRow.id == ClaimRow.user_id)
)


@dataclass(frozen=True, slots=True)
class QueueLine:
    """A candidate as a line of the queue shows it; `tags` are what was proposed last."""

    id: int
    title: str
    relevance: float
    state: CandidateState
    submitted_at: datetime
    tags: HeldTags
    claim: Claim | None = None


def around(
    session: AnySession, start: Candidate, wanted: QueueFilter, *, now: datetime, above: int, below: int
) -> tuple[list[QueueLine], list[QueueLine], list[QueueLine]]:
    """Return up to `above` wanted papers before the candidate `start`, that one, and some after it."""
    query = _asked(dialect_of(session), start.list_id, wanted, now.date(), above, below)
    asked = {"start": start.id, "now": now}
    _, is_descending = ORDERS[wanted.order]
    rows = sorted(plain_rows(session, query, asked), key=lambda r: (r.place, r.id), reverse=is_descending)
    lines = [_line(row) for row in rows]
    here = next(at for at, line in enumerate(lines) if line.id == start.id)
    return lines[:here], lines[here : here + 1], lines[here + 1 :]


@lru_cache(maxsize=_KEPT)
def _asked(
    dialect: str, list_id: int, wanted: QueueFilter, today: date, above: int, below: int
) -> Select[Any]:
    """Return the query for the lines around a place: two stretches by the index, and the paper itself."""
    key, is_descending = ORDERS[wanted.order]
    ids = select(CandidateRow.id).where(*conditions(dialect, list_id, wanted, today))
    if wanted.asks_of_paper or wanted.order in (QueueOrder.NEWEST, QueueOrder.OLDEST):
        ids = ids.join(PaperRow, PaperRow.id == CandidateRow.paper_id)

    def stretch(limit: int, *, goes_down: bool) -> Select[int]:
        columns = [c.desc() if goes_down else c.asc() for c in (key, CandidateRow.id)]
        some = ids.where(beyond(wanted.order, goes_down=goes_down)).order_by(*columns).limit(at_most(limit))
        return select(some.subquery().c.id)

    before, after = stretch(above, goes_down=not is_descending), stretch(below, goes_down=is_descending)
    itself = select(CandidateRow.id).where(CandidateRow.id == bindparam("start", type_=Integer))
    near = union_all(before, after, itself).subquery()
    return _SHOWN.add_columns(key.label("place")).join(near, near.c.id == CandidateRow.id)


def _line(row: Any) -> QueueLine:
    state = CandidateState(row.state)
    claim = None if row.until is None else Claim(row.id, row.user_id, row.name, row.until)
    return QueueLine(row.id, row.title, row.relevance, state, row.submitted_at, _tags(row.proposed), claim)


@lru_cache(maxsize=4096)
def _tags(text: str | None) -> HeldTags:
    """Read tags as the database keeps them; most papers have the tags of another one."""
    return tuple((facet, tuple(names)) for facet, names in (from_json(text) if text else {}).items())
