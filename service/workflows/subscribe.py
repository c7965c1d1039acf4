"""People ask for a list's digest by mail, confirm it, and leave; what comes back is counted."""

from datetime import datetime

from service import security
from service.db import ledger, letters, subscribers
from service.db.engine import AnySession, WriteSession, take_turn
from service.db.lists import StoredList
from service.db.subscribers import Subscriber
from service.domain.letters import (
    ANSWER_WITHIN,
    ASK_AGAIN_AFTER,
    ASKED_WINDOW,
    MOST_ASKED,
    MOST_SOFT_BOUNCES,
    SubscriberName,
)
from service.errors import BadInput, SetupError
from service.telling.bounces import read_bounce

CONFIRM, LEAVE, BOUNCE = "confirm", "leave", "bounce"
LONGEST_ADDRESS = 254  # characters (RFC 5321, 4.5.3.1.3, less its brackets)
_ACTOR = "subscriber"
_TOO_OLD = "This link is too old, or not complete; ask for the digest again."


class TooManyAsked(BadInput):
    """One client signed up many addresses."""

    status = 429


def ask(
    session: WriteSession, found: StoredList, address: str, *, client: str, key: str, now: datetime
) -> None:
    """Plan the letter that asks an address whether it wants a list's digest.

    Nothing tells whether an address is known: one that has the digest already gets no letter, and one that
    was asked today is not asked again.

    Raises:
        BadInput: it is no mail address.
        TooManyAsked: this client signs up one address after the other.
    """
    plain = _checked(address)
    asked_from = security.digest(f"{key}:{client}")
    take_turn(session, "subscribers")
    if subscribers.asked_since(session, asked_from, since=now - ASKED_WINDOW) >= MOST_ASKED:
        raise TooManyAsked("Many addresses were entered from here; wait an hour and try again.")
    known = subscribers.of_address(session, found.id, plain)
    if known is not None:
        if known.is_active or now - known.asked_at < ASK_AGAIN_AFTER:
            return
        subscribers.remove(session, [known.id])
    asked = subscribers.add(session, found.id, plain, asked_from=asked_from, now=now)
    letters.plan_question(session, asked.id, now=now)


def confirm(session: WriteSession, sealed: str, *, key: str, now: datetime) -> Subscriber:
    """Count somebody who followed the link in the question as a subscriber; twice is once.

    Raises:
        BadInput: the link is not ours, or too old.
    """
    found = asker(session, sealed, key=key, now=now)
    if found.is_active:
        return found
    if subscribers.confirm(session, found.id, now=now):
        _note(session, found, "subscribe", now)
    elif subscribers.of_address(session, found.list_id, found.address) is None:
        raise BadInput(_TOO_OLD)  # they left a moment ago
    return found


def asker(session: AnySession, sealed: str, *, key: str, now: datetime) -> Subscriber:
    """Return who may confirm with a link.

    Raises:
        BadInput: the link is not ours, or too old.
    """
    name = _unsealed(sealed, CONFIRM, key)
    found = subscribers.by_name(session, name) if name else None
    if found is None or (not found.is_active and now - found.asked_at > ANSWER_WITHIN):
        raise BadInput(_TOO_OLD)
    return found


def leave(session: WriteSession, sealed: str, *, key: str, now: datetime) -> None:
    """Forget a subscriber and the address; twice is once.

    Raises:
        BadInput: the link is not ours.
    """
    name = _unsealed(sealed, LEAVE, key)
    if name is None:
        raise BadInput("This link is not complete; copy the whole of it from the letter.")
    found = subscribers.by_name(session, name)
    if found is not None:
        subscribers.remove(session, [found.id])
        _note(session, found, "unsubscribe", now)


def take_bounce(session: WriteSession, raw: bytes, *, mailbox: str, key: str, now: datetime) -> str:
    """Read a letter that came back and return in words what follows from it.

    Raises:
        SetupError: no mailbox for bounces is set.
    """
    if not mailbox:
        raise SetupError("Set LISTKEEPER_BOUNCE_ADDRESS to the mailbox that this bounce came to.")
    bounce = read_bounce(raw, mailbox)
    names = [_unsealed(mark, BOUNCE, key) for mark in bounce.marks] if bounce else []
    found = next((s for name in names if name and (s := subscribers.by_name(session, name))), None)
    if bounce is None or found is None:
        return "This is no bounce of a letter of ours; nothing is changed."
    if not bounce.is_permanent and subscribers.count_bounce(session, found.id) < MOST_SOFT_BOUNCES:
        return "The letter could not be delivered for now; that was counted."
    subscribers.remove(session, [found.id])
    _note(session, found, "bounced", now)
    return "The address cannot be reached; it was forgotten."


def forget_address(session: WriteSession, address: str, *, now: datetime) -> int:
    """Forget an address in all lists; return how many subscriptions it had."""
    ids = subscribers.ids_of_address(session, address.strip())
    subscribers.remove(session, ids)
    ledger.note(session, at=now, actor="command line", action="forget subscriber", subject="subscribers")
    return len(ids)


def sealed_name(name: SubscriberName, purpose: str, key: str) -> str:
    """Return what stands for a subscriber in a link or return path of this purpose."""
    return security.seal(key, purpose, str(name))


def _unsealed(sealed: str, purpose: str, key: str) -> SubscriberName | None:
    text = security.unseal(key, purpose, sealed)
    return SubscriberName.parse(text) if text else None


def _checked(address: str) -> str:
    try:
        from email_validator import EmailNotValidError, validate_email  # noqa: PLC0415  # an extra
    except ImportError as exc:
        raise SetupError("Mail needs the extra: pip install 'listkeeper[email]'.") from exc
    try:
        found = validate_email(address, check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError as exc:
        raise BadInput("This is no mail address; enter one like name@example.org.") from exc
    return found.normalized


def _note(session: WriteSession, found: Subscriber, action: str, now: datetime) -> None:
    """Write a line without the address: the ledger is kept for good."""
    subject = f"subscriber:{found.id}"
    ledger.note(session, at=now, actor=_ACTOR, action=action, subject=subject, after={"list": found.list_id})
