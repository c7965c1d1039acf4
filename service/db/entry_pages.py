"""A list's entries, page by page, together with the confirmed papers that are on their way to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from service.db import entry_queries
from service.db.candidates import Tags
from service.db.engine import AnySession, dialect_of
from service.db.entry_queries import CONFIRMED, LISTED, RANK, Asked, Place
from service.db.lists import ENTRY, StoredEntry, to_entry
from service.db.models import CandidateRow
from service.db.papers import PAPER, StoredPaper, to_paper
from service.domain.queries import Condition, Field, Kind
from service.domain.taxonomy import Taxonomy

_CONFIRMED = (*PAPER, CandidateRow.id.label("candidate_id"), CandidateRow.decided_at, CandidateRow.tags)


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
        return self.at, RANK[self.state], self.row_id


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
    asked = Asked(dialect_of(session), tuple(conditions), is_descending, after[1] if after else None)
    given = entry_queries.given(list_id, after, limit)
    found = [*_listed(session, asked, given), *_confirmed(session, asked, given)]
    return sorted(found, key=lambda each: each.key, reverse=is_descending)[:limit]


def _listed(session: AnySession, asked: Asked, given: dict[str, Any]) -> list[Standing]:
    rows = session.execute(entry_queries.listed(ENTRY, asked), given)
    found = [to_entry(row) for row in rows]
    return [
        Standing(state=LISTED, at=e.record.listed_at, row_id=e.id, entry=e, tags=e.record.tags) for e in found
    ]


def _confirmed(session: AnySession, asked: Asked, given: dict[str, Any]) -> list[Standing]:
    return [
        Standing(
            state=CONFIRMED,
            at=row.decided_at,
            row_id=row.candidate_id,
            paper=to_paper(row),
            tags={facet: tuple(names) for facet, names in row.tags.items()},
        )
        for row in session.execute(entry_queries.confirmed(_CONFIRMED, asked), given)
    ]
