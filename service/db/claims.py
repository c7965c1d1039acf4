"""Claims: who is looking at which candidate just now. They end by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.models import CandidateRow, ClaimRow, UserRow

LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Claim:
    """Who is on a candidate, and until when."""

    candidate_id: int
    user_id: int
    user: str
    until: datetime


def take(
    session: WriteSession, candidate_id: int, *, user_id: int, now: datetime, by_force: bool = False
) -> bool:
    """Claim a candidate for a while and let go of any other; False where somebody else is on it."""
    session.execute(
        delete(ClaimRow).where(ClaimRow.user_id == user_id, ClaimRow.candidate_id != candidate_id)
    )
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    query = dialect.insert(ClaimRow).values(candidate_id=candidate_id, user_id=user_id, until=now + LASTS)
    is_free = (ClaimRow.user_id == user_id) | (ClaimRow.until <= now)
    taken = query.on_conflict_do_update(
        index_elements=["candidate_id"],
        set_={"user_id": user_id, "until": now + LASTS},
        where=None if by_force else is_free,
    )
    return session.scalar(taken.returning(ClaimRow.candidate_id)) is not None


def let_go(session: WriteSession, user_id: int) -> None:
    """Let go of whatever a person has claimed."""
    session.execute(delete(ClaimRow).where(ClaimRow.user_id == user_id))


def holders(session: AnySession, candidate_ids: Sequence[int], *, now: datetime) -> dict[int, Claim]:
    """Return who is on which of these candidates."""
    rows = plain_rows(session, _HOLDERS, {"ids": list(candidate_ids), "now": now})
    return {row[0]: Claim(*row) for row in rows}


_HOLDERS = (
    select(ClaimRow.candidate_id, ClaimRow.user_id, UserRow.name, ClaimRow.until)
    .join(UserRow, UserRow.id == ClaimRow.user_id)
    .where(ClaimRow.candidate_id.in_(bindparam("ids", expanding=True)), ClaimRow.until > bindparam("now"))
)


def is_free(user_id: int, *, now: datetime) -> ColumnElement[bool]:
    """Return the condition that nobody else is on a candidate."""
    other = exists().where(
        ClaimRow.candidate_id == CandidateRow.id, ClaimRow.user_id != user_id, ClaimRow.until > now
    )
    return ~other
