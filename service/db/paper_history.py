"""What papers were before: their versions, told by the query interface and by harvests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import EntryRow, PaperRow, PaperVersionRow
from service.db.papers import BATCH


@dataclass(frozen=True, slots=True)
class VersionTold:
    """A version as a harvest tells of it: when it came, and whether it is a withdrawal."""

    number: int
    submitted_at: datetime
    is_withdrawal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The titles that a paper ever had, and whether it is withdrawn or deleted by now."""

    titles: tuple[str, ...] = ()
    is_withdrawn: bool = False


def record_versions(
    session: WriteSession, paper_id: int, told: Sequence[VersionTold], *, now: datetime
) -> int | None:
    """Store the dates of a paper's versions; return the newest number if its text is not known here.

    A version older than the one we know is no news: it counts as learned with the paper itself.
    """
    paper = session.get_one(PaperRow, paper_id)
    query = select(PaperVersionRow).where(PaperVersionRow.paper_id == paper_id)
    known = {row.version: row for row in session.scalars(query)}
    for version in told:
        row = known.get(version.number)
        if row is None:
            row = PaperVersionRow(
                paper_id=paper_id,
                version=version.number,
                title="",
                abstract="",
                comment=None,
                learned_at=paper.learned_at if version.number < paper.version else now,
            )
            session.add(row)
        row.updated_at, row.is_withdrawal = version.submitted_at, version.is_withdrawal
    newest = max((v.number for v in told), default=0)
    paper.latest_version = max(paper.latest_version, newest)
    return newest if newest > paper.version else None


def record_deletions(session: WriteSession, deleted_on: Mapping[int, date | None]) -> None:
    """Remember since when arXiv has deleted papers; None of one that it has."""
    for paper_id, on in deleted_on.items():
        if on is not None:
            session.execute(update(PaperRow).where(PaperRow.id == paper_id).values(deleted_on=on))
    there = [paper_id for paper_id, on in deleted_on.items() if on is None]
    for start in range(0, len(there), BATCH):
        back = PaperRow.id.in_(there[start : start + BATCH]), PaperRow.deleted_on.is_not(None)
        session.execute(update(PaperRow).where(*back).values(deleted_on=None))


def of_papers(session: AnySession, paper_ids: Sequence[int]) -> dict[int, History]:
    """Return the histories of papers, by row id."""
    found: dict[int, History] = {}
    for start in range(0, len(paper_ids), BATCH):
        chunk = paper_ids[start : start + BATCH]
        rows = session.execute(
            select(PaperVersionRow, PaperRow.version, PaperRow.latest_version, PaperRow.deleted_on)
            .join(PaperRow, PaperRow.id == PaperVersionRow.paper_id)
            .where(PaperVersionRow.paper_id.in_(chunk))
            .order_by(PaperVersionRow.paper_id, PaperVersionRow.version)
        )
        for row, version, latest, deleted_on in rows:
            before = found.get(row.paper_id, History())
            is_last = row.version >= max(version, latest)
            found[row.paper_id] = History(
                titles=(*before.titles, *((row.title,) if row.title else ())),
                is_withdrawn=before.is_withdrawn or deleted_on is not None or (is_last and row.is_withdrawal),
            )
    return found


def behind(session: AnySession, *, limit: int) -> list[str]:
    """Return the ids of papers of which a harvest has seen a newer version than we know."""
    query = select(PaperRow.arxiv_id).where(PaperRow.latest_version > PaperRow.version)
    return list(session.scalars(query.order_by(PaperRow.asked_at, PaperRow.id).limit(limit)))


def longest_unasked(session: AnySession, *, before: datetime, limit: int) -> list[str]:
    """Return listed papers that nobody has asked arXiv for since a moment, those never asked for first."""
    listed = select(EntryRow.arxiv_id).where(EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None))
    asked_at = func.coalesce(PaperRow.asked_at, PaperRow.learned_at)
    query = select(PaperRow.arxiv_id).where(PaperRow.arxiv_id.in_(listed), asked_at < before)
    return list(session.scalars(query.order_by(asked_at, PaperRow.id).limit(limit)))


def mark_asked(session: WriteSession, ids: Sequence[str], *, now: datetime) -> None:
    """Remember when papers were asked for by id."""
    session.execute(update(PaperRow).where(PaperRow.arxiv_id.in_(ids)).values(asked_at=now))
