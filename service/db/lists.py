"""Lists, their snapshots and their entries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, bindparam, select, tuple_, update
from sqlalchemy import cast as sql_cast

from service.db.engine import AnySession, WriteSession, plain_rows, take_turn
from service.db.list_specs import read_spec
from service.db.models import EntryRow, ListRow, ListSnapshotRow
from service.db.moments import is_known, once
from service.domain.lists import EntryRecord, ListSpec, spec_to_mapping
from service.domain.papers import title_key
from service.errors import NotFound

EVERY = "lists"  # the question for all lists


@dataclass(frozen=True, slots=True)
class StoredList:
    """A list that we follow. `mark` stands for all that `spec` says."""

    id: int
    spec: ListSpec
    head: str | None
    synced_at: datetime | None
    problem: str | None
    mark: str = ""

    @property
    def slug(self) -> str:
        """The list's name in addresses and commands."""
        return self.spec.slug


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry with its row id."""

    id: int
    list_id: int
    record: EntryRecord
    learned_at: datetime


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The bytes of a list's file at a commit."""

    commit_id: str
    path: str
    content: bytes
    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SyncCount:
    """What a sync found, against what was known."""

    added: int
    kept: int
    removed: int


def ensure(session: WriteSession, spec: ListSpec, *, now: datetime) -> StoredList:
    """Follow a list, or take over what its catalog entry says now; what was changed in the browser stays.

    The list is taken then, see `turns`.
    """
    named = select(ListRow).where(ListRow.slug == spec.slug).with_for_update(key_share=True)
    row = session.scalar(named)
    if row is None:
        take_turn(session, "new lists")
        row = session.scalar(named)
    if row is None:
        row = ListRow(slug=spec.slug, name=spec.name, spec={}, added_at=now)
        session.add(row)
    row.name, row.spec, row.removed_at = spec.name, spec_to_mapping(spec), None
    session.flush()  # the caller needs the id
    return by_id(session, row.id)


def every(session: AnySession) -> list[StoredList]:
    """Return all lists that are followed, in the order in which they were added."""
    return list(once(session, EVERY, lambda: tuple(_read(session, _EVERY))))


def by_id(session: AnySession, list_id: int) -> StoredList:
    """Return the list of that row id; it must exist."""
    return _read(session, _lists().where(ListRow.id == list_id))[0]


def by_slug(session: AnySession, name: str) -> StoredList:
    """Return the list of that slug or alias.

    Raises:
        NotFound: there is none; the text names those that there are.
    """
    if name.isprintable() and not is_known(session, EVERY):
        found = _read(session, _NAMED, {"slug": name})
        if found:
            return found[0]
    known = every(session)
    for each in sorted(known, key=lambda each: each.slug != name):
        if each.slug == name or name in each.spec.aliases:
            return each
    said = ", ".join(each.slug for each in known) or "none yet; run `listkeeper lists sync`"
    raise NotFound(f"There is no list {name!r}. Lists: {said}.")


def record_sync(
    session: WriteSession,
    list_id: int,
    *,
    snapshots: Sequence[Snapshot],
    entries: Sequence[EntryRecord],
    head: str,
    now: datetime,
) -> SyncCount:
    """Store a list's files and entries at its head; the same head again changes nothing but the time."""
    for snapshot in snapshots:
        _ensure_snapshot(session, list_id, snapshot, now)
    session.execute(
        update(ListRow).where(ListRow.id == list_id).values(head=head, synced_at=now, problem=None)
    )
    rows = {r.key: r for r in session.scalars(select(EntryRow).where(EntryRow.list_id == list_id))}
    is_first_look = not rows
    added = kept = 0
    for entry in entries:
        row = rows.pop(entry.key, None)
        if row is None:
            news_at = min(entry.listed_at, now) if is_first_look else now
            session.add(
                EntryRow(list_id=list_id, learned_at=now, news_at=news_at, removed_at=None, **_columns(entry))
            )
            added += 1
            continue
        kept += 1
        for name, value in _columns(entry).items():
            if name != "listed_at":
                setattr(row, name, value)
        row.removed_at = None
    gone = [row for row in rows.values() if row.removed_at is None]
    for row in gone:
        row.removed_at = now
    return SyncCount(added=added, kept=kept, removed=len(gone))


def record_problem(session: WriteSession, list_id: int, problem: str) -> None:
    """Remember why a list could not be synced."""
    session.execute(update(ListRow).where(ListRow.id == list_id).values(problem=problem))


def entries(
    session: AnySession,
    list_id: int,
    *,
    limit: int | None = None,
    before: tuple[datetime, int] | None = None,
) -> list[StoredEntry]:
    """Return a list's entries, newest listed first, older than the (listed_at, id) pair `before`."""
    query = (
        select(*ENTRY)
        .where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
        .order_by(EntryRow.listed_at.desc(), EntryRow.id.desc())
    )
    if before is not None:
        query = query.where(tuple_(EntryRow.listed_at, EntryRow.id) < before)
    if limit is not None:
        query = query.limit(limit)
    return [to_entry(row) for row in session.execute(query)]


