"""Where a list's news stand in the tables: read off an index, however long the list has grown."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, func, literal, or_, select, union_all
from sqlalchemy.orm import aliased

from service.db.engine import AnySession
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.tagged import Wanted, has_tags
from service.domain.review import CandidateState

NO_ID = "entry:"  # begins the key of a paper that has no arXiv id
_KEY = func.coalesce(EntryRow.arxiv_id, literal(NO_ID) + EntryRow.key)


class Place(NamedTuple):
    """Which paper, and when it came in."""

    at: datetime
    key: str


def places(
    session: AnySession,
    list_id: int,
    tags: Wanted,
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
    found: list[Place] = []
    for query, moment, row_id in (
        (_listings(session, list_id, tags), EntryRow.news_at, EntryRow.id),
        (_verdicts(session, list_id, tags), CandidateRow.decided_at, CandidateRow.id),
    ):
        part = query.where(*_within(moment, since, until))
        order = (moment.desc(), row_id.desc()) if is_descending else (moment.asc(), row_id.asc())
        found += [Place(at, key) for key, at in session.execute(part.order_by(*order).limit(limit))]
    # The sort is stable: of one moment, listings come first, in the order of their rows.
    return sorted(found, key=lambda place: place.at, reverse=is_descending)[:limit]


def moments(session: AnySession, list_id: int, *, until: datetime) -> list[datetime]:
    """Return when each of a list's papers came in, up to a moment, oldest first; reads the whole list."""
    both = union_all(
        _listings(session, list_id, {}).where(EntryRow.news_at < until),
        _verdicts(session, list_id, {}).where(CandidateRow.decided_at < until),
    ).subquery()
    return list(session.scalars(select(both.c.at).order_by(both.c.at)))


def is_live(list_id: int) -> ColumnElement[bool]:
    """Accept the entries that stand on the list now."""
    return and_(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))


def _within(moment: Any, since: datetime | None, until: datetime | None) -> Sequence[ColumnElement[bool]]:
    bounds = [(since, lambda: moment >= since), (until, lambda: moment < until)]
    return [condition() for bound, condition in bounds if bound is not None]


def _listings(session: AnySession, list_id: int, tags: Wanted) -> Select[Any, Any]:
    """Entries that are the first news of their paper: no double and no verdict came before."""
    twin = aliased(EntryRow)
    double = select(twin.id).where(
        twin.list_id == list_id,
        twin.arxiv_id == EntryRow.arxiv_id,
        twin.removed_at.is_(None),
        or_(twin.news_at < EntryRow.news_at, and_(twin.news_at == EntryRow.news_at, twin.id < EntryRow.id)),
        has_tags(session, twin.tags, tags),
    )
    verdict = (
        select(CandidateRow.id)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            PaperRow.arxiv_id == EntryRow.arxiv_id,
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at <= EntryRow.news_at,
            has_tags(session, CandidateRow.tags, tags),
        )
    )
    return select(_KEY.label("key"), EntryRow.news_at.label("at")).where(
        is_live(list_id),
        ~double.exists(),
        ~verdict.exists(),
        ~_is_doubled(),
        has_tags(session, EntryRow.tags, tags),
    )


def _verdicts(session: AnySession, list_id: int, tags: Wanted) -> Select[Any, Any]:
    """Confirmed papers whose verdict is the first news of them, if the list has not dropped them again."""
    on_list = select(EntryRow.id).where(is_live(list_id), EntryRow.arxiv_id == PaperRow.arxiv_id)
    earlier = on_list.where(
        EntryRow.news_at < CandidateRow.decided_at, has_tags(session, EntryRow.tags, tags)
    )
    return (
        select(PaperRow.arxiv_id.label("key"), CandidateRow.decided_at.label("at"))
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at.is_not(None),
            or_(CandidateRow.landed_at.is_(None), on_list.exists()),
            ~earlier.exists(),
            has_tags(session, CandidateRow.tags, tags),
        )
    )


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
