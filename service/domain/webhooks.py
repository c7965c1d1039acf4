"""Webhooks: what they are told of, how a message is named, and when it is tried again or given up."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from service.errors import BadInput

LONGEST_URL = 2_000  # characters
MOST_HOOKS = 20  # of one list
OVERLAP = timedelta(days=2)  # how far back is looked each time: a long job keeps what it began with
KEPT = timedelta(days=30)  # deliveries that are over
GIVE_UP_AFTER = timedelta(days=5)  # of nothing but failures
CATCH_UP = timedelta(days=14)  # what a webhook is told of when it is started again
LONGEST_WAIT = timedelta(days=1)
_WAITS = tuple(timedelta(minutes=m) for m in (1, 5, 30, 120, 300, 600, 840, 1200, 1440))
MOST_ATTEMPTS = len(_WAITS) + 1  # over a little more than three days
_GONE = 410


class EventKind(StrEnum):
    """What a webhook may be told of."""

    CONFIRMED = "paper.confirmed"
    LISTED = "paper.listed"
    UPDATED = "paper.updated"
    WITHDRAWN = "paper.withdrawn"
    REMOVED = "paper.removed"
    DIGEST = "digest.issued"
    PUBLICATION = "publication.changed"
    TEST = "webhook.test"


KIND_WORDS: Mapping[EventKind, str] = {
    EventKind.CONFIRMED: "a person confirmed a paper",
    EventKind.LISTED: "a paper stands on the list",
    EventKind.UPDATED: "a listed paper got a new version",
    EventKind.WITHDRAWN: "a listed paper was withdrawn by its authors",
    EventKind.REMOVED: "a paper was taken off the list",
    EventKind.DIGEST: "a weekly digest was issued",
    EventKind.PUBLICATION: "a publication went a step further",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; `key` names it for good, so that it is told once."""

    kind: EventKind
    key: str
    at: datetime
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a receiver said to one attempt; without a status it could not be asked."""

    status: int | None
    said: str = ""
    problem: str = ""
    milliseconds: int = 0
    retry_after: float | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver has the message now."""
        return self.status is not None and 200 <= self.status < 300  # noqa: PLR2004  # the 2xx of HTTP

    @property
    def words(self) -> str:
        """What came of it, in a few words."""
        return self.problem or f"answered {self.status}"


def parse_kinds(names: Iterable[str]) -> tuple[EventKind, ...]:
    """Read what a webhook is to be told of, each once, in our order.

    Raises:
        BadInput: one is unknown, or there is none.
    """
    wanted = set(names)
    unknown = wanted - set(KIND_WORDS)
    if unknown or not wanted:
        word = f"{min(unknown)[:60]!r} is no event" if unknown else "A webhook needs an event"
        raise BadInput(f"{word}; choose from: {', '.join(KIND_WORDS)}.")
    return tuple(kind for kind in KIND_WORDS if kind in wanted)


def check_address(url: str) -> str:
    """Return a webhook's address.

    Raises:
        BadInput: it is none, or holds a password, which would stand in the log.
    """
    plain = url.strip()
    try:
        parts = urlsplit(plain)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        is_web, parts = False, urlsplit("")
    if not is_web or not plain.isascii() or not plain.isprintable() or " " in plain:
        raise BadInput("A webhook's address is like https://example.org/hooks/listkeeper, in ASCII.")
    if len(plain) > LONGEST_URL:
        raise BadInput(f"A webhook's address has at most {LONGEST_URL:,} characters.")
    if "@" in parts.netloc:
        raise BadInput("Leave name and password out of the address; the signature says who is asking.")
    return plain


def message_id(salt: str, key: str) -> str:
    """Return the id of a message: the same at each attempt, another one at each webhook."""
    return "msg_" + hashlib.sha256(f"{salt}:{key}".encode()).hexdigest()[:32]


def make_body(event: Event) -> str:
    """Return what is sent: type, timestamp and data, as Standard Webhooks proposes."""
    moment = event.at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    body = {"type": event.kind, "timestamp": moment, "data": event.data}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def wait_after(attempts: int) -> timedelta:
    """Return how long to wait after so many attempts; after the last one, as after the one before."""
    return _WAITS[min(attempts, len(_WAITS)) - 1]


def next_attempt(attempts: int, answer: Answer, now: datetime) -> datetime | None:
    """Return when a message that was not taken is tried again; None: not any more.

    A receiver may ask for more time (Retry-After), up to a day.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    asked = timedelta(seconds=min(answer.retry_after or 0, LONGEST_WAIT.total_seconds()))
    return now + max(wait_after(attempts), asked)


def why_stop(answer: Answer, failing_since: datetime, now: datetime) -> str | None:
    """Return why a webhook is told nothing any more, in a sentence; None: go on."""
    if answer.status == _GONE:
        return "The receiver said that it is gone for good (410)."
    if now - failing_since >= GIVE_UP_AFTER:
        since = f"{failing_since.day} {failing_since:%b %Y}"
        return f"It has taken nothing since {since}; the last time it {_past(answer)}."
    return None


def _past(answer: Answer) -> str:
    return answer.words if answer.status is not None else f"was asked, {answer.words}"
