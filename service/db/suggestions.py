"""Suggestions: papers that people think a list might want, until they are in its queue."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import SuggestionRow
from service.db.turns import take_list


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A paper that somebody suggested for a list."""

    id: int
    list_id: int
    arxiv_id: str
    note: str
    asked_by: str
    asked_at: datetime
    queued_at: datetime | None


def add(
    session: WriteSession, *, list_id: int, arxiv_id: str, note: str, asked_by: str, now: datetime
) -> bool:
    """Keep a suggestion; False where the paper was suggested for this list before."""
    take_list(session, list_id)
    if of_paper(session, list_id, arxiv_id):
        return False
    session.add(SuggestionRow(list_id=list_id, arxiv_id=arxiv_id, note=note, asked_by=asked_by, asked_at=now))
    session.flush()  # what comes next in this session looks for it
    return True


def of_paper(session: AnySession, list_id: int, arxiv_id: str) -> list[Suggestion]:
    """Return the suggestions of one paper for a list."""
    query = select(SuggestionRow).where(SuggestionRow.list_id == list_id, SuggestionRow.arxiv_id == arxiv_id)
    return [_to_suggestion(row) for row in session.scalars(query)]


def open_ones(session: AnySession) -> list[Suggestion]:
    """Return what was suggested and is in no queue yet, oldest first."""
    query = select(SuggestionRow).where(SuggestionRow.queued_at.is_(None)).order_by(SuggestionRow.id)
    return [_to_suggestion(row) for row in session.scalars(query)]


def open_ids(session: AnySession) -> set[str]:
    """Return the arXiv ids of what was suggested and is in no queue yet."""
    return {each.arxiv_id for each in open_ones(session)}


def count_since(session: AnySession, since: datetime, *, asked_by: str | None = None) -> int:
    """Return how much was suggested since a moment, by one asker or by all."""
    query = select(func.count()).where(SuggestionRow.asked_at > since)
    if asked_by is not None:
        query = query.where(SuggestionRow.asked_by == asked_by)
    return session.scalar(query) or 0


def mark_queued(session: WriteSession, ids: Sequence[int], *, now: datetime) -> None:
    """Remember that suggestions are in their queues, or need not be."""
    session.execute(update(SuggestionRow).where(SuggestionRow.id.in_(ids)).values(queued_at=now))


def _to_suggestion(row: SuggestionRow) -> Suggestion:
    return Suggestion(row.id, row.list_id, row.arxiv_id, row.note, row.asked_by, row.asked_at, row.queued_at)
