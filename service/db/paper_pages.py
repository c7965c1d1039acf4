"""Papers, page by page."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    bindparam,
    cast,
    func,
    literal,
    or_,
    select,
    tuple_,
)
from sqlalchemy.dialects.postgresql import JSONB

from service.db import paper_lines
from service.db.engine import POSTGRES, AnySession, dialect_of
from service.db.keyset import holds, ordered
from service.db.models import EntryRow, ListRow, PaperRow, PaperVersionRow
from service.db.paper_lines import PaperLine
from service.db.tagged import has_tag
from service.db.types import UtcDateTime
from service.domain.queries import Condition, Field, Kind, Sort

FIELDS = {
    "id": Field(Kind.TEXT),
    "category": Field(Kind.TEXT),
    "primary_category": Field(Kind.TEXT),
    "list": Field(Kind.TEXT),
    "tag": Field(Kind.TEXT),
    "doi": Field(Kind.TEXT),
    "version": Field(Kind.NUMBER),
    "submitted": Field(Kind.DAY),
    "learned": Field(Kind.DAY),
}
SORTS: dict[str, Any] = {"learned": PaperRow.learned_at, "submitted": PaperRow.submitted_at}
_COLUMNS: dict[str, Any] = {
    "id": PaperRow.arxiv_id,
    "primary_category": PaperRow.primary_category,
    "doi": PaperRow.doi,
    "version": PaperRow.version,
    "submitted": PaperRow.submitted_at,
    "learned": PaperRow.learned_at,
}


def page(
    session: AnySession,
    *,
    conditions: Sequence[Condition],
    sort: Sort,
    limit: int,
    after: Sequence[Any] | None = None,
) -> list[PaperLine]:
    """Return papers in order, past the (value, row id) pair `after`.

    Sorted by submission, papers whose submission date no source has told are left out.
    """
    query = _query(dialect_of(session), tuple(conditions), sort, after is not None)
    given = {"most": limit} | ({"value": after[0], "row_id": after[1]} if after else {})
    return [line for line, _ in paper_lines.read(session, query, given)]


@lru_cache(maxsize=256)
def _query(dialect: str, conditions: tuple[Condition, ...], sort: Sort, goes_on: bool) -> Select[Any]:  # noqa: FBT001  # one of four that make the key
    """Return the query of a page; putting it together takes longer than asking it, so it is kept."""
    column = SORTS[sort.field]
    query = (
        select(*paper_lines.COLUMNS)
        .where(column.is_not(None), matching(dialect, conditions))
        .order_by(*ordered(column, PaperRow.id, is_descending=sort.is_descending))
        .limit(bindparam("most", type_=Integer()))
    )
    if goes_on:
        pair = tuple_(column, PaperRow.id)
        place = tuple_(bindparam("value", type_=UtcDateTime()), bindparam("row_id", type_=Integer()))
        query = query.where(pair < place if sort.is_descending else pair > place)
    return query


def matching(dialect: str, conditions: Sequence[Condition]) -> ColumnElement[bool]:
    """Return the conditions on a paper as SQL; for the search, too."""
    tests = {
        "category": lambda values: _in_category(dialect, values),
        "list": _on_list,
        "tag": lambda values: _with_tag(dialect, values),
    }
    return holds(conditions, _COLUMNS, tests)


def key_of(paper: PaperLine, sort: Sort) -> tuple[datetime | None, int]:
    """Return where a paper stands in the order."""
    return (paper.learned_at if sort.field == "learned" else paper.submitted_at), paper.row_id


def versions(session: AnySession, paper_id: int) -> list[tuple[int, datetime | None, str | None]]:
    """Return the known versions of a paper as (version, date, comment), oldest first."""
    query = select(PaperVersionRow.version, PaperVersionRow.updated_at, PaperVersionRow.comment)
    found = session.execute(
        query.where(PaperVersionRow.paper_id == paper_id).order_by(PaperVersionRow.version)
    )
    return [(version, updated_at, comment) for version, updated_at, comment in found]


def _in_category(dialect: str, values: Sequence[str]) -> ColumnElement[bool]:
    if dialect == POSTGRES:
        column = cast(PaperRow.categories, JSONB)
        return or_(*(column.bool_op("@>")(cast(literal([value], JSONB), JSONB)) for value in values))
    each = func.json_each(PaperRow.categories).table_valued("value")
    return select(literal(1)).select_from(each).where(cast(each.c.value, Text).in_(values)).exists()


def _with_tag(dialect: str, values: Sequence[str]) -> ColumnElement[bool]:
    """Accept papers that some list has with one of the tags, given as `tag` or `facet:tag`."""
    listed = select(EntryRow.arxiv_id).where(
        EntryRow.arxiv_id.is_not(None),
        EntryRow.removed_at.is_(None),
        or_(*(has_tag(dialect, EntryRow.tags, value) for value in values)),
    )
    return PaperRow.arxiv_id.in_(listed)


def _on_list(values: Sequence[str]) -> ColumnElement[bool]:
    listed = (
        select(EntryRow.arxiv_id)
        .join(ListRow, ListRow.id == EntryRow.list_id)
        .where(ListRow.slug.in_(values), EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None))
    )
    return PaperRow.arxiv_id.in_(listed)
