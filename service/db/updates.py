"""Updates of listed papers: what their entries do not say yet, and what people said of that."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ScalarSelect, Select, delete, func, select, update

from service.db.engine import AnySession, WriteSession
from service.db.lists import StoredEntry, to_entry
from service.db.models import EntryRow, EntryUpdateRow, PaperRow
from service.db.papers import StoredPaper, to_paper
from service.domain.updates import Standing, UpdateState
from service.domain.watch import Evidence, Update, UpdateKind
from service.errors import Conflict, NotFound


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryUpdate:
    """A change that an entry may want: waiting for a verdict, or past it."""

    id: int
    list_id: int
    entry: StoredEntry
    is_listed: bool
    paper: StoredPaper
    kind: UpdateKind
    value: str
    key: str
    evidence: tuple[Evidence, ...]
    state: UpdateState
    revision: int
    found_at: datetime
    decided_at: datetime | None
    decided_by: str | None
    landed_at: datetime | None
    publication_id: int | None

    @property
    def standing(self) -> Standing:
        """What a verdict depends on."""
        return Standing(state=self.state, revision=self.revision, has_landed=self.landed_at is not None)


def add(
    session: WriteSession, *, list_id: int, entry_id: int, paper_id: int, found: Update, now: datetime
) -> None:
    """Let an update wait for a verdict."""
    quotes = [{"where": e.where, "quote": e.quote} for e in found.evidence]
    session.add(
        EntryUpdateRow(
            list_id=list_id,
            entry_id=entry_id,
            paper_id=paper_id,
            kind=found.kind,
            value=found.value,
            key=found.key,
            evidence={"quotes": quotes},
            state=UpdateState.PENDING,
            revision=1,
            found_at=now,
        )
    )


def of_list(session: AnySession, list_id: int, *, state: UpdateState | None = None) -> list[EntryUpdate]:
    """Return a list's updates that it does not say yet, oldest first; in one state, or all."""
    query = _joined().where(EntryUpdateRow.list_id == list_id, EntryUpdateRow.landed_at.is_(None))
    if state is not None:
        query = query.where(EntryUpdateRow.state == state)
    return _read(session, query.order_by(EntryUpdateRow.found_at, EntryUpdateRow.id))


def lately(session: AnySession, list_id: int, *, limit: int) -> list[EntryUpdate]:
    """Return the updates that were decided on last, the latest first."""
    decided = EntryUpdateRow.decided_at.is_not(None)
    query = _joined().where(EntryUpdateRow.list_id == list_id, decided)
    return _read(session, query.order_by(EntryUpdateRow.decided_at.desc(), EntryUpdateRow.id).limit(limit))


def of_paper(session: AnySession, paper_id: int) -> list[EntryUpdate]:
    """Return a paper's updates in all lists, oldest first."""
    return _read(session, _joined().where(EntryUpdateRow.paper_id == paper_id).order_by(EntryUpdateRow.id))


def of_publication(session: AnySession, publication_id: int) -> list[EntryUpdate]:
    """Return the updates that are in a publication."""
    query = _joined().where(EntryUpdateRow.publication_id == publication_id)
    return _read(session, query.order_by(EntryUpdateRow.id))


def waiting(list_id: int) -> ScalarSelect[int]:
    """Return, as part of a query, how many of a list's updates wait for a verdict."""
    query = (
        select(func.count())
        .select_from(EntryUpdateRow)
        .join(EntryRow, EntryRow.id == EntryUpdateRow.entry_id)
        .where(EntryUpdateRow.list_id == list_id, EntryUpdateRow.state == UpdateState.PENDING)
        .where(EntryUpdateRow.landed_at.is_(None), EntryRow.removed_at.is_(None))
    )
    return query.scalar_subquery()


