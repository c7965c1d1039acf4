"""Signed-in browsers, known by the digests of their cookies."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select

from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.models import MembershipRow, UserRow, UserSessionRow
from service.db.people import ACCOUNT, LONGEST_AGENT, users_of
from service.domain.people import User

HANDLE = 16  # characters of a digest that tell one's own browsers apart


@dataclass(frozen=True, slots=True)
class SignedInBrowser:
    """A browser that somebody is signed in with; `handle` names it without giving it away."""

    handle: str
    agent: str
    created_at: datetime
    expires_at: datetime
    is_this: bool


def start(
    session: WriteSession, user_id: int, digest: str, *, now: datetime, days: int, agent: str = ""
) -> None:
    """Remember a signed-in browser."""
    session.execute(delete(UserSessionRow).where(UserSessionRow.expires_at < now))
    session.add(
        UserSessionRow(
            digest=digest,
            user_id=user_id,
            created_at=now,
            expires_at=now + timedelta(days=days),
            agent=agent[:LONGEST_AGENT],
        )
    )


def user(session: AnySession, digest: str, *, now: datetime) -> User | None:
    """Return who is signed in with this cookie, if anybody is."""
    found = users_of(plain_rows(session, _SIGNED_IN, {"digest": digest, "now": now}))
    return found[0] if found else None


_SIGNED_IN = (
    select(*ACCOUNT)
    .join(UserSessionRow, UserSessionRow.user_id == UserRow.id)
    .outerjoin(MembershipRow, MembershipRow.user_id == UserRow.id)
    .where(UserSessionRow.digest == bindparam("digest"), UserSessionRow.expires_at > bindparam("now"))
)


def of_user(session: AnySession, user_id: int, *, this: str, now: datetime) -> list[SignedInBrowser]:
    """Return a person's browsers, the newest first; `this` is the digest of the one that asks."""
    query = (
        select(UserSessionRow)
        .where(UserSessionRow.user_id == user_id, UserSessionRow.expires_at > now)
        .order_by(UserSessionRow.created_at.desc(), UserSessionRow.digest)
    )
    return [
        SignedInBrowser(r.digest[:HANDLE], r.agent, r.created_at, r.expires_at, r.digest == this)
        for r in session.scalars(query)
    ]


def close(session: WriteSession, digest: str) -> None:
    """Forget a signed-in browser."""
    session.execute(delete(UserSessionRow).where(UserSessionRow.digest == digest))


def close_of_user(session: WriteSession, user_id: int, handle: str) -> bool:
    """Forget one of a person's own browsers; tell whether there was one of this handle."""
    mine = select(UserSessionRow.digest).where(UserSessionRow.user_id == user_id)
    known = {digest[:HANDLE]: digest for digest in session.scalars(mine)}
    if handle not in known:
        return False
    close(session, known[handle])
    return True


def close_others(session: WriteSession, user_id: int, *, keep: str) -> None:
    """Forget all of a person's browsers but the one of the digest `keep`."""
    others = (UserSessionRow.user_id == user_id, UserSessionRow.digest != keep)
    session.execute(delete(UserSessionRow).where(*others))
