"""A list's lines as the API tells them: no more columns than it shows, and no values made of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic_core import from_json
from sqlalchemy import Text, cast, literal

from service.db import entry_queries
from service.db.engine import AnySession, dialect_of, plain_rows
from service.db.entry_queries import CONFIRMED, LISTED, RANK, Asked, Place
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.domain.queries import Condition


class Line(NamedTuple):
    """An entry of a list, or a confirmed paper that it will get.

    `tags`, `section` and `links` are JSON as the database keeps it: nobody reads it on the way out. Of a
    confirmed paper `authors` is JSON, too, and `links` is empty.
    """

    state: str
    at: datetime
    row_id: int
    id: str | None
    title: str
    authors: str
    tags: str
    section: str
    venue: str
    date: str
    links: str

    @property
    def key(self) -> Place:
        """Where the line stands in the order."""
        return self.at, RANK[self.state], self.row_id

    @property
    def names(self) -> str:
        """The authors, as one text."""
        return self.authors if self.state == LISTED else ", ".join(from_json(self.authors))


_LISTED = (
    literal(LISTED).label("state"),
    EntryRow.listed_at,
    EntryRow.id,
    EntryRow.arxiv_id,
    EntryRow.title,
    EntryRow.authors_text,
    cast(EntryRow.tags, Text),
    cast(EntryRow.section, Text),
    EntryRow.venue,
    EntryRow.date_text,
    cast(EntryRow.links, Text),
)
_CONFIRMED = (
    literal(CONFIRMED).label("state"),
    CandidateRow.decided_at,
    CandidateRow.id,
    PaperRow.arxiv_id,
    PaperRow.title,
    cast(PaperRow.authors, Text),
    cast(CandidateRow.tags, Text),
    literal("[]").label("section"),
    literal("").label("venue"),
    literal("").label("date"),
    literal("").label("links"),
)


def page(
    session: AnySession,
    list_id: int,
    *,
    conditions: Sequence[Condition] = (),
    limit: int,
    after: Place | None = None,
    is_descending: bool = True,
) -> list[Line]:
    """Return a list's lines, newest first unless told otherwise, past the place `after`."""
    asked = Asked(dialect_of(session), tuple(conditions), is_descending, after[1] if after else None)
    given: dict[str, Any] = entry_queries.given(list_id, after, limit)
    found = [Line._make(row) for row in plain_rows(session, entry_queries.listed(_LISTED, asked), given)]
    waiting = plain_rows(session, entry_queries.confirmed(_CONFIRMED, asked), given)
    if not waiting:
        return found  # which are in order already
    found += [Line._make(row) for row in waiting]
    return sorted(found, key=lambda line: line.key, reverse=is_descending)[:limit]
