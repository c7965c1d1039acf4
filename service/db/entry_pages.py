"""A list's entries, page by page, together with the confirmed papers that are on their way to it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, false, or_, select, true

from service.db.candidates import Tags
from service.db.engine import AnySession
from service.db.keyset import holds, ordered, past
from service.db.lists import StoredEntry, to_entry
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.news_rows import is_live
from service.db.papers import StoredPaper, to_paper
from service.db.tagged import has_tags
from service.domain.queries import Condition, Field, Kind
from service.domain.review import CandidateState
from service.domain.taxonomy import Taxonomy

LISTED, CONFIRMED = "listed", "confirmed"
_BATCH = 500  # lines that are counted at once
_RANK = {LISTED: 0, CONFIRMED: 1}  # breaks ties of the moment
_ENTRY_COLUMNS = {"id": EntryRow.arxiv_id, "venue": EntryRow.venue, "date": EntryRow.listed_at}
_PAPER_COLUMNS = {"id": PaperRow.arxiv_id, "date": CandidateRow.decided_at}


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
    def key(self) -> tuple[datetime, int, int]:
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
    after: tuple[datetime, int, int] | None = None,
    is_descending: bool = True,
) -> list[Standing]:
    """Return a list's lines, newest first unless told otherwise, past the place `after`."""
    found = [
        *_listed(session, list_id, conditions, limit, after, is_descending=is_descending),
        *_confirmed(session, list_id, conditions, limit, after, is_descending=is_descending),
    ]
    return sorted(found, key=lambda each: each.key, reverse=is_descending)[:limit]


def counts(
    session: AnySession, list_id: int, *, conditions: Sequence[Condition], group_by: str
) -> Mapping[str, int]:
    """Count a list's lines by a facet, state, venue, year or month; a line with two tags counts twice."""
    found: Counter[str] = Counter()
    after: tuple[datetime, int, int] | None = None
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
    session: AnySession,
    list_id: int,
    conditions: Sequence[Condition],
    limit: int,
    after: tuple[datetime, int, int] | None,
    *,
    is_descending: bool,
) -> list[Standing]:
    tests = _tests(session, EntryRow.tags, LISTED, conditions)
    query = select(EntryRow).where(is_live(list_id), holds(conditions, _ENTRY_COLUMNS, tests)).limit(limit)
    query = query.order_by(*ordered(EntryRow.listed_at, EntryRow.id, is_descending=is_descending))
    if after is not None:
        place = _past_place(EntryRow.listed_at, EntryRow.id, LISTED, after, is_descending=is_descending)
        query = query.where(place)
    found = [to_entry(row) for row in session.scalars(query)]
    return [
        Standing(state=LISTED, at=e.record.listed_at, row_id=e.id, entry=e, tags=e.record.tags) for e in found
    ]


def _confirmed(
    session: AnySession,
    list_id: int,
    conditions: Sequence[Condition],
    limit: int,
    after: tuple[datetime, int, int] | None,
    *,
    is_descending: bool,
) -> list[Standing]:
    tests = _tests(session, CandidateRow.tags, CONFIRMED, conditions)
    there = select(EntryRow.id).where(is_live(list_id), EntryRow.arxiv_id == PaperRow.arxiv_id)
    query = (
        select(CandidateRow, PaperRow)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.landed_at.is_(None),
            ~there.exists(),
            holds(conditions, _PAPER_COLUMNS, tests),
        )
        .order_by(*ordered(CandidateRow.decided_at, CandidateRow.id, is_descending=is_descending))
        .limit(limit)
    )
    if after is not None:
        column, key = CandidateRow.decided_at, CandidateRow.id
        query = query.where(_past_place(column, key, CONFIRMED, after, is_descending=is_descending))
    return [
        Standing(
            state=CONFIRMED,
            at=row.decided_at,
            row_id=row.id,
            paper=to_paper(paper),
            tags={facet: tuple(names) for facet, names in row.tags.items()},
        )
        for row, paper in session.execute(query)
        if row.decided_at is not None
    ]


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


def _tests(session: AnySession, column: Any, state: str, conditions: Sequence[Condition]) -> dict[str, Any]:
    """Tags lie in JSON; the state tells the table; a confirmed paper has no venue on the list yet."""
    tests: dict[str, Any] = {
        each.field: partial(_tagged, session, column, each.field)
        for each in conditions
        if each.kind is Kind.TAG
    }
    tests["state"] = lambda values: true() if state in values else false()
    if state == CONFIRMED:
        tests["venue"] = lambda _values: false()
    return tests


def _tagged(session: AnySession, column: Any, facet: str, values: Sequence[str]) -> ColumnElement[bool]:
    return has_tags(session, column, {facet: values})


def _past_place(
    column: Any, key: Any, state: str, after: tuple[datetime, int, int], *, is_descending: bool
) -> ColumnElement[bool]:
    at, rank, row_id = after
    own = _RANK[state]
    if own == rank:
        return past(column, key, (at, row_id), is_descending=is_descending)
    comes_later = own < rank if is_descending else own > rank
    beyond: ColumnElement[bool] = column < at if is_descending else column > at
    return or_(beyond, column == at) if comes_later else beyond
