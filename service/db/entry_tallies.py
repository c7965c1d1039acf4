"""What a list's entries come to: all of them, how many there are, how many have each tag."""

from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from service.db import entry_pages, lists
from service.db.engine import AnySession
from service.db.entry_pages import Standing
from service.db.entry_queries import LISTED, Place
from service.db.kept import Kept, mark_of, marks
from service.db.lists import StoredEntry
from service.db.models import EntryRow
from service.domain.queries import Condition, Kind

_BATCH = 500  # lines that are counted at once
_ONLY_LISTED = Condition("state", Kind.TEXT, values=(LISTED,))
_ONLY_WAITING = Condition("state", Kind.TEXT, values=(LISTED,), is_negated=True)
_ENTRIES: Kept[Sequence[StoredEntry]] = Kept(most=20_000, weigh=len)  # entries; some 2 kB each
_SIZES: Kept[Mapping[int, int]] = Kept(most=4)
_COUNTS: Kept[Mapping[str, int]] = Kept(most=500)


def entries(session: AnySession, list_id: int) -> Sequence[StoredEntry]:
    """Return all of a list's entries, newest listed first."""
    return _ENTRIES.get(mark_of(session, list_id), lambda: lists.entries(session, list_id))


def sizes(session: AnySession) -> Mapping[int, int]:
    """Return how many entries each list has, by list id."""
    query = (
        select(EntryRow.list_id, func.count()).where(EntryRow.removed_at.is_(None)).group_by(EntryRow.list_id)
    )
    return _SIZES.get(marks(session), lambda: {row[0]: row[1] for row in session.execute(query)})


def counts(
    session: AnySession, list_id: int, *, conditions: Sequence[Condition], group_by: str
) -> Mapping[str, int]:
    """Count a list's lines by a facet, state, venue, year or month; a line with two tags counts twice."""
    mark, asked = mark_of(session, list_id), tuple(conditions)
    listed = _COUNTS.get(
        (mark, asked, group_by), lambda: _count(session, list_id, (*asked, _ONLY_LISTED), group_by)
    )
    waiting = _count(session, list_id, (*asked, _ONLY_WAITING), group_by)  # which are few
    return Counter(listed) + Counter(waiting)


def tags(session: AnySession, list_id: int, facets: Sequence[str]) -> Mapping[tuple[str, str], int]:
    """Return how many of a list's entries have each tag, by (facet, tag)."""
    found: dict[tuple[str, str], int] = {}
    for facet in facets:
        counted = counts(session, list_id, conditions=(_ONLY_LISTED,), group_by=facet)
        found |= {(facet, name): number for name, number in counted.items() if name}
    return found


def _count(
    session: AnySession, list_id: int, conditions: Sequence[Condition], group_by: str
) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    after: Place | None = None
    while rows := entry_pages.page(session, list_id, conditions=conditions, limit=_BATCH, after=after):
        for row in rows:
            found.update(_group(row, group_by))
        after = rows[-1].key
    return found


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
