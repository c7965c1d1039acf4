"""What was made of a list's entries is kept in the process while they stay as they are.

The database draws a new mark for a list with every change of its entries, whoever makes it. The mark is read
with the question, so that a kept result is what would be made anew. Any process may forget it at any time.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import select

from service.db.engine import AnySession, plain_rows
from service.db.models import ListMarkRow

T = TypeVar("T")
_MARKS = select(ListMarkRow.list_id, ListMarkRow.mark).order_by(ListMarkRow.list_id)


class Kept(Generic[T]):
    """Results of one kind, those asked for last, no more of them than `most` as `weigh` counts them."""

    def __init__(self, *, most: int, weigh: Callable[[T], int] = lambda _: 1) -> None:
        self._most, self._weigh, self._lock = most, weigh, Lock()
        self._found: OrderedDict[Hashable, T] = OrderedDict()
        self._weight = 0

    def get(self, key: Hashable, make: Callable[[], T]) -> T:
        """Return what is kept under a key that holds the mark, else make it."""
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                return self._found[key]
        made = make()
        with self._lock:
            if key not in self._found and self._weigh(made) <= self._most:
                self._found[key] = made
                self._weight += self._weigh(made)
            while self._weight > self._most:
                self._weight -= self._weigh(self._found.popitem(last=False)[1])
        return made


def mark_of(session: AnySession, list_id: int) -> str:
    """Return the mark of a list's entries; empty while it never had one."""
    return dict(marks(session)).get(list_id, "")


def marks(session: AnySession) -> tuple[tuple[int, str], ...]:
    """Return (list, mark) of all lists, in the order of their row ids."""
    return tuple((list_id, mark) for list_id, mark in plain_rows(session, _MARKS))
