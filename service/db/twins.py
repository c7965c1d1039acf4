"""Papers that may be the same one under another id or link, in this list, in others, or anywhere here."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from service.db.engine import AnySession
from service.db.models import EntryRow, ListRow, PaperRow
from service.db.papers import StoredPaper
from service.domain.papers import title_key

_BEGINNING = 16  # characters of a reduced title that twins share
_ALIKE = 0.8  # of two reduced titles
_MOST = 50  # titles compared


@dataclass(frozen=True, slots=True)
class Twin:
    """A paper or an entry whose title is the same or nearly so."""

    title: str
    arxiv_id: str | None
    list_slug: str
    list_name: str
    is_same: bool


def twins_of(session: AnySession, paper: StoredPaper) -> list[Twin]:
    """Return what may be the same paper, listed entries first; the paper itself is left out."""
    arxiv_id, key = str(paper.record.arxiv_id), title_key(paper.record.title)
    if not key:
        return []
    found = [*_entries(session, key, arxiv_id), *_papers(session, key, arxiv_id)]
    listed = {twin.arxiv_id for twin in found if twin.list_slug}
    return [twin for twin in found if twin.list_slug or twin.arxiv_id not in listed]


def _entries(session: AnySession, key: str, arxiv_id: str) -> Iterator[Twin]:
    query = (
        select(EntryRow.title, EntryRow.title_key, EntryRow.arxiv_id, ListRow.slug, ListRow.name)
        .join(ListRow, ListRow.id == EntryRow.list_id)
        .where(_begins(session, EntryRow.title_key, key))
        .where(EntryRow.removed_at.is_(None))
        .limit(_MOST)
    )
    for title, other, its_id, slug, name in session.execute(query):
        if its_id != arxiv_id and _is_alike(key, other):
            yield Twin(title, its_id, slug, name, is_same=key == other)


def _papers(session: AnySession, key: str, arxiv_id: str) -> Iterator[Twin]:
    query = (
        select(PaperRow.title, PaperRow.title_key, PaperRow.arxiv_id)
        .where(_begins(session, PaperRow.title_key, key))
        .limit(_MOST)
    )
    for title, other, its_id in session.execute(query):
        if its_id != arxiv_id and _is_alike(key, other):
            yield Twin(title, its_id, "", "", is_same=key == other)


def _begins(session: AnySession, column: Any, key: str) -> ColumnElement[bool]:
    """Accept titles with the same beginning, in the words that let each database use its index."""
    start = key[:_BEGINNING]
    if session.get_bind().dialect.name == "postgresql":
        found: ColumnElement[bool] = column.like(f"{start}%")
        return found
    return and_(column >= start, column < f"{start}\U0010ffff")


def _is_alike(key: str, other: str) -> bool:
    return key == other or SequenceMatcher(None, key, other, autojunk=False).ratio() >= _ALIKE
