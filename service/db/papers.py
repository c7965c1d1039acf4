"""Papers and their versions."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time
from hashlib import blake2b
from typing import Any

from sqlalchemy import func, select

from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import PaperRow, PaperVersionRow
from service.domain.papers import ArxivId, ChangeKind, PaperChange, PaperRecord, decide_change, title_key

PAPER = tuple(PaperRow.__table__.columns)  # plain rows cost half of what mapped ones do
TURN = "papers"  # whoever changes papers takes it first, see `take_turn`
BATCH = 500  # ids in one IN (...); SQLite allows 32,766 variables, PostgreSQL 65,535


@dataclass(frozen=True, slots=True)
class StoredPaper:
    """A paper with its row id and the moment at which it became known here."""

    id: int
    record: PaperRecord
    learned_at: datetime
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class PaperVersion:
    """What one version of a paper said; title and abstract are empty where only its date is known."""

    version: int
    title: str
    abstract: str
    comment: str | None
    updated_at: datetime | None
    is_withdrawal: bool = False


@dataclass(frozen=True, slots=True)
class StoreCount:
    """What storing a batch of records did."""

    new: int = 0
    changed: int = 0
    same: int = 0


def by_ids(session: AnySession, ids: Iterable[str]) -> dict[str, StoredPaper]:
    """Return the papers of these arXiv ids, by id; unknown ones are absent."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, StoredPaper] = {}
    for start in range(0, len(wanted), BATCH):
        part = wanted[start : start + BATCH]
        rows = session.execute(select(*PAPER).where(PaperRow.arxiv_id.in_(part))).all()
        found.update((row.arxiv_id, to_paper(row)) for row in rows)
    return found


def by_row_ids(session: AnySession, ids: Sequence[int]) -> dict[int, StoredPaper]:
    """Return the papers of these row ids."""
    found: dict[int, StoredPaper] = {}
    for start in range(0, len(ids), BATCH):
        part = ids[start : start + BATCH]
        rows = session.execute(select(*PAPER).where(PaperRow.id.in_(part))).all()
        found.update((row.id, to_paper(row)) for row in rows)
    return found


def store(session: WriteSession, records: Sequence[PaperRecord], *, now: datetime) -> StoreCount:
    """Store what a source said; saying it again changes nothing, however many say it at once."""
    take_turn(session, TURN)
    latest = {str(r.arxiv_id): r for r in records}
    known = by_ids(session, latest)
    count = dict.fromkeys(ChangeKind, 0)
    for arxiv_id, record in latest.items():
        old = known.get(arxiv_id)
        change = decide_change(old.record if old else None, record)
        count[change.kind] += 1
        if change.kind is ChangeKind.NEW:
            _insert(session, record, now)
        elif old is not None and change.kind is ChangeKind.CHANGED:
            _update(session, old, change, now)
    return StoreCount(
        new=count[ChangeKind.NEW],
        changed=count[ChangeKind.CHANGED],
        same=count[ChangeKind.SAME] + count[ChangeKind.OLDER],
    )


def to_paper(row: Any, *, row_id: int | None = None) -> StoredPaper:
    """Turn a row, mapped or plain, into the value that leaves this package.

    `row_id` is for rows that are joined with another table's, whose own `id` stands there.
    """
    record = PaperRecord(
        arxiv_id=ArxivId(row.arxiv_id),
        title=row.title,
        abstract=row.abstract,
        authors=tuple(row.authors),
        categories=tuple(row.categories),
        primary_category=row.primary_category,
        submitted_at=row.submitted_at,
        updated_at=row.updated_at,
        version=row.version,
        comment=row.comment,
        journal_ref=row.journal_ref,
        doi=row.doi,
    )
    return StoredPaper(row.id if row_id is None else row_id, record, row.learned_at, row.changed_at)


def _columns(record: PaperRecord) -> dict[str, object]:
    return {
        **asdict(record),
        "arxiv_id": str(record.arxiv_id),
        "authors": list(record.authors),
        "categories": list(record.categories),
        "title_key": title_key(record.title),
    }


def _insert(session: WriteSession, record: PaperRecord, now: datetime) -> None:
    row = PaperRow(**_columns(record), learned_at=now, changed_at=now)
    session.add(row)
    session.flush()  # the version needs the paper's id
    session.add(_version(row.id, record, now))


def _update(session: WriteSession, old: StoredPaper, change: PaperChange, now: datetime) -> None:
    row = session.get_one(PaperRow, old.id)
    for name, value in _columns(change.record).items():
        setattr(row, name, value)
    row.changed_at = now
    known = session.scalar(
        select(PaperVersionRow).where(
            PaperVersionRow.paper_id == old.id, PaperVersionRow.version == change.record.version
        )
    )
    if known is None:
        session.add(_version(old.id, change.record, now))
    elif not known.title or {"title", "abstract", "comment"} & set(change.changed):
        known.learned_at = known.learned_at if known.title else now
        known.title, known.abstract = change.record.title, change.record.abstract
        known.comment = change.record.comment


def _version(paper_id: int, record: PaperRecord, now: datetime) -> PaperVersionRow:
    return PaperVersionRow(
        paper_id=paper_id,
        version=record.version,
        title=record.title,
        abstract=record.abstract,
        comment=record.comment,
        updated_at=record.updated_at,
        learned_at=now,
    )


def count(session: AnySession) -> int:
    """Return how many papers are known."""
    return session.scalar(select(func.count()).select_from(PaperRow)) or 0


def since(session: AnySession, first: date | None) -> list[StoredPaper]:
    """Return the papers submitted on or after a day, oldest id first; all, if no day is given."""
    query = select(*PAPER).order_by(PaperRow.id)
    if first is not None:
        query = query.where(PaperRow.submitted_at >= datetime.combine(first, time(), tzinfo=UTC))
    return [to_paper(row) for row in session.execute(query)]


def sample(session: AnySession, *, without: set[str], limit: int) -> list[StoredPaper]:
    """Return at most `limit` papers as if drawn at random, always the same ones of the same papers."""
    ids = [i for i in session.scalars(select(PaperRow.arxiv_id)) if i not in without]
    drawn = sorted(ids, key=lambda i: blake2b(i.encode(), digest_size=8).digest())[:limit]
    found = by_ids(session, drawn)
    return [found[i] for i in sorted(found)]


def versions(session: AnySession, paper_id: int) -> list[PaperVersion]:
    """Return what each version of a paper said, oldest first."""
    query = select(PaperVersionRow).where(PaperVersionRow.paper_id == paper_id)
    return [
        PaperVersion(r.version, r.title, r.abstract, r.comment, r.updated_at, r.is_withdrawal)
        for r in session.scalars(query.order_by(PaperVersionRow.version))
    ]
