"""What is known here beside a paper: listed ones that it resembles, its entries, and what may be the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    cast,
    false,
    null,
    select,
    true,
    union_all,
)

from service.db.candidates import Tags
from service.db.engine import POSTGRES, AnySession, dialect_of, plain_rows
from service.db.keyset import at_most
from service.db.models import EntryRow, PaperRow
from service.db.papers import StoredPaper
from service.db.types import Json
from service.domain.papers import title_key

_BEGINNING = 16  # characters of a reduced title that twins share
_ALIKE = 0.8  # of two reduced titles
_MOST = 50  # titles compared


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper or an entry (then with its list's id) whose title is the same or nearly so."""

    title: str
    arxiv_id: str | None
    list_id: int | None
    is_same: bool


@dataclass(frozen=True, slots=True)
class Kin:
    """The titles of the papers that were asked for, the paper's tags by list id, and its twins."""

    titles: Mapping[str, str]
    entries: Sequence[tuple[int, Tags]]
    twins: Sequence[Twin]


def kin_of(session: AnySession, paper: StoredPaper, ids: Sequence[str]) -> Kin:
    """Return what is known beside a paper, and the titles of the papers of these arXiv ids."""
    arxiv_id, key = str(paper.record.arxiv_id), title_key(paper.record.title)
    dialect, start = dialect_of(session), key[:_BEGINNING]
    asked = {"arxiv_id": arxiv_id, "first": start, "last": f"{start}\U0010ffff", "ids": list(ids)}
    rows = plain_rows(session, _asked(dialect), asked)
    listed = [row for row in rows if row.list_id is not None]
    known = [row for row in rows if row.list_id is None]
    own = sorted(((row.list_id, _tags(row.tags)) for row in listed if row.is_own), key=lambda pair: pair[0])
    twins = list(_twins([row for row in (*listed, *known) if not row.is_own], arxiv_id, key)) if key else []
    return Kin({row.arxiv_id: row.title for row in known if row.is_own}, own, twins)


def _twins(rows: Sequence[Any], arxiv_id: str, key: str) -> Iterator[Twin]:
    """Return what may be the same paper, listed entries first; the paper itself is left out."""
    alike = [r for r in rows if r.arxiv_id != arxiv_id and _is_alike(key, r.title_key)]
    listed = {row.arxiv_id for row in alike if row.list_id is not None}
    for row in alike:
        if row.list_id is not None or row.arxiv_id not in listed:
            yield Twin(row.title, row.arxiv_id, row.list_id, is_same=key == row.title_key)


@lru_cache(maxsize=2)
def _asked(dialect: str) -> Select[Any]:
    """Return the query for a paper's own entries, papers of some ids, and all whose titles begin alike."""
    fields = (EntryRow.title, EntryRow.title_key, EntryRow.arxiv_id, EntryRow.list_id, EntryRow.tags)
    listed = select(*fields).where(EntryRow.removed_at.is_(None))
    papers = select(PaperRow.title, PaperRow.title_key, PaperRow.arxiv_id, _NOWHERE, _NO_TAGS)
    own = listed.where(EntryRow.arxiv_id == bindparam("arxiv_id"))
    wanted = papers.where(PaperRow.arxiv_id.in_(bindparam("ids", expanding=True)))
    parts = [_part(query, is_own=true()) for query in (own, wanted)]
    for query, key in ((listed, EntryRow.title_key), (papers, PaperRow.title_key)):
        parts.append(_part(query.where(_begins(dialect, key)).limit(at_most(_MOST)), is_own=false()))
    return select(union_all(*parts).subquery())


_NOWHERE = cast(null(), Integer).label("list_id")
_NO_TAGS = cast(null(), Json).label("tags")


def _part(query: Select[*tuple[Any, ...]], *, is_own: ColumnElement[bool]) -> Select[Any]:
    return select(is_own.label("is_own"), query.subquery())


def _begins(dialect: str, column: Any) -> ColumnElement[bool]:
    """Accept titles with the same beginning, in the words that let each database use its index.

    PostgreSQL's is in the order of bytes, and by these signs, unlike `LIKE`, for any beginning alike.
    """
    first, last = bindparam("first", type_=Text), bindparam("last", type_=Text)
    if dialect == POSTGRES:
        return and_(column.bool_op("~>=~")(first), column.bool_op("~<~")(last))
    return and_(column >= first, column < last)


def _is_alike(key: str, other: str) -> bool:
    return key == other or SequenceMatcher(None, key, other, autojunk=False).ratio() >= _ALIKE


def _tags(found: Mapping[str, Sequence[str]]) -> Tags:
    return {facet: tuple(names) for facet, names in found.items()}
