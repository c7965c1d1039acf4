"""A list's entries, page by page, together with the confirmed papers that are on their way to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, bindparam, false, select, true, tuple_

from service.db.candidates import Tags
from service.db.engine import AnySession, dialect_of
from service.db.keyset import holds, ordered
from service.db.lists import ENTRY, StoredEntry, to_entry
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.news_rows import is_live
from service.db.papers import PAPER, StoredPaper, to_paper
from service.db.tagged import has_tags
from service.db.types import UtcDateTime
from service.domain.queries import Condition, Field, Kind
from service.domain.review import CandidateState
from service.domain.taxonomy import Taxonomy

LISTED, CONFIRMED = "listed", "confirmed"
_LIST_ID = bindparam("list_id", type_=Integer())
_BATCH = 500  # lines that are counted at once
_RANK = {LISTED: 0, CONFIRMED: 1}  # breaks ties of the moment
_ENTRY_COLUMNS = {"id": EntryRow.arxiv_id, "venue": EntryRow.venue, "date": EntryRow.listed_at}
_PAPER_COLUMNS = {"id": PaperRow.arxiv_id, "date": CandidateRow.decided_at}


Place = tuple[datetime, int, int]
"""Moment, rank and row id: where a line stands in the order."""


class _Asked(NamedTuple):
    """Which lines are asked for, in which order."""

    conditions: tuple[Condition, ...]
    is_descending: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One line of a list's page: an entry that it has, or a confirmed paper that it will get."""

    state: str
    at: datetime
    row_id: int
    entry: StoredEntry | None = None
    paper: StoredPaper | None = None
    tags: Tags

    @property
    def key(self) -> Place:
        """Where the line stands in the order."""
        return self.at, _RANK[self.state], self.row_id


def fields(taxonomy: Taxonomy) -> dict[str, Field]:
    """Return what a list's entries can be filtered by: its own facets, and a few more."""
    facets = {f.name: Field(Kind.TAG, tuple(t.name for t in f.tags)) for f in taxonomy.facets}
    return {
        **facets,
        "state": Field(Kind.TEXT, (LISTED, CONFIRMED)),
        "date": Field(Kind.DAY),
        "id": Field(Kind.TEXT),
        "venue": Field(Kind.TEXT),
    }


def page(
    session: AnySession,
    list_id: int,
    *,
    conditions: Sequence[Condition] = (),
    limit: int,
    after: Place | None = None,
    is_descending: bool = True,
) -> list[Standing]:
    """Return a list's lines, newest first unless told otherwise, past the place `after`."""
    asked = _Asked(tuple(conditions), is_descending)
    found = [
        *_listed(session, list_id, asked, after, limit),
        *_confirmed(session, list_id, asked, after, limit),
    ]
    return sorted(found, key=lambda each: each.key, reverse=is_descending)[:limit]


def counts(
    session: AnySession, list_id: int, *, conditions: Sequence[Condition], group_by: str
) -> Mapping[str, int]:
    """Count a list's lines by a facet, state, venue, year or month; a line with two tags counts twice."""
    found: Counter[str] = Counter()
    after: Place | None = None
    while rows := page(session, list_id, conditions=conditions, limit=_BATCH, after=after):
        for row in rows:
            found.update(_group(row, group_by))
        after = rows[-1].key
    return found


def facet_counts(session: AnySession, list_id: int) -> Mapping[tuple[str, str], int]:
    """Return how many of a list's entries have each tag, by (facet, tag)."""
    counts: dict[tuple[str, str], int] = {}
    for tags in session.scalars(select(EntryRow.tags).where(is_live(list_id))):
        for facet, names in tags.items():
            for name in names:
                counts[facet, name] = counts.get((facet, name), 0) + 1
    return counts


def _listed(
    session: AnySession, list_id: int, asked: _Asked, place: Place | None, limit: int
) -> list[Standing]:
    query = _listed_query(dialect_of(session), asked, place and place[1])
    found = [to_entry(row) for row in session.execute(query, _given(list_id, place, limit))]
    return [
        Standing(state=LISTED, at=e.record.listed_at, row_id=e.id, entry=e, tags=e.record.tags) for e in found
    ]


def _confirmed(
    session: AnySession, list_id: int, asked: _Asked, place: Place | None, limit: int
) -> list[Standing]:
    query = _confirmed_query(dialect_of(session), asked, place and place[1])
    return [
        Standing(
            state=CONFIRMED,
            at=row.decided_at,
            row_id=row.candidate_id,
            paper=to_paper(row),
            tags={facet: tuple(names) for facet, names in row.tags.items()},
        )
        for row in session.execute(query, _given(list_id, place, limit))
        if row.decided_at is not None
    ]


@lru_cache(maxsize=256)
def _listed_query(dialect: str, asked: _Asked, rank: int | None) -> Select[Any]:
    """Return the query; putting it together takes longer than asking it, so it is kept."""
    tests = _tests(dialect, EntryRow.tags, LISTED, asked.conditions)
    query = select(*ENTRY).where(is_live(_LIST_ID), holds(asked.conditions, _ENTRY_COLUMNS, tests))
    return _in_order(query, EntryRow.listed_at, EntryRow.id, LISTED, asked, rank)


@lru_cache(maxsize=256)
def _confirmed_query(dialect: str, asked: _Asked, rank: int | None) -> Select[Any]:
    tests = _tests(dialect, CandidateRow.tags, CONFIRMED, asked.conditions)
    there = select(EntryRow.id).where(is_live(_LIST_ID), EntryRow.arxiv_id == PaperRow.arxiv_id)
    query = (
        select(*PAPER, CandidateRow.id.label("candidate_id"), CandidateRow.decided_at, CandidateRow.tags)
        .join(CandidateRow, CandidateRow.paper_id == PaperRow.id)
        .where(
            CandidateRow.list_id == _LIST_ID,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at.is_not(None),
            CandidateRow.landed_at.is_(None),
            ~there.exists(),
            holds(asked.conditions, _PAPER_COLUMNS, tests),
        )
    )
    return _in_order(query, CandidateRow.decided_at, CandidateRow.id, CONFIRMED, asked, rank)


def _given(list_id: int, place: Place | None, limit: int) -> dict[str, Any]:
    given: dict[str, Any] = {"list_id": list_id, "most": limit}
    return given if place is None else given | {"after_at": place[0], "after_id": place[2]}


def _in_order(
    query: Select[Any], column: Any, key: Any, state: str, asked: _Asked, rank: int | None
) -> Select[Any]:
    if rank is not None:
        query = query.where(_past_place(column, key, _RANK[state], rank, is_descending=asked.is_descending))
    order = ordered(column, key, is_descending=asked.is_descending)
    return query.order_by(*order).limit(bindparam("most", type_=Integer()))


def _group(row: Standing, group_by: str) -> Sequence[str]:
    match group_by:
        case "state":
            return (row.state,)
        case "venue":
            return (row.entry.record.venue if row.entry else "",)
        case "year" | "month":
            return (f"{row.at:%Y}" if group_by == "year" else f"{row.at:%Y-%m}",)
        case _:
            return row.tags.get(group_by, ()) or ("",)


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
