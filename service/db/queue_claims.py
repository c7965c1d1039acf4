"""Who is on the next paper of a queue: found and claimed in one step."""

from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import Executable, Integer, Select, bindparam, delete, select, true
from sqlalchemy.dialects import postgresql, sqlite

from service.db.claims import LASTS, is_free, let_go_of_others
from service.db.engine import POSTGRES, WriteSession, dialect_of, plain_rows
from service.db.keyset import at_most
from service.db.models import CandidateRow, ClaimRow, PaperRow
from service.db.queue_conditions import QueueFilter, conditions
from service.db.queues import ORDERS, beyond

_KEPT = 64  # statements; each is made once for a list, a filter and a day


def take_next(
    session: WriteSession,
    list_id: int,
    wanted: QueueFilter,
    *,
    start: int | None,
    user_id: int,
    now: datetime,
) -> int | None:
    """Claim the wanted paper after the candidate `start`, or the first one, and let go of any other.

    Returns its candidate's id; None where nothing waits there that nobody else is on, or somebody was faster.
    """
    dialect = dialect_of(session)
    query = _taken(dialect, list_id, wanted, now.date(), start is not None)
    asked = {"start": start, "user_id": user_id, "now": now, "until": now + LASTS}
    rows = plain_rows(session, query, asked)
    if not rows:
        return None
    if dialect != POSTGRES:
        let_go_of_others(session, user_id, keep=rows[0][0])
    return int(rows[0][0])


@lru_cache(maxsize=_KEPT)
def _taken(dialect: str, list_id: int, wanted: QueueFilter, today: date, has_start: bool) -> Executable:  # noqa: FBT001  # remembered by place
    """Return the statement that claims the next paper; on PostgreSQL it lets go of the others, too."""
    make = postgresql.insert if dialect == POSTGRES else sqlite.insert
    mine, until = bindparam("user_id", type_=Integer), bindparam("until", type_=ClaimRow.until.type)
    following = _next(dialect, list_id, wanted, today, has_start).cte("following")
    one = select(following.c.id, mine, until).where(true())  # SQLite took ON CONFLICT for a join's without it
    taken = make(ClaimRow).from_select(["candidate_id", "user_id", "until"], one)
    is_left = (ClaimRow.user_id == mine) | (ClaimRow.until <= bindparam("now"))
    found = taken.on_conflict_do_update(
        index_elements=["candidate_id"], set_={"user_id": mine, "until": until}, where=is_left
    ).returning(ClaimRow.candidate_id)
    if dialect != POSTGRES:
        return found
    others = delete(ClaimRow).where(
        ClaimRow.user_id == mine, ClaimRow.candidate_id.not_in(select(following.c.id))
    )
    return found.add_cte(others.cte("let_go"))


def _next(dialect: str, list_id: int, wanted: QueueFilter, today: date, has_start: bool) -> Select[int]:  # noqa: FBT001
    key, goes_down = ORDERS[wanted.order]
    query = select(CandidateRow.id).join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    query = query.where(*conditions(dialect, list_id, wanted, today), is_free())
    if has_start:
        query = query.where(beyond(wanted.order, goes_down=goes_down))
    columns = (key, CandidateRow.id)
    return query.order_by(*(c.desc() if goes_down else c.asc() for c in columns)).limit(at_most(1))
