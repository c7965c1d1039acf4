"""Accounts, one-time links and signed-in browsers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, delete, func, select, update

from service.db.engine import AnySession, WriteSession, plain_rows, take_turn
from service.db.models import MembershipRow, SignInLinkRow, UserRow, UserSessionRow
from service.domain.people import Role, User
from service.errors import BadInput, Conflict

TURN = "accounts"  # whoever looks at them before making or changing one takes it, see `take_turn`
LONGEST_NAME = 80
LONGEST_AGENT = 200


@dataclass(frozen=True, slots=True)
class Link:
    """What a one-time link gives: a role on all lists, or on one."""

    role: Role
    list_id: int | None
    made_by: str


def count(session: AnySession) -> int:
    """Return how many accounts there are."""
    return session.scalar(select(func.count()).select_from(UserRow)) or 0


def by_name(session: AnySession, name: str) -> tuple[User, str] | None:
    """Return an account and its password hash."""
    found = _users(session, _joined().where(UserRow.name == name))
    return (found[0], session.get_one(UserRow, found[0].id).password_hash) if found else None


def by_id(session: AnySession, user_id: int) -> User:
    """Return the account of that row id; it must exist."""
    return _users(session, _joined().where(UserRow.id == user_id))[0]


def by_github(session: AnySession, github_id: int) -> User | None:
    """Return the account that a GitHub account opens."""
    found = _users(session, _joined().where(UserRow.github_id == github_id))
    return found[0] if found else None


def everybody(session: AnySession) -> list[User]:
    """Return all accounts by name."""
    return _users(session, _joined().order_by(UserRow.name))


def add(
    session: WriteSession,
    *,
    name: str,
    password_hash: str,
    role: str,
    now: datetime,
    github_id: int | None = None,
) -> User:
    """Make an account.

    Raises:
        BadInput: the name cannot be used.
        Conflict: somebody has it.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"A name has 1 to {LONGEST_NAME} visible characters; choose another one.")
    take_turn(session, TURN)
    if by_name(session, plain) is not None:
        raise Conflict(f"There is already an account named {plain}; choose another name.")
    row = UserRow(name=plain, password_hash=password_hash, role=role, created_at=now, github_id=github_id)
    session.add(row)
    session.flush()  # the caller needs the id
    return User(row.id, row.name, Role(row.role))


def set_role(session: WriteSession, user_id: int, role: Role) -> None:
    """Change what an account may do on all lists."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(role=role))


def set_role_on(session: WriteSession, user_id: int, list_id: int, role: Role | None) -> None:
    """Change what an account may do on one list; None takes back what went beyond its own role."""
    take_turn(session, TURN)
    there = session.get(MembershipRow, (user_id, list_id))
    if role is None:
        if there is not None:
            session.delete(there)
    elif there is None:
        session.add(MembershipRow(user_id=user_id, list_id=list_id, role=role))
    else:
        there.role = role


def set_keys(session: WriteSession, user_id: int, keys: Mapping[str, str]) -> None:
    """Keep the keys that a person has chosen."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(keys=dict(keys)))


def set_github(session: WriteSession, user_id: int, github_id: int | None) -> None:
    """Let a GitHub account open this one, or none."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(github_id=github_id))


def github_of(session: AnySession, user_id: int) -> int | None:
    """Return the number of the GitHub account that opens this one."""
    return session.scalars(select(UserRow.github_id).where(UserRow.id == user_id)).one()


def set_password(session: WriteSession, user_id: int, password_hash: str, *, keep: str = "") -> None:
    """Change a password and end every session of the account but the one of the digest `keep`."""
    session.execute(update(UserRow).where(UserRow.id == user_id).values(password_hash=password_hash))
    others = (UserSessionRow.user_id == user_id, UserSessionRow.digest != keep)
    session.execute(delete(UserSessionRow).where(*others))


def add_link(
    session: WriteSession,
    token_digest: str,
    *,
    role: str,
    expires_at: datetime,
    list_id: int | None = None,
    made_by: str = "",
) -> None:
    """Keep a one-time link."""
    session.add(
        SignInLinkRow(digest=token_digest, role=role, expires_at=expires_at, list_id=list_id, made_by=made_by)
    )


def is_link(session: AnySession, token_digest: str, *, now: datetime) -> bool:
    """Tell whether a one-time link would still work."""
    row = session.get(SignInLinkRow, token_digest)
    return row is not None and row.used_at is None and row.expires_at > now


def use_link(session: WriteSession, token_digest: str, *, now: datetime) -> Link:
    """Use a one-time link up and return what it gives.

    Raises:
        BadInput: it is unknown, used or too old.
    """
    row = session.execute(
        update(SignInLinkRow)
        .where(
            SignInLinkRow.digest == token_digest,
            SignInLinkRow.used_at.is_(None),
            SignInLinkRow.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLinkRow.role, SignInLinkRow.list_id, SignInLinkRow.made_by)
    ).one_or_none()
    if row is None:
        raise BadInput("This link was used before or is too old; make a new one with `listkeeper user link`.")
    return Link(Role(row[0]), row[1], row[2])


ACCOUNT = (
    UserRow.id,
    UserRow.name,
    UserRow.role,
    UserRow.keys.label("chosen_keys"),
    MembershipRow.list_id,
    MembershipRow.role.label("role_there"),
)
"""What to select, of accounts and their memberships, to make accounts of."""


def _joined() -> Select[Any]:
    return select(*ACCOUNT).outerjoin(MembershipRow, MembershipRow.user_id == UserRow.id)


def _users(session: AnySession, query: Select[Any]) -> list[User]:
    return users_of(plain_rows(session, query))


def users_of(rows: Sequence[Any]) -> list[User]:
    """Return accounts from rows of an account and a membership, which may be missing."""
    found: dict[int, tuple[Any, dict[int, Role]]] = {}
    for row in rows:
        _, on_lists = found.setdefault(row.id, (row, {}))
        if row.role_there:
            on_lists[row.list_id] = Role(row.role_there)
    return [User(row.id, row.name, Role(row.role), on, row.chosen_keys) for row, on in found.values()]
