"""A list's candidates, page by page."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from service.db import candidates
from service.db.candidates import Candidate
from service.db.engine import AnySession
from service.db.keyset import holds, ordered, past
from service.db.models import CandidateRow
from service.domain.queries import Condition, Field, Kind, Sort
from service.domain.review import CandidateSource, CandidateState

FIELDS = {
    "state": Field(Kind.TEXT, tuple(CandidateState)),
    "source": Field(Kind.TEXT, tuple(CandidateSource)),
    "relevance": Field(Kind.NUMBER),
    "created": Field(Kind.DAY),
}
SORTS: dict[str, Any] = {"relevance": CandidateRow.relevance, "created": CandidateRow.created_at}
_COLUMNS = {
    "state": CandidateRow.state,
    "source": CandidateRow.source,
    "relevance": CandidateRow.relevance,
    "created": CandidateRow.created_at,
}


def page(
    session: AnySession,
    list_id: int,
    *,
    conditions: Sequence[Condition],
    sort: Sort,
    limit: int,
    after: Sequence[Any] | None,
) -> list[Candidate]:
    """Return a list's candidates in order, past the (value, id) pair `after`."""
    column = SORTS[sort.field]
    query = (
        candidates.joined()
        .where(CandidateRow.list_id == list_id, holds(conditions, _COLUMNS, {}))
        .order_by(*ordered(column, CandidateRow.id, is_descending=sort.is_descending))
        .limit(limit)
    )
    if after is not None:
        query = query.where(past(column, CandidateRow.id, after, is_descending=sort.is_descending))
    return candidates.read(session, query)


def key_of(candidate: Candidate, sort: Sort) -> tuple[float | datetime, int]:
    """Return where a candidate stands in the order."""
    return (candidate.relevance if sort.field == "relevance" else candidate.created_at), candidate.id
