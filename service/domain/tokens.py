"""What a program may do with its token."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from service.errors import BadInput

PREFIX = "lk_"  # lets people and secret scanners tell our tokens from others
LONGEST_NAME = 80  # characters
MOST_DAYS = 365  # a token never lives longer


class Scope(StrEnum):
    """What a token allows, at most what its owner may do."""

    READ_REVIEW = "review:read"
    GIVE_VERDICTS = "verdicts:write"
    SUGGEST = "suggestions:write"
    PUBLISH = "publications:write"
    CLASSIFY = "classify"
    WEBHOOKS = "webhooks:write"


def parse_scopes(names: Iterable[str]) -> tuple[Scope, ...]:
    """Read scopes, each once, in our order.

    Raises:
        BadInput: one is unknown, or there is none.
    """
    wanted = set(names)
    unknown = wanted - set(Scope)
    if unknown or not wanted:
        word = f"{min(unknown)!r} is no scope" if unknown else "A token needs a scope"
        raise BadInput(f"{word}; give one or more of: {', '.join(Scope)}.")
    return tuple(scope for scope in Scope if scope in wanted)


def check_name(name: str) -> str:
    """Return a token's name, without blanks around it.

    Raises:
        BadInput: it is empty, too long or cannot be printed.
    """
    plain = name.strip()
    if not plain or len(plain) > LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"A token's name has 1 to {LONGEST_NAME} visible characters; say what it is for.")
    return plain


def expiry(days: int, now: datetime) -> datetime:
    """Return when a token of so many days expires.

    Raises:
        BadInput: it would live too long, or not at all.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadInput(f"A token lives 1 to {MOST_DAYS} days, not {days}; make a new one afterwards.")
    return now + timedelta(days=days)
