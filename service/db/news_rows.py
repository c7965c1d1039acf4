"""Where a list's news stand in the tables: read off an index, however long the list has grown."""

from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from service.db.engine import AnySession, dialect_of
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.tagged import has_tags, has_words
from service.db.types import UtcDateTime
from service.domain.review import CandidateState
from service.domain.selections import Selection

NO_ID = "entry:"  # begins the key of a paper that has no arXiv id
_LIST_ID = bindparam("list_id", type_=Integer())
_KEY = func.coalesce(EntryRow.arxiv_id, literal(NO_ID) + EntryRow.key)


class Place(NamedTuple):
    """Which paper, and when it came in."""

    at: datetime
    key: str


def places(
    session: AnySession,
    list_id: int,
    wanted: Selection,
    *,
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int | None = None,
    is_descending: bool = True,
) -> list[Place]:
    """Return a list's papers in order of coming in, each once, at the earliest moment that we know of.

    Listings and verdicts are two tables, each with an index in this order: of each, no more rows are read
    than are wanted of both together.
    """
    shape = _Shape(since is not None, until is not None, limit is not None, is_descending)
    given = {"list_id": list_id, "since": since, "until": until, "most": limit}
    used = {name: value for name, value in given.items() if value is not None}
    found: list[Place] = []
    for query in _statements(dialect_of(session), wanted, shape):
        found += [Place(at, key) for key, at in session.execute(query, used)]
    # The sort is stable: of one moment, listings come first, in the order of their rows.
    return sorted(found, key=lambda place: place.at, reverse=is_descending)[:limit]


class _Shape(NamedTuple):
    """Which bounds a query has."""

    has_since: bool
    has_until: bool
    has_limit: bool
    is_descending: bool


def moments(session: AnySession, list_id: int, *, until: datetime) -> list[datetime]:
    """Return when each of a list's papers came in, up to a moment, oldest first; reads the whole list."""
    both = union_all(
        _listings(dialect_of(session), Selection()).where(EntryRow.news_at < until),
        _verdicts(dialect_of(session), Selection()).where(CandidateRow.decided_at < until),
    ).subquery()
    return list(session.scalars(select(both.c.at).order_by(both.c.at), {"list_id": list_id}))


def is_live(list_id: int | ColumnElement[int]) -> ColumnElement[bool]:
    """Accept the entries that stand on the list now."""
    return and_(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))


@lru_cache(maxsize=256)
def _statements(dialect: str, wanted: Selection, shape: _Shape) -> tuple[Select[Any, Any], ...]:
    """Return the two queries; putting one together takes longer than asking it."""
    made = []
    for query, moment, row_id in (
        (_listings(dialect, wanted), EntryRow.news_at, EntryRow.id),
        (_verdicts(dialect, wanted), CandidateRow.decided_at, CandidateRow.id),
    ):
        order = (moment.desc(), row_id.desc()) if shape.is_descending else (moment.asc(), row_id.asc())
        part = query.order_by(*order)
        if shape.has_since:
            part = part.where(moment >= bindparam("since", type_=UtcDateTime()))
        if shape.has_until:
            part = part.where(moment < bindparam("until", type_=UtcDateTime()))
        made.append(part.limit(bindparam("most", type_=Integer())) if shape.has_limit else part)
    return tuple(made)


def _listings(dialect: str, wanted: Selection) -> Select[Any, Any]:
    """Entries that are the first news of their paper: no double and no verdict came before."""
    twin = aliased(EntryRow)
    double = select(twin.id).where(
        twin.list_id == EntryRow.list_id,
        twin.arxiv_id == EntryRow.arxiv_id,
        twin.removed_at.is_(None),
        or_(twin.news_at < EntryRow.news_at, and_(twin.news_at == EntryRow.news_at, twin.id < EntryRow.id)),
        _is_wanted_entry(dialect, twin, wanted),
    )
    verdict = (
        select(CandidateRow.id)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            PaperRow.arxiv_id == EntryRow.arxiv_id,
            CandidateRow.list_id == EntryRow.list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at <= EntryRow.news_at,
            _is_wanted_verdict(dialect, wanted),
        )
    )
    return select(_KEY.label("key"), EntryRow.news_at.label("at")).where(
        is_live(_LIST_ID),
        ~double.exists(),
        ~verdict.exists(),
        ~_is_doubled(),
        _is_wanted_entry(dialect, EntryRow, wanted),
    )


def _verdicts(dialect: str, wanted: Selection) -> Select[Any, Any]:
    """Confirmed papers whose verdict is the first news of them, if the list has not dropped them again."""
    on_list = select(EntryRow.id).where(is_live(_LIST_ID), EntryRow.arxiv_id == PaperRow.arxiv_id)
    earlier = on_list.where(
        EntryRow.news_at < CandidateRow.decided_at, _is_wanted_entry(dialect, EntryRow, wanted)
    )
    return (
        select(PaperRow.arxiv_id.label("key"), CandidateRow.decided_at.label("at"))
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == _LIST_ID,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at.is_not(None),
            or_(CandidateRow.landed_at.is_(None), on_list.exists()),
            ~earlier.exists(),
            _is_wanted_verdict(dialect, wanted),
        )
    )


def _is_wanted_entry(dialect: str, entry: Any, wanted: Selection) -> ColumnElement[bool]:
    columns = (entry.title, entry.authors_text, entry.venue, entry.arxiv_id)
    return and_(has_tags(dialect, entry.tags, wanted.facets), has_words(columns, wanted.words))


def _is_wanted_verdict(dialect: str, wanted: Selection) -> ColumnElement[bool]:
    columns = (PaperRow.title, cast(PaperRow.authors, Text), PaperRow.arxiv_id)
    return and_(has_tags(dialect, CandidateRow.tags, wanted.facets), has_words(columns, wanted.words))


def _is_doubled() -> ColumnElement[bool]:
    """An entry without arXiv id whose title another entry, or a confirmed paper, of the list has with one."""
    twin = aliased(EntryRow)
    entry = select(twin.id).where(
        twin.list_id == EntryRow.list_id,
        twin.title_key == EntryRow.title_key,
        twin.arxiv_id.is_not(None),
        twin.removed_at.is_(None),
    )
    confirmed = (
        select(CandidateRow.id)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == EntryRow.list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            PaperRow.title_key == EntryRow.title_key,
        )
    )
    return and_(EntryRow.arxiv_id.is_(None), or_(entry.exists(), confirmed.exists()))
