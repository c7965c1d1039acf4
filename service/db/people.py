"""Accounts, one-time links and signed-in browsers."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import SignInLinkRow, UserRow, UserSessionRow
from service.errors import BadInput, Conflict

LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in."""

    id: int
    name: str
    role: str


def count(session: AnySession) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(UserRow)) or 0


def by_name(session: AnySession, name: str) -> tuple[User, str] | None:
    """Return an account and its password hash."""
    row = session.scalar(select(UserRow).where(UserRow.name == name))
    return (User(row.id, row.name, row.role), row.password_hash) if row else None


def everybody(session: AnySession) -> list[User]:
    """Return all accounts by name."""
    return [User(r.id, r.name, r.role) for r in session.scalars(select(UserRow).order_by(UserRow.name))]


def add(session: WriteSession, *, name: str, password_hash: str, role: str, now: datetime) -> User:
    """Make an account.

    Raises:
        BadInput: the name cannot be used.
        Conflict: somebody has it.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"A name has 1 to {LONGEST_NAME} visible characters; choose another one.")
    if by_name(session, plain) is not None:
        raise Conflict(f"There is already an account named {plain}; choose another name.")
    row = UserRow(name=plain, password_hash=password_hash, role=role, created_at=now)
    session.add(row)
    session.flush()  # the caller needs the id
    return User(row.id, row.name, row.role)


def set_password(session: WriteSession, user_id: int, password_hash: str) -> None:
    """Change a password and end every session of the account."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=password_hash))
    session.execute(delete(UserSessionRow).where(UserSessionRow.user_id == user_id))


def add_link(session: WriteSession, token_digest: str, *, role: str, expires_at: datetime) -> None:
    """Keep a one-time link."""
    session.add(SignInLinkRow(digest=token_digest, role=role, expires_at=expires_at))


def is_link(session: AnySession, token_digest: str, *, now: datetime) -> bool:
    """Tell whether a one-time link would still work."""
    row = session.get(SignInLinkRow, token_digest)
    return row is not None and row.used_at is None and row.expires_at > now


def use_link(session: WriteSession, token_digest: str, *, now: datetime) -> str:
    """Use a one-time link up and return the role that it gives.

    Raises:
        BadInput: it is unknown, used or too old.
    """
    role: str | None = session.scalar(
        update(SignInLinkRow)
        .where(
            SignInLinkRow.digest == token_digest,
            SignInLinkRow.used_at.is_(None),
            SignInLinkRow.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLinkRow.role)
    )
    if role is None:
        raise BadInput("This link was used before or is too old; make a new one with `listkeeper user link`.")
    return role


def open_session(session: WriteSession, user_id: int, token_digest: str, *, now: datetime, days: int) -> None:
    """Remember a signed-in browser."""
    session.execute(delete(UserSessionRow).where(UserSessionRow.expires_at < now))
    session.add(
        UserSessionRow(
            digest=token_digest, user_id=user_id, created_at=now, expires_at=now + timedelta(days=days)
        )
    )


def session_user(session: AnySession, token_digest: str, *, now: datetime) -> User | None:
    """Return who is signed in with this cookie, if anybody is."""
    row = session.scalar(
        select(UserRow)
        .join(UserSessionRow, UserSessionRow.user_id == UserRow.id)
        .where(UserSessionRow.digest == token_digest, UserSessionRow.expires_at > now)
    )
    return User(row.id, row.name, row.role) if row else None


def close_session(session: WriteSession, token_digest: str) -> None:
    """Forget a signed-in browser."""
    session.execute(delete(UserSessionRow).where(UserSessionRow.digest == token_digest))
