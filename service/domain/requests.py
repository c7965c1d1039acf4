"""Writes that may be sent twice: the same key and the same request get the first answer again."""

import hashlib
import re
from dataclasses import dataclass

from service.errors import BadInput, Conflict

_KEY = re.compile(r"[\x21-\x7e]{1,200}")


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer that a write got."""

    request_hash: str
    status: int
    body: str


def check_key(key: str) -> str:
    """Return an Idempotency-Key.

    Raises:
        BadInput: there is none, or it cannot be used.
    """
    if not _KEY.fullmatch(key):
        raise BadInput(
            "This needs the header Idempotency-Key: 1 to 200 visible ASCII characters, new for each write."
        )
    return key


def hash_request(method: str, path: str, body: bytes) -> str:
    """Return what tells one write from another."""
    return hashlib.sha256(b"\n".join((method.encode(), path.encode(), body))).hexdigest()


def decide_answer(known: Answered | None, request_hash: str) -> Answered | None:
    """Return the answer that this very request got before, or None if it is new.

    Raises:
        Conflict: the key was used for another request.
    """
    if known is not None and known.request_hash != request_hash:
        raise Conflict("This Idempotency-Key was used for another request; take a new one.")
    return known
