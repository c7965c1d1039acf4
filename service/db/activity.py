"""What happened on a list: the papers that it listed and those that people confirmed, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, case, func, literal, or_, select, tuple_, union_all
from sqlalchemy.orm import aliased

from service.db import papers
from service.db.engine import AnySession
from service.db.lists import StoredEntry, to_entry
from service.db.models import CandidateRow, EntryRow, PaperRow
from service.db.papers import StoredPaper
from service.db.tagged import Wanted, has_tags
from service.domain.review import CandidateState

Tags = Mapping[str, tuple[str, ...]]
NO_ID = "entry:"  # begins the key of a paper that has no arXiv id


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One paper of a list, once, however often it stands there.

    `at` orders: the moment of the first verdict or listing that we learned of; for what was on the list
    before we followed it, the day on which the list took it in. `learned_at` is the last thing we learned.
    """

    key: str
    at: datetime
    learned_at: datetime
    paper: StoredPaper | None
    entry: StoredEntry | None
    confirmed_at: datetime | None
    tags: Tags

    @property
    def title(self) -> str:
        """The paper's title as arXiv has it, else as the list has it."""
        return (
            self.paper.record.title if self.paper else (self.entry.record.title if self.entry else self.key)
        )


def news(
    session: AnySession,
    list_id: int,
    *,
    limit: int | None = None,
    after: tuple[datetime, str] | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    tags: Wanted | None = None,
) -> list[News]:
    """Return a list's papers, newest first, past the (at, key) pair `after`, with `since <= at < until`."""
    found = _grouped(session, list_id, tags or {})
    query = select(found.c.key, found.c.at, found.c.learned_at).order_by(
        found.c.at.desc(), found.c.key.desc()
    )
    if after is not None:
        query = query.where(tuple_(found.c.at, found.c.key) < after)
    if since is not None:
        query = query.where(found.c.at >= since)
    if until is not None:
        query = query.where(found.c.at < until)
    if limit is not None:
        query = query.limit(limit)
    rows = [(key, at, learned_at) for key, at, learned_at in session.execute(query)]
    return _filled(session, list_id, rows)


def moments(session: AnySession, list_id: int, *, until: datetime) -> list[datetime]:
    """Return when each of a list's papers came in, up to a moment, oldest first."""
    found = _grouped(session, list_id, {})
    return list(session.scalars(select(found.c.at).where(found.c.at < until).order_by(found.c.at)))


def last_before(session: AnySession, list_id: int, moment: datetime, tags: Wanted) -> datetime | None:
    """Return when the last thing happened before a moment."""
    found = _grouped(session, list_id, tags)
    last: datetime | None = session.scalar(select(func.max(found.c.at)).where(found.c.at < moment))
    return last


def first_from(session: AnySession, list_id: int, moment: datetime, tags: Wanted) -> datetime | None:
    """Return when the first thing happened at or after a moment."""
    found = _grouped(session, list_id, tags)
    first: datetime | None = session.scalar(select(func.min(found.c.at)).where(found.c.at >= moment))
    return first


def _grouped(session: AnySession, list_id: int, tags: Wanted) -> Subquery:
    listed = select(
        func.coalesce(EntryRow.arxiv_id, literal(NO_ID) + EntryRow.key).label("key"),
        _listed_at(list_id).label("at"),
        EntryRow.learned_at.label("learned_at"),
    ).where(is_live(list_id), ~_is_doubled(), has_tags(session, EntryRow.tags, tags))
    confirmed = (
        select(PaperRow.arxiv_id, CandidateRow.decided_at, CandidateRow.decided_at)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(_is_confirmed(list_id), has_tags(session, CandidateRow.tags, tags))
    )
    both = union_all(listed, confirmed).subquery()
    return (
        select(both.c.key, func.min(both.c.at).label("at"), func.max(both.c.learned_at).label("learned_at"))
        .group_by(both.c.key)
        .subquery()
    )


def _listed_at(list_id: int) -> ColumnElement[datetime]:
    """The day that the list says, for what stood there at our first look; later, the moment we saw it.

    A list's own dates may lie weeks back (a branch merged late): taken later on, they would put papers
    behind what subscribers have read already.
    """
    twin = aliased(EntryRow)
    first_look = select(func.min(twin.learned_at)).where(twin.list_id == list_id).scalar_subquery()
    is_old = and_(EntryRow.learned_at == first_look, EntryRow.listed_at < EntryRow.learned_at)
    return case((is_old, EntryRow.listed_at), else_=EntryRow.learned_at)


def is_live(list_id: int) -> ColumnElement[bool]:
    """Accept the entries that stand on the list now."""
    return and_(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))


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


def _is_confirmed(list_id: int) -> ColumnElement[bool]:
    """Accepted, and not taken off the list again after it had landed."""
    still_there = select(EntryRow.id).where(is_live(list_id), EntryRow.arxiv_id == PaperRow.arxiv_id)
    return and_(
        CandidateRow.list_id == list_id,
        CandidateRow.state == CandidateState.ACCEPTED,
        or_(CandidateRow.landed_at.is_(None), still_there.exists()),
    )


def _filled(session: AnySession, list_id: int, rows: Sequence[tuple[str, datetime, datetime]]) -> list[News]:
    keys = [key for key, _, _ in rows]
    known = papers.by_ids(session, [key for key in keys if not key.startswith(NO_ID)])
    entries = _entries(session, list_id, keys)
    confirmed = _confirmed(session, list_id, [paper.id for paper in known.values()])
    filled = []
    for key, at, learned_at in rows:
        paper, own = known.get(key), entries.get(key, [])
        confirmed_at, said = confirmed.get(paper.id, (None, {})) if paper else (None, {})
        filled.append(
            News(
                key=key,
                at=at,
                learned_at=learned_at,
                paper=paper,
                entry=own[0] if own else None,
                confirmed_at=confirmed_at,
                tags={**said, **_merged(own)},
            )
        )
    return filled


def _entries(session: AnySession, list_id: int, keys: Sequence[str]) -> dict[str, list[StoredEntry]]:
    found: dict[str, list[StoredEntry]] = {}
    for start in range(0, len(keys), papers.BATCH):
        part = keys[start : start + papers.BATCH]
        named = [key.removeprefix(NO_ID) for key in part if key.startswith(NO_ID)]
        query = select(EntryRow).where(
            is_live(list_id),
            or_(EntryRow.arxiv_id.in_(part), and_(EntryRow.arxiv_id.is_(None), EntryRow.key.in_(named))),
        )
        for row in session.scalars(query.order_by(EntryRow.position, EntryRow.id)):
            found.setdefault(row.arxiv_id or NO_ID + row.key, []).append(to_entry(row))
    return found


def _confirmed(
    session: AnySession, list_id: int, paper_ids: Sequence[int]
) -> dict[int, tuple[datetime | None, Tags]]:
    found: dict[int, tuple[datetime | None, Tags]] = {}
    for start in range(0, len(paper_ids), papers.BATCH):
        query = select(CandidateRow.paper_id, CandidateRow.decided_at, CandidateRow.tags).where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.paper_id.in_(paper_ids[start : start + papers.BATCH]),
        )
        for paper_id, decided_at, tags in session.execute(query):
            found[paper_id] = decided_at, {facet: tuple(names) for facet, names in tags.items()}
    return found


def _merged(entries: Sequence[StoredEntry]) -> Tags:
    merged: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        for facet, names in entry.record.tags.items():
            merged[facet] = tuple(dict.fromkeys((*merged.get(facet, ()), *names)))
    return merged
