"""What is asked of a list's lines: its entries, and the confirmed papers that are on their way to it."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, false, select, true, tuple_

from service.db.keyset import holds, ordered
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.news_rows import is_live
from service.db.tagged import has_tags
from service.db.types import UtcDateTime
from service.domain.queries import Condition, Kind
from service.domain.review import CandidateState

LISTED, CONFIRMED = "listed", "confirmed"
RANK = {LISTED: 0, CONFIRMED: 1}  # breaks ties of the moment
_LIST_ID = bindparam("list_id", type_=Integer())
_ENTRY_COLUMNS = {"id": EntryRow.arxiv_id, "venue": EntryRow.venue, "date": EntryRow.listed_at}
_PAPER_COLUMNS = {"id": PaperRow.arxiv_id, "date": CandidateRow.decided_at}

Place = tuple[datetime, int, int]
"""Moment, rank and row id: where a line stands in the order."""


class Asked(NamedTuple):
    """Which lines are asked for, in which order; `rank` is that of the line before, where there is one."""

    dialect: str
    conditions: tuple[Condition, ...]
    is_descending: bool
    rank: int | None


@lru_cache(maxsize=256)
def listed(columns: tuple[Any, ...], asked: Asked) -> Select[Any]:
    """Return the query of the entries; putting it together takes longer than asking it, so it is kept."""
    tests = _tests(asked.dialect, EntryRow.tags, LISTED, asked.conditions)
    query = select(*columns).where(is_live(_LIST_ID), holds(asked.conditions, _ENTRY_COLUMNS, tests))
    return _in_order(query, EntryRow.listed_at, EntryRow.id, LISTED, asked)


@lru_cache(maxsize=256)
def confirmed(columns: tuple[Any, ...], asked: Asked) -> Select[Any]:
    """Return the query of the confirmed papers that the list does not have yet."""
    tests = _tests(asked.dialect, CandidateRow.tags, CONFIRMED, asked.conditions)
    there = select(EntryRow.id).where(is_live(_LIST_ID), EntryRow.arxiv_id == PaperRow.arxiv_id)
    query = (
        select(*columns)
        .select_from(CandidateRow)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == _LIST_ID,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at.is_not(None),
            CandidateRow.landed_at.is_(None),
            ~there.exists(),
            holds(asked.conditions, _PAPER_COLUMNS, tests),
        )
    )
    return _in_order(query, CandidateRow.decided_at, CandidateRow.id, CONFIRMED, asked)


def given(list_id: int, place: Place | None, limit: int) -> dict[str, Any]:
    """Return the parameters of the two queries."""
    values: dict[str, Any] = {"list_id": list_id, "most": limit}
    return values if place is None else values | {"after_at": place[0], "after_id": place[2]}


def _in_order(query: Select[Any], column: Any, key: Any, state: str, asked: Asked) -> Select[Any]:
    if asked.rank is not None:
        past = _past_place(column, key, RANK[state], asked.rank, is_descending=asked.is_descending)
        query = query.where(past)
    order = ordered(column, key, is_descending=asked.is_descending)
    return query.order_by(*order).limit(bindparam("most", type_=Integer()))


def _tests(dialect: str, column: Any, state: str, conditions: Sequence[Condition]) -> dict[str, Any]:
    """Tags lie in JSON; the state tells the table; a confirmed paper has no venue on the list yet."""
    tests: dict[str, Any] = {
        each.field: partial(_tagged, dialect, column, each.field)
        for each in conditions
        if each.kind is Kind.TAG
    }
    tests["state"] = lambda values: true() if state in values else false()
    if state == CONFIRMED:
        tests["venue"] = lambda _values: false()
    return tests


def _tagged(dialect: str, column: Any, facet: str, values: Sequence[str]) -> ColumnElement[bool]:
    return has_tags(dialect, column, {facet: values})


def _past_place(column: Any, key: Any, own: int, rank: int, *, is_descending: bool) -> ColumnElement[bool]:
    """Accept rows past the place; of one moment, the rank says which of the two tables comes first."""
    at: Any = bindparam("after_at", type_=UtcDateTime())
    if own == rank:
        pair, place = tuple_(column, key), tuple_(at, bindparam("after_id", type_=Integer()))
        return pair < place if is_descending else pair > place
    comes_later = own < rank if is_descending else own > rank
    if is_descending:
        found: ColumnElement[bool] = column <= at if comes_later else column < at
    else:
        found = column >= at if comes_later else column > at
    return found