def claim(session: WriteSession, update_id: int, *, list_id: int) -> EntryUpdate:
    """Return one update of a list that nobody else can decide on until this session ends.

    Raises:
        NotFound: there is none of that id.
    """
    query = _joined().where(EntryUpdateRow.id == update_id, EntryUpdateRow.list_id == list_id)
    query = query.with_for_update(of=EntryUpdateRow, key_share=True)
    found = _read(session, query.execution_options(populate_existing=True))
    if not found:
        raise NotFound("There is no such update any more; go back to the updates.")
    return found[0]


def move(session: WriteSession, found: EntryUpdate, state: UpdateState, *, who: str, now: datetime) -> None:
    """Put an update where a verdict says.

    Raises:
        Conflict: it has changed since it was read.
    """
    is_pending = state is UpdateState.PENDING
    moved = session.scalar(
        update(EntryUpdateRow)
        .where(EntryUpdateRow.id == found.id, EntryUpdateRow.revision == found.revision)
        .values(
            state=state,
            decided_at=None if is_pending else now,
            decided_by=None if is_pending else who,
            revision=found.revision + 1,
        )
        .returning(EntryUpdateRow.id)
    )
    if moved is None:
        raise Conflict("Somebody else has decided on this update just now; look at it again.")


def forget(session: WriteSession, update_ids: Collection[int]) -> None:
    """Take back updates that nobody has decided on and that hold no more."""
    session.execute(
        delete(EntryUpdateRow).where(
            EntryUpdateRow.id.in_(update_ids), EntryUpdateRow.state == UpdateState.PENDING
        )
    )


def mark_landed(session: WriteSession, update_ids: Collection[int], *, now: datetime) -> None:
    """Remember that entries say their updates now."""
    session.execute(update(EntryUpdateRow).where(EntryUpdateRow.id.in_(update_ids)).values(landed_at=now))


def unland(session: WriteSession, update_ids: Collection[int]) -> None:
    """Remember that entries say their updates no more."""
    session.execute(update(EntryUpdateRow).where(EntryUpdateRow.id.in_(update_ids)).values(landed_at=None))


def set_publication(session: WriteSession, publication_id: int, update_ids: Collection[int]) -> None:
    """Say which updates are in a publication now."""
    there = update(EntryUpdateRow).where(EntryUpdateRow.publication_id == publication_id)
    session.execute(there.values(publication_id=None))
    session.execute(
        update(EntryUpdateRow).where(EntryUpdateRow.id.in_(update_ids)).values(publication_id=publication_id)
    )


def by_entry(found: Sequence[EntryUpdate]) -> dict[int, list[EntryUpdate]]:
    """Return updates by the row id of their entry."""
    of_entry: dict[int, list[EntryUpdate]] = defaultdict(list)
    for each in found:
        of_entry[each.entry.id].append(each)
    return of_entry


def every(session: AnySession, list_id: int) -> list[EntryUpdate]:
    """Return all updates that a list ever had."""
    return _read(session, _joined().where(EntryUpdateRow.list_id == list_id).order_by(EntryUpdateRow.id))


def _joined() -> Select[EntryUpdateRow, EntryRow, PaperRow]:
    return (
        select(EntryUpdateRow, EntryRow, PaperRow)
        .join(EntryRow, EntryRow.id == EntryUpdateRow.entry_id)
        .join(PaperRow, PaperRow.id == EntryUpdateRow.paper_id)
    )


def _read(session: AnySession, query: Select[EntryUpdateRow, EntryRow, PaperRow]) -> list[EntryUpdate]:
    return [
        EntryUpdate(
            id=row.id,
            list_id=row.list_id,
            entry=to_entry(entry),
            is_listed=entry.removed_at is None,
            paper=to_paper(paper),
            kind=UpdateKind(row.kind),
            value=row.value,
            key=row.key,
            evidence=tuple(Evidence(q["where"], q["quote"]) for q in row.evidence["quotes"]),
            state=UpdateState(row.state),
            revision=row.revision,
            found_at=row.found_at,
            decided_at=row.decided_at,
            decided_by=row.decided_by,
            landed_at=row.landed_at,
            publication_id=row.publication_id,
        )
        for row, entry, paper in session.execute(query)
    ]
