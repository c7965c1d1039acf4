"""The numbers of a week on a list."""

from datetime import datetime

from sqlalchemy import func, select

from service.db.engine import AnySession
from service.db.models import CandidateRow, VerdictRow
from service.domain.review import VerdictKind


def found(session: AnySession, list_id: int, *, since: datetime, until: datetime) -> int:
    """Return how many papers came into the list's queue."""
    query = select(func.count()).where(
        CandidateRow.list_id == list_id, CandidateRow.created_at >= since, CandidateRow.created_at < until
    )
    return session.scalar(query) or 0


def judged(session: AnySession, list_id: int, *, since: datetime, until: datetime) -> int:
    """Return how many papers of the list got a verdict, however often they were judged."""
    query = (
        select(func.count(VerdictRow.candidate_id.distinct()))
        .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
        .where(
            CandidateRow.list_id == list_id,
            VerdictRow.kind.in_((VerdictKind.ACCEPT, VerdictKind.REJECT)),
            VerdictRow.given_at >= since,
            VerdictRow.given_at < until,
        )
    )
    return session.scalar(query) or 0
