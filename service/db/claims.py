"""Claims: who is looking at which candidate just now. They end by themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, Executable, Integer, bindparam, delete, exists, select
from sqlalchemy.dialects import postgresql, sqlite

from service.db.engine import POSTGRES, AnySession, WriteSession, dialect_of, plain, plain_rows
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
    dialect = dialect_of(session)
    asked = {"user_id": user_id, "candidate_id": candidate_id}
    if dialect != POSTGRES:
        let_go_of_others(session, user_id, keep=candidate_id)
    moments = {"now": now, "until": now + LASTS}
    return bool(plain_rows(session, _taken(dialect, by_force), {**asked, **moments}))


def let_go_of_others(session: WriteSession, user_id: int, *, keep: int) -> None:
    """Let go of whatever a person has claimed but one candidate."""
    plain(session, _LET_GO_OF_OTHERS, {"user_id": user_id, "candidate_id": keep})


_LET_GO_OF_OTHERS = delete(ClaimRow).where(
    ClaimRow.user_id == bindparam("user_id"), ClaimRow.candidate_id != bindparam("candidate_id")
)


@lru_cache(maxsize=4)
def _taken(dialect: str, by_force: bool) -> Executable:  # noqa: FBT001  # remembered by place
    """Return the statement that claims a candidate, and gives it back where that could be done.

    On PostgreSQL it lets go of the others, too.
    """
    make = postgresql.insert if dialect == POSTGRES else sqlite.insert
    mine, until = bindparam("user_id", type_=Integer), bindparam("until", type_=ClaimRow.until.type)
    query = make(ClaimRow).values(candidate_id=bindparam("candidate_id"), user_id=mine, until=until)
    is_free = (ClaimRow.user_id == mine) | (ClaimRow.until <= bindparam("now"))
    taken = query.on_conflict_do_update(
        index_elements=["candidate_id"],
        set_={"user_id": mine, "until": until},
        where=None if by_force else is_free,
    )
    found = taken.returning(ClaimRow.candidate_id)
    return found.add_cte(_LET_GO_OF_OTHERS.cte("let_go")) if dialect == POSTGRES else found


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


def is_free() -> ColumnElement[bool]:
    """Return the condition that nobody but the person `user_id` is on a candidate at the moment `now`."""
    other = exists().where(
        ClaimRow.candidate_id == CandidateRow.id,
        ClaimRow.user_id != bindparam("user_id"),
        ClaimRow.until > bindparam("now"),
    )
    return ~other
