"""People come in: the first account by a one-time link, signing in and out, and a brake on guessing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from service import security
from service.db import ledger, people
from service.db.engine import WriteSession
from service.db.people import User

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


def make_link(session: WriteSession, *, role: str, now: datetime) -> str:
    """Return the secret of a new one-time link that makes an account of this role."""
    token = security.make_token()
    people.add_link(session, security.digest(token), role=role, expires_at=now + _LINK_LIFE)
    return token


def create_account(
    session: WriteSession, *, link: str, name: str, password: str, now: datetime, days: int
) -> str:
    """Make an account by a one-time link, sign it in, and return the token for the cookie.

    Raises:
        BadInput: the link is used or too old, or the name or password cannot be used.
        Conflict: somebody has the name.
    """
    role = people.use_link(session, security.digest(link), now=now)
    hashed = security.hash_password(password)
    user = people.add(session, name=name, password_hash=hashed, role=role, now=now)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="account made",
        subject=_subject(user.name),
        after={"role": role},
    )
    return _open(session, user, now=now, days=days)


def sign_in(session: WriteSession, *, name: str, password: str, now: datetime, days: int) -> SignIn:
    """Check a name and password; both wrong and unknown take the same time and give the same answer."""
    plain = name.strip()[: people.LONGEST_NAME]
    recent = ledger.newest(session, limit=FREE_TRIES, subject=_subject(plain))
    if must_wait([line.at for line in recent if line.action == _FAILED], now=now):
        return SignIn(
            problem="Too many failed tries with this name; wait a quarter of an hour and try again.",
            is_throttled=True,
        )
    found = people.by_name(session, plain)
    user, stored = found or (None, None)
    if not security.is_password(stored, password) or user is None:
        ledger.note(session, at=now, actor="nobody", action=_FAILED, subject=_subject(plain))
        return SignIn(problem="This name and password do not belong together; try again.")
    ledger.note(session, at=now, actor=user.name, action="signed in", subject=_subject(plain))
    return SignIn(token=_open(session, user, now=now, days=days))


def sign_out(session: WriteSession, token: str) -> None:
    """Forget a signed-in browser."""
    people.close_session(session, security.digest(token))


def must_wait(failures: Sequence[datetime], *, now: datetime) -> bool:
    """Tell whether so many tries failed lately that the next one is refused."""
    return len([at for at in failures if now - at < TRY_WINDOW]) >= FREE_TRIES


def _open(session: WriteSession, user: User, *, now: datetime, days: int) -> str:
    token = security.make_token()
    people.open_session(session, user.id, security.digest(token), now=now, days=days)
    return token


def _subject(name: str) -> str:
    return f"account:{name}"
