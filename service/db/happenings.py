"""What happened on a list between two moments, for those who are told of it one by one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import aliased

from service.db.engine import AnySession
from service.db.lists import StoredEntry, to_entry
from service.db.models import CandidateRow, DigestIssueRow, EntryRow, PaperRow
from service.db.news_rows import is_live
from service.domain.review import CandidateState


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A paper that a person confirmed; `revision` tells one confirmation from the next."""

    arxiv_id: str
    title: str
    authors: tuple[str, ...]
    tags: Mapping[str, list[str]]
    revision: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Issued:
    """A weekly digest that was made."""

    year: int
    week: int
    papers: int
    changes: int
    at: datetime


def confirmed(session: AnySession, list_id: int, *, since: datetime, until: datetime) -> list[Confirmed]:
    """Return the papers that were confirmed and still are, oldest first."""
    query = (
        select(CandidateRow, PaperRow.arxiv_id, PaperRow.title, PaperRow.authors)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.decided_at >= since,
            CandidateRow.decided_at < until,
        )
        .order_by(CandidateRow.decided_at, CandidateRow.id)
    )
    return [
        Confirmed(
            arxiv_id=arxiv_id,
            title=title,
            authors=tuple(authors),
            tags=row.tags,
            revision=row.revision,
            at=row.decided_at,
        )
        for row, arxiv_id, title, authors in session.execute(query)
        if row.decided_at is not None
    ]


def listed(
    session: AnySession, list_id: int, *, since: datetime, until: datetime
) -> list[tuple[StoredEntry, datetime]]:
    """Return the entries that came to a list, oldest first; a second place of a paper is no news."""
    twin = aliased(EntryRow)
    before = or_(
        twin.news_at < EntryRow.news_at, and_(twin.news_at == EntryRow.news_at, twin.id < EntryRow.id)
    )
    first = select(twin.id).where(
        twin.list_id == list_id, twin.arxiv_id == EntryRow.arxiv_id, twin.removed_at.is_(None), before
    )
    query = (
        select(EntryRow)
        .where(is_live(list_id), EntryRow.news_at >= since, EntryRow.news_at < until, ~first.exists())
        .order_by(EntryRow.news_at, EntryRow.id)
    )
    return [(to_entry(row), row.news_at) for row in session.scalars(query)]


def issued(session: AnySession, list_id: int, *, since: datetime, until: datetime) -> list[Issued]:
    """Return the digests that were made, oldest first."""
    query = (
        select(DigestIssueRow)
        .where(
            DigestIssueRow.list_id == list_id,
            DigestIssueRow.made_at >= since,
            DigestIssueRow.made_at < until,
        )
        .order_by(DigestIssueRow.id)
    )
    return [
        Issued(row.year, row.week, len(row.content["items"]), len(row.content["changes"]), row.made_at)
        for row in session.scalars(query)
    ]
