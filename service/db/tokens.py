"""Tokens of programs: known by their digests."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import ApiTokenRow, MembershipRow, UserRow
from service.db.people import ACCOUNT, users_of
from service.domain.people import User
from service.domain.tokens import Scope


@dataclass(frozen=True, slots=True)
class Token:
    """A token, without its secret."""

    id: int
    name: str
    user: User
    scopes: tuple[Scope, ...]
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def add(
    session: WriteSession,
    *,
    digest: str,
    user_id: int,
    name: str,
    scopes: Sequence[Scope],
    expires_at: datetime,
    now: datetime,
) -> int:
    """Keep a token and return its id."""
    row = ApiTokenRow(
        digest=digest,
        user_id=user_id,
        name=name,
        scopes=[str(scope) for scope in scopes],
        created_at=now,
        expires_at=expires_at,
        revoked_at=None,
    )
    session.add(row)
    session.flush()  # the caller needs the id
    return row.id


def by_digest(session: AnySession, digest: str, *, now: datetime) -> Token | None:
    """Return the token of this digest, if it still works."""
    query = _tokens().where(
        ApiTokenRow.digest == digest, ApiTokenRow.revoked_at.is_(None), ApiTokenRow.expires_at > now
    )
    found = _read(session, query)
    return found[0] if found else None


def every(session: AnySession) -> list[Token]:
    """Return all tokens, newest first."""
    return _read(session, _tokens().order_by(ApiTokenRow.id.desc()))


def of_user(session: AnySession, user_id: int) -> list[Token]:
    """Return a person's tokens, newest first."""
    return _read(session, _tokens().where(ApiTokenRow.user_id == user_id).order_by(ApiTokenRow.id.desc()))


def revoke(session: WriteSession, token_id: int, *, now: datetime) -> bool:
    """Let a token work no longer; tell whether it did until now."""
    query = update(ApiTokenRow).where(ApiTokenRow.id == token_id, ApiTokenRow.revoked_at.is_(None))
    return session.scalar(query.values(revoked_at=now).returning(ApiTokenRow.id)) is not None


def _tokens() -> Select[Any]:
    return (
        select(ApiTokenRow, *ACCOUNT)
        .join(UserRow, UserRow.id == ApiTokenRow.user_id)
        .outerjoin(MembershipRow, MembershipRow.user_id == UserRow.id)
    )


def _read(session: AnySession, query: Select[Any]) -> list[Token]:
    rows = session.execute(query).all()
    people = {user.id: user for user in users_of(rows)}
    once = {row[0].id: row[0] for row in rows}
    return [
        Token(
            id=row.id,
            name=row.name,
            user=people[row.user_id],
            scopes=tuple(Scope(name) for name in row.scopes),
            created_at=row.created_at,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
        )
        for row in once.values()
    ]
