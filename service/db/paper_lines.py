"""Papers as the API tells them: no values made of their rows."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, Text, cast, select

from service.db.engine import AnySession, plain_rows
from service.db.models import PaperRow


class PaperLine(NamedTuple):
    """A paper; `authors` and `categories` are JSON as the database keeps it: nobody reads it here."""

    row_id: int
    id: str
    title: str
    abstract: str
    authors: str
    categories: str
    primary_category: str | None
    submitted_at: datetime | None
    updated_at: datetime | None
    version: int
    comment: str | None
    journal_ref: str | None
    doi: str | None
    learned_at: datetime
    changed_at: datetime


COLUMNS: tuple[Any, ...] = (
    PaperRow.id,
    PaperRow.arxiv_id,
    PaperRow.title,
    PaperRow.abstract,
    cast(PaperRow.authors, Text),
    cast(PaperRow.categories, Text),
    PaperRow.primary_category,
    PaperRow.submitted_at,
    PaperRow.updated_at,
    PaperRow.version,
    PaperRow.comment,
    PaperRow.journal_ref,
    PaperRow.doi,
    PaperRow.learned_at,
    PaperRow.changed_at,
)


def read(
    session: AnySession, query: Select[Any], given: Mapping[str, Any] | None = None
) -> list[tuple[PaperLine, tuple[Any, ...]]]:
    """Return the papers of a query that selects `COLUMNS`, each with what else it selects."""
    width = len(COLUMNS)
    rows = plain_rows(session, query, given)
    return [(PaperLine._make(row[:width]), tuple(row[width:])) for row in rows]


def by_row_ids(session: AnySession, ids: Sequence[int]) -> dict[int, PaperLine]:
    """Return the papers of these row ids, no more than a page of them."""
    query = select(*COLUMNS).where(PaperRow.id.in_(ids))
    return {line.row_id: line for line, _ in read(session, query)}