def entries_of_paper(session: AnySession, arxiv_id: str) -> list[StoredEntry]:
    """Return the entries of one paper in all lists."""
    query = select(EntryRow).where(EntryRow.arxiv_id == arxiv_id, EntryRow.removed_at.is_(None))
    return [to_entry(row) for row in session.scalars(query.order_by(EntryRow.list_id))]


def entries_of_papers(session: AnySession, arxiv_ids: Sequence[str]) -> dict[str, list[StoredEntry]]:
    """Return the entries of papers in all lists, by arXiv id; those of papers on no list are absent."""
    query = select(*ENTRY).where(EntryRow.arxiv_id.in_(arxiv_ids), EntryRow.removed_at.is_(None))
    found: dict[str, list[StoredEntry]] = {}
    for row in session.execute(query.order_by(EntryRow.list_id, EntryRow.position)):
        found.setdefault(row.arxiv_id, []).append(to_entry(row))
    return found


def listed_ids(session: AnySession, list_id: int | None = None) -> set[str]:
    """Return the arXiv ids that a list, or any list, names."""
    query = select(EntryRow.arxiv_id).where(EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None))
    if list_id is not None:
        query = query.where(EntryRow.list_id == list_id)
    return {arxiv_id for arxiv_id in session.scalars(query) if arxiv_id}


def listed_title_keys(session: AnySession, list_id: int) -> set[str]:
    """Return the reduced titles of a list's entries, for papers listed under another link."""
    query = select(EntryRow.title_key).where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
    return set(session.scalars(query))


def snapshot(session: AnySession, list_id: int, commit_id: str, path: str) -> Snapshot | None:
    """Return a list's file at a commit."""
    row = session.scalar(
        select(ListSnapshotRow).where(
            ListSnapshotRow.list_id == list_id,
            ListSnapshotRow.commit_id == commit_id,
            ListSnapshotRow.path == path,
        )
    )
    return Snapshot(row.commit_id, row.path, row.content, tuple(row.problems)) if row else None


def problems(session: AnySession, found: StoredList) -> Iterable[str]:
    """Return what could not be read in a list's files at its head."""
    for path in found.spec.paths:
        shot = snapshot(session, found.id, found.head or "", path)
        yield from shot.problems if shot else ()


def _ensure_snapshot(session: WriteSession, list_id: int, shot: Snapshot, now: datetime) -> None:
    if snapshot(session, list_id, shot.commit_id, shot.path) is None:
        session.add(
            ListSnapshotRow(
                list_id=list_id,
                commit_id=shot.commit_id,
                path=shot.path,
                content=shot.content,
                problems=list(shot.problems),
                taken_at=now,
            )
        )


def _columns(entry: EntryRecord) -> dict[str, object]:
    names = ("key", "arxiv_id", "title", "path", "position", "first_byte", "last_byte", "authors_text")
    return {
        **{name: getattr(entry, name) for name in (*names, "date_text", "venue", "listed_at")},
        "title_key": title_key(entry.title),
        "section": list(entry.section),
        "tags": {facet: list(tags) for facet, tags in entry.tags.items()},
        "links": {role: list(urls) for role, urls in entry.links.items()},
    }


ENTRY = tuple(EntryRow.__table__.columns)
"""What to select where many entries are read: plain rows cost half of what mapped ones do."""


def to_entry(row: Any) -> StoredEntry:
    """Turn a row, mapped or plain, into the value that leaves this package."""
    record = EntryRecord(
        key=row.key,
        arxiv_id=row.arxiv_id,
        title=row.title,
        path=row.path,
        position=row.position,
        first_byte=row.first_byte,
        last_byte=row.last_byte,
        section=tuple(row.section),
        tags={facet: tuple(tags) for facet, tags in row.tags.items()},
        links={role: tuple(urls) for role, urls in row.links.items()},
        authors_text=row.authors_text,
        date_text=row.date_text,
        venue=row.venue,
        listed_at=row.listed_at,
    )
    return StoredEntry(row.id, row.list_id, record, row.learned_at)


def _lists() -> Select[int, str, str, str | None, datetime | None, str | None]:
    """Select lists with what they say as text: the same text is read into a value once."""
    says = (sql_cast(ListRow.spec, Text), sql_cast(ListRow.changes, Text))
    return select(ListRow.id, *says, ListRow.head, ListRow.synced_at, ListRow.problem)


_EVERY = _lists().where(ListRow.removed_at.is_(None)).order_by(ListRow.id)
_NAMED = _lists().where(ListRow.slug == bindparam("slug"), ListRow.removed_at.is_(None))


def _read(
    session: AnySession,
    query: Select[int, str, str, str | None, datetime | None, str | None],
    given: Mapping[str, Any] | None = None,
) -> list[StoredList]:
    found = []
    for list_id, text, changed, head, synced_at, problem in plain_rows(session, query, given):
        spec, mark = read_spec(text, changed)
        found.append(StoredList(list_id, spec, head, synced_at, problem, mark))
    return found
