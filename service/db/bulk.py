"""Which candidates a filter matches, all of them, for one verdict about the lot."""

from datetime import datetime

from sqlalchemy import select

from service.db.claims import is_free
from service.db.engine import AnySession, dialect_of
from service.db.models import CandidateRow, PaperRow
from service.db.queue_conditions import QueueFilter, conditions


def matching(
    session: AnySession, list_id: int, wanted: QueueFilter, *, user_id: int, now: datetime
) -> list[tuple[int, int]]:
    """Return (id, revision) of all candidates that match and that nobody else is on."""
    query = (
        select(CandidateRow.id, CandidateRow.revision)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(*conditions(dialect_of(session), list_id, wanted, now.date()), is_free())
        .where(CandidateRow.landed_at.is_(None))
    )
    asked = {"user_id": user_id, "now": now}
    return [(row[0], row[1]) for row in session.execute(query.order_by(CandidateRow.id), asked)]
