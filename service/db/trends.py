"""What the pages about tags count: a list's papers with their months, and where lists disagree."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from service.db.engine import AnySession
from service.db.kept import Kept, mark_of, marks
from service.db.lists import ENTRY, StoredEntry, to_entry
from service.db.models import EntryRow
from service.db.news_rows import is_live
from service.domain.papers import ArxivId
from service.domain.trends import Dated

MOST_SHARED = 500  # papers on several lists that are compared, the newest first


@dataclass(frozen=True, slots=True)
class Shared:
    """A paper that stands on several lists."""

    arxiv_id: str
    entries: tuple[StoredEntry, ...]


_DATED: Kept[Sequence[Dated]] = Kept(most=50_000, weigh=len)  # papers; some 400 bytes each
_SHARED: Kept[Sequence[Shared]] = Kept(most=2)


def dated(session: AnySession, list_id: int) -> Sequence[Dated]:
    """Return the month and the tags of each of a list's papers.

    The month is that of the arXiv id; of a paper without one, that in which the list took it in.
    """
    return _DATED.get(mark_of(session, list_id), lambda: _dated(session, list_id))


def shared(session: AnySession) -> Sequence[Shared]:
    """Return the newest papers that stand on several lists, with their entries."""
    return _SHARED.get(marks(session), lambda: _shared(session))


def _dated(session: AnySession, list_id: int) -> Sequence[Dated]:
    query = select(EntryRow.arxiv_id, EntryRow.listed_at, EntryRow.tags).where(is_live(list_id))
    return [
        Dated(_month(arxiv_id) if arxiv_id else f"{listed_at:%Y-%m}", tags)
        for arxiv_id, listed_at, tags in session.execute(query)
    ]


def _shared(session: AnySession) -> Sequence[Shared]:
    several = (
        select(EntryRow.arxiv_id)
        .where(EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None))
        .group_by(EntryRow.arxiv_id)
        .having(func.count(EntryRow.list_id.distinct()) > 1)
        .order_by(func.max(EntryRow.listed_at).desc(), EntryRow.arxiv_id)
        .limit(MOST_SHARED)
    )
    ids = [arxiv_id for arxiv_id in session.scalars(several) if arxiv_id]
    rows = select(*ENTRY).where(EntryRow.arxiv_id.in_(ids), EntryRow.removed_at.is_(None))
    found: dict[str, list[StoredEntry]] = {arxiv_id: [] for arxiv_id in ids}
    for row in session.execute(rows.order_by(EntryRow.list_id, EntryRow.position)):
        found[row.arxiv_id].append(to_entry(row))
    return [Shared(arxiv_id, tuple(entries)) for arxiv_id, entries in found.items()]


def _month(arxiv_id: str) -> str:
    year, month = ArxivId(arxiv_id).month
    return f"{year:04d}-{month:02d}"
