"""An account and its owner: password, browsers, keys; and what people may do on a list."""

from collections.abc import Mapping
from datetime import datetime

from service import security
from service.db import ledger, lists, people, sessions
from service.db.engine import ReadSession, WriteSession, take_turn
from service.domain.keys import decide_keys
from service.domain.people import Role, User
from service.errors import BadInput, Conflict, Forbidden, NotFound


def change_password(
    read: ReadSession,
    session: WriteSession,
    *,
    user: User,
    old: str,
    new: str,
    browser: str,
    now: datetime,
) -> None:
    """Change a password and sign out every other browser; `session` is used after what is slow.

    Raises:
        BadInput: the old password is wrong, or the new one cannot be used.
    """
    found = people.by_name(read, user.name)
    stored = found[1] if found else None
    has_password = stored is not None and stored.startswith("$")
    if has_password and not security.is_password(stored, old):
        raise BadInput("The old password is not right; nothing was changed.")
    hashed = security.hash_password(new)
    people.set_password(session, user.id, hashed, keep=browser)
    ledger.note(session, at=now, actor=user.name, action="password", subject=f"account:{user.name}")


def close_browser(session: WriteSession, handle: str, *, user: User, now: datetime) -> None:
    """Sign one of one's own browsers out.

    Raises:
        NotFound: it is signed out already.
    """
    if not sessions.close_of_user(session, user.id, handle):
        raise NotFound("This browser is signed out already; reload the page.")
    ledger.note(session, at=now, actor=user.name, action="sign out", subject=f"account:{user.name}")


def close_other_browsers(session: WriteSession, *, user: User, browser: str, now: datetime) -> None:
    """Sign all of one's own browsers out but this one."""
    sessions.close_others(session, user.id, keep=browser)
    ledger.note(session, at=now, actor=user.name, action="sign out others", subject=f"account:{user.name}")


def choose_keys(session: WriteSession, chosen: Mapping[str, str], *, user: User) -> None:
    """Keep the keys that somebody wants for the queue.

    Raises:
        BadInput: a key cannot be used, or two actions would share one.
    """
    people.set_keys(session, user.id, decide_keys(chosen))


def change_role(
    session: WriteSession,
    name: str,
    role: Role | None,
    *,
    list_id: int | None,
    actor: User,
    now: datetime,
) -> None:
    """Change what an account may do: on one list (None takes it back), or on all of them.

    Raises:
        NotFound: there is no such account.
        Forbidden: nobody changes the rights of who has more, or gives more than their own.
        Conflict: it is the last administrator's own role.
    """
    take_turn(session, people.TURN)  # two administrators who take the role from one another
    found = people.by_name(session, name)
    if found is None:
        raise NotFound(f"There is no account named {name[:60]!r}; reload the page.")
    user, mine = found[0], actor.role_on(list_id) if list_id else actor.role
    before = user.lists.get(list_id) if list_id else user.role
    if not mine.covers(before or Role.READER) or not mine.covers(role or Role.READER):
        raise Forbidden("You cannot change the rights of who has more than you, nor give more than you have.")
    if list_id is not None:
        people.set_role_on(session, user.id, list_id, role)
    else:
        _keep_an_admin(session, user, role or Role.READER)
        people.set_role(session, user.id, role or Role.READER)
    where = lists.by_id(session, list_id).slug if list_id else "all lists"
    ledger.note(
        session,
        at=now,
        actor=actor.name,
        action="role",
        subject=f"account:{user.name}",
        before={"role": before, "on": where},
        after={"role": role, "on": where},
    )


def _keep_an_admin(session: WriteSession, user: User, role: Role) -> None:
    others = [u for u in people.everybody(session) if u.role is Role.ADMIN and u.id != user.id]
    if user.role is Role.ADMIN and role is not Role.ADMIN and not others:
        raise Conflict(f"{user.name} is the last administrator; make another one first.")
