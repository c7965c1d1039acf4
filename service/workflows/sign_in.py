"""People come in: the first account by a one-time link, signing in and out, and a brake on guessing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service import security
from service.db import ledger, people, sessions
from service.db.engine import AnySession, ReadSession, WriteSession, take_turn
from service.db.people import Link
from service.domain.people import Role, User
from service.settings import Settings

FREE_TRIES = 5
TRY_WINDOW = timedelta(minutes=15)
_LINK_LIFE = timedelta(days=2)
_FAILED = "sign-in failed"


@dataclass(frozen=True, slots=True)
class SignIn:
    """How an attempt ended: with the token for the cookie, or with what to tell the person.

    It is a value and not an error because a failed attempt must be kept, for the brake and the audit.
    """

    token: str = ""
    problem: str = ""
    is_throttled: bool = False


_WAIT = SignIn(
    problem="Too many failed tries with this name; wait a quarter of an hour and try again.",
    is_throttled=True,
)


def make_link(
    session: WriteSession, *, role: str, now: datetime, list_id: int | None = None, made_by: str = ""
) -> str:
    """Return the secret of a new one-time link that gives this role, on all lists or on one."""
    token = security.make_token()
    people.add_link(
        session,
        security.digest(token),
        role=role,
        expires_at=now + _LINK_LIFE,
        list_id=list_id,
        made_by=made_by,
    )
    return token


def invite(
    session: WriteSession,
    role: Role,
    settings: Settings,
    *,
    actor: User,
    now: datetime,
    list_id: int | None = None,
) -> str:
    """Return the address of a new one-time link, which is shown this once."""
    token = make_link(session, role=role, now=now, list_id=list_id, made_by=actor.name)
    after = {"role": role, "list": list_id}
    ledger.note(session, at=now, actor=actor.name, action="invite", subject=f"role:{role}", after=after)
    return f"{settings.address}/welcome/{token}"


def create_account(
    session: WriteSession,
    *,
    link: str,
    name: str,
    password: str,
    now: datetime,
    days: int,
    agent: str = "",
) -> str:
    """Make an account by a one-time link, sign it in, and return the token for the cookie.

    Raises:
        BadInput: the link is used or too old, or the name or password cannot be used.
        Conflict: somebody has the name.
    """
    hashed = security.hash_password(password)  # slow: before anything is written
    given = people.use_link(session, security.digest(link), now=now)
    user = add_account(session, given, name=name, password_hash=hashed, now=now)
    return open_browser(session, user, now=now, days=days, agent=agent)


def add_account(
    session: WriteSession,
    given: Link,
    *,
    name: str,
    password_hash: str,
    now: datetime,
    github_id: int | None = None,
) -> User:
    """Make an account of what a link gives.

    Raises:
        BadInput: the name cannot be used.
        Conflict: somebody has the name.
    """
    role = Role.READER if given.list_id else given.role
    user = people.add(
        session, name=name, password_hash=password_hash, role=role, now=now, github_id=github_id
    )
    after = {"role": given.role, "list": given.list_id, "invited by": given.made_by}
    ledger.note(
        session, at=now, actor=user.name, action="account made", subject=_subject(user.name), after=after
    )
    if given.list_id:
        people.set_role_on(session, user.id, given.list_id, given.role)
    return user


def join(session: WriteSession, link: str, *, user: User, now: datetime) -> int | None:
    """Let somebody who has an account take what a link gives; return the list, if it is about one.

    What the person may do already stays.

    Raises:
        BadInput: the link is used or too old.
    """
    given = people.use_link(session, security.digest(link), now=now)
    before = user.role_on(given.list_id) if given.list_id else user.role
    if given.role.covers(before) and given.role is not before:
        if given.list_id:
            people.set_role_on(session, user.id, given.list_id, given.role)
        else:
            people.set_role(session, user.id, given.role)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="join",
        subject=_subject(user.name),
        before={"role": before},
        after={"role": given.role, "list": given.list_id, "invited by": given.made_by},
    )
    return given.list_id


def sign_in(
    read: ReadSession,
    session: WriteSession,
    *,
    name: str,
    password: str,
    now: datetime,
    days: int,
    agent: str = "",
) -> SignIn:
    """Check a name and password; both wrong and unknown take the same time and give the same answer.

    The password is checked before `session` is used, so that nobody waits for it to write. Of many tries at
    once those are answered that the brake lets through one after the other.
    """
    plain = name.strip()[: people.LONGEST_NAME]
    if _is_held_back(read, plain, now):
        return _WAIT
    known = people.by_name(read, plain)
    is_right = security.is_password(known[1] if known else None, password)
    take_turn(session, _subject(plain))
    if _is_held_back(session, plain, now):
        return _WAIT
    user, stored = people.by_name(session, plain) or (None, None)
    if not is_right or user is None or known is None or stored != known[1]:
        ledger.note(session, at=now, actor="nobody", action=_FAILED, subject=_subject(plain))
        return SignIn(problem="This name and password do not belong together; try again.")
    ledger.note(session, at=now, actor=user.name, action="signed in", subject=_subject(plain))
    return SignIn(token=open_browser(session, user, now=now, days=days, agent=agent))


def _is_held_back(session: AnySession, name: str, now: datetime) -> bool:
    recent = ledger.newest(session, limit=FREE_TRIES, subject=_subject(name))
    return must_wait([line.at for line in recent if line.action == _FAILED], now=now)


def sign_out(session: WriteSession, token: str) -> None:
    """Forget a signed-in browser."""
    sessions.close(session, security.digest(token))


def must_wait(failures: Sequence[datetime], *, now: datetime) -> bool:
    """Tell whether so many tries failed lately that the next one is refused."""
    return len([at for at in failures if now - at < TRY_WINDOW]) >= FREE_TRIES


def open_browser(session: WriteSession, user: User, *, now: datetime, days: int, agent: str) -> str:
    """Sign a browser in and return the token for its cookie."""
    token = security.make_token()
    sessions.start(session, user.id, security.digest(token), now=now, days=days, agent=agent)
    return token


def _subject(name: str) -> str:
    return f"account:{name}"
