"""Arrivals: when papers became known and came into queues, against when they were submitted."""

from datetime import datetime, timedelta

from sqlalchemy import func, select

from service.db.engine import AnySession
from service.db.models import CandidateRow, PaperRow

_FRESH = timedelta(days=14)  # older papers come by backfill, not by announcement
_LATELY = timedelta(days=7)


def newest(session: AnySession, *, now: datetime) -> datetime | None:
    """Return when the newest of the freshly submitted papers became known."""
    query = select(func.max(PaperRow.learned_at)).where(PaperRow.submitted_at >= now - _FRESH)
    return session.scalar(query)


def stored_lately(session: AnySession, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return (submitted, learned) of the fresh papers of the last days."""
    query = select(PaperRow.submitted_at, PaperRow.learned_at).where(
        PaperRow.learned_at >= now - _LATELY, PaperRow.submitted_at >= now - _FRESH
    )
    return [(submitted, learned) for submitted, learned in session.execute(query) if submitted]


def queued_lately(session: AnySession, *, now: datetime) -> list[tuple[datetime, datetime]]:
    """Return (submitted, put into a queue) of the fresh papers of the last days."""
    query = (
        select(PaperRow.submitted_at, CandidateRow.created_at)
        .join(CandidateRow, CandidateRow.paper_id == PaperRow.id)
        .where(CandidateRow.created_at >= now - _LATELY, PaperRow.submitted_at >= now - _FRESH)
    )
    return [(submitted, queued) for submitted, queued in session.execute(query) if submitted]
