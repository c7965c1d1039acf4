"""What happened to papers that are on a list already: new versions, withdrawals, removals."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased

from service.db.engine import AnySession
from service.db.lists import to_entry
from service.db.models import CandidateRow, EntryRow, PaperRow, PaperVersionRow
from service.db.news_rows import NO_ID, is_live
from service.domain.digest import ChangeKind, DigestChange, is_withdrawn
from service.domain.papers import ArxivId
from service.domain.review import CandidateState


def between(session: AnySession, list_id: int, *, since: datetime, until: datetime) -> list[DigestChange]:
    """Return what happened to the list's papers in `since <= at < until`, oldest first."""
    found = [*_new_versions(session, list_id, since, until), *_removals(session, list_id, since, until)]
    return sorted(found, key=lambda change: (change.at, change.key))


def _new_versions(session: AnySession, list_id: int, since: datetime, until: datetime) -> list[DigestChange]:
    on_list = select(EntryRow.id).where(is_live(list_id), EntryRow.arxiv_id == PaperRow.arxiv_id)
    confirmed = select(CandidateRow.id).where(
        CandidateRow.list_id == list_id,
        CandidateRow.paper_id == PaperRow.id,
        CandidateRow.state == CandidateState.ACCEPTED,
    )
    query = (
        select(PaperRow.arxiv_id, PaperVersionRow)
        .join(PaperRow, PaperRow.id == PaperVersionRow.paper_id)
        .where(
            PaperVersionRow.learned_at >= since,
            PaperVersionRow.learned_at < until,
            PaperVersionRow.learned_at > PaperRow.learned_at,
            PaperVersionRow.title != "",  # of others only the date is known
            or_(on_list.exists(), confirmed.exists()),
        )
    )
    return [
        DigestChange(
            key=arxiv_id,
            title=row.title,
            kind=ChangeKind.WITHDRAWN
            if row.is_withdrawal or is_withdrawn(row.comment)
            else ChangeKind.UPDATED,
            version=row.version,
            url=ArxivId(arxiv_id).abs_url,
            at=row.learned_at,
        )
        for arxiv_id, row in session.execute(query)
    ]


def _removals(session: AnySession, list_id: int, since: datetime, until: datetime) -> list[DigestChange]:
    """Entries that are gone; one that only got another key, or had a double, is still there."""
    twin = aliased(EntryRow)
    still_there = select(twin.id).where(
        twin.list_id == list_id,
        twin.removed_at.is_(None),
        or_(twin.title_key == EntryRow.title_key, twin.arxiv_id == EntryRow.arxiv_id),
    )
    query = select(EntryRow).where(
        EntryRow.list_id == list_id,
        EntryRow.removed_at >= since,
        EntryRow.removed_at < until,
        ~still_there.exists(),
    )
    found = [(row.removed_at, to_entry(row)) for row in session.scalars(query.order_by(EntryRow.id))]
    once = {entry.record.arxiv_id or NO_ID + entry.record.key: (at, entry) for at, entry in found if at}
    return [
        DigestChange(
            key=key,
            title=entry.record.title,
            kind=ChangeKind.REMOVED,
            url=ArxivId(entry.record.arxiv_id).abs_url if entry.record.arxiv_id else "",
            at=at,
        )
        for key, (at, entry) in once.items()
    ]
