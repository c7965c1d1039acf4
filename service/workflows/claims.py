"""Claims: who looks at a paper has it for a few minutes, so that two people do not judge the same one."""

from datetime import datetime

from sqlalchemy import Engine

from service.db import claims, ledger, queue_claims, queues
from service.db.claims import Claim
from service.db.engine import WriteSession, writing
from service.db.queues import QueueFilter
from service.domain.people import User

_RENEWED = claims.LASTS / 2  # a claim with more than this left is not written again


def look_at(engine: Engine, candidate_id: int, known: Claim | None, *, user: User, now: datetime) -> bool:
    """Claim a paper that somebody looks at; False where somebody else is on it.

    `known` is the claim that stood when the page was read: most looks renew nothing, and write nothing.
    """
    if known is not None and known.user_id != user.id:
        return False
    if known is not None and known.until - now > _RENEWED:
        return True
    with writing(engine) as own:
        return claims.take(own, candidate_id, user_id=user.id, now=now)


def take_next(
    session: WriteSession, list_id: int, wanted: QueueFilter, *, after: int, user: User, now: datetime
) -> int | None:
    """Claim the paper to judge after the candidate `after`: the next below it, else the first that waits.

    Papers that somebody else is on are left to them, as long as there are others. Returns its candidate's id.
    """
    for start in (after, after, None):  # once more: somebody else may have been faster
        found = queue_claims.take_next(session, list_id, wanted, start=start, user_id=user.id, now=now)
        if found is not None:
            return found
    left = queues.following(session, list_id, wanted, today=now.date(), limit=1)
    return left[0].id if left else None


def take_over(session: WriteSession, candidate_id: int, *, user: User, now: datetime, by_force: bool) -> bool:
    """Claim a paper; with `by_force` also from somebody else, which the ledger tells."""
    known = claims.holders(session, [candidate_id], now=now).get(candidate_id) if by_force else None
    if known is not None and known.user_id != user.id:
        ledger.note(
            session,
            at=now,
            actor=user.name,
            action="take over",
            subject=f"candidate:{candidate_id}",
            before={"on it": known.user},
            after={"on it": user.name},
        )
    return claims.take(session, candidate_id, user_id=user.id, now=now, by_force=by_force)
