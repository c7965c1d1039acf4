"""What a session has read already: one that reads sees one moment, so the same question has one answer."""

from collections.abc import Callable, Hashable
from typing import TypeVar

from service.db.engine import KNOWN, AnySession

Answer = TypeVar("Answer")


def once(session: AnySession, question: Hashable, read: Callable[[], Answer]) -> Answer:
    """Return what `read` finds: once for a session that reads, each time for one that may change it."""
    known = session.info.get(KNOWN)
    if known is None:
        return read()
    if question not in known:
        known[question] = read()
    found: Answer = known[question]
    return found


def know(session: AnySession, question: Hashable, answer: object) -> None:
    """Let a session that reads know an answer that came with another one."""
    if KNOWN in session.info:
        session.info[KNOWN][question] = answer


def is_reading(session: AnySession) -> bool:
    """Tell whether a session only reads, so that what it finds is there for all."""
    return KNOWN in session.info


def is_known(session: AnySession, question: Hashable) -> bool:
    """Tell whether a session has the answer already."""
    return question in session.info.get(KNOWN, ())
