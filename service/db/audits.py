"""Random samples of what waits in a queue: they check what the model expects of it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, case, func, or_, select

from service.db.engine import AnySession, WriteSession
from service.db.keyset import at_most
from service.db.models import AuditPaperRow, AuditSampleRow, CandidateRow
from service.domain.remaining import AuditResult
from service.domain.review import CandidateState


def add(
    session: WriteSession,
    *,
    list_id: int,
    candidate_ids: Sequence[int],
    waiting: int,
    expected: float,
    spread: float,
    now: datetime,
) -> int:
    """Keep a sample, in the order in which it was drawn; return its id."""
    row = AuditSampleRow(list_id=list_id, waiting=waiting, expected=expected, spread=spread, drawn_at=now)
    session.add(row)
    session.flush()  # its papers need the id
    session.add_all(
        AuditPaperRow(sample_id=row.id, candidate_id=candidate_id, position=position)
        for position, candidate_id in enumerate(candidate_ids)
    )
    return row.id


def newest_id(list_id: int) -> Select[int]:
    """Return the query for a list's newest sample."""
    return (
        select(AuditSampleRow.id)
        .where(AuditSampleRow.list_id == list_id)
        .order_by(AuditSampleRow.id.desc())
        .limit(at_most(1))
    )


def newest(session: AnySession, list_id: int) -> tuple[datetime, AuditResult] | None:
    """Return when a list's newest sample was drawn, and what came of it so far."""
    sample_id = session.scalar(newest_id(list_id))
    return by_id(session, sample_id) if sample_id else None


def by_id(session: AnySession, sample_id: int) -> tuple[datetime, AuditResult]:
    """Return when a sample was drawn, and what came of it so far."""
    row = session.get_one(AuditSampleRow, sample_id)
    # A paper that came onto the list by another way was wanted, whatever was said of it here.
    wanted = or_(CandidateRow.state == CandidateState.ACCEPTED, CandidateRow.landed_at.is_not(None))
    judged = or_(wanted, CandidateRow.state == CandidateState.REJECTED)
    query = (
        select(func.count(), func.sum(case((judged, 1), else_=0)), func.sum(case((wanted, 1), else_=0)))
        .select_from(AuditPaperRow)
        .join(CandidateRow, CandidateRow.id == AuditPaperRow.candidate_id)
        .where(AuditPaperRow.sample_id == row.id)
    )
    drawn, known, found = session.execute(query).one()
    result = AuditResult(
        drawn=drawn,
        judged=known or 0,
        wanted=found or 0,
        waiting=row.waiting,
        expected=row.expected,
        spread=row.spread,
    )
    return row.drawn_at, result
