"""The neutral face of all sources: what they give, and the gate that they all pass through."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from service.domain.papers import ArxivId, PaperRecord
from service.errors import SourceError


class Unreachable(SourceError):
    """Nobody answers at the address; asking again at once is of little use."""


class Gate(Protocol):
    """Lets one request at a time through to an outside service."""

    def wait(self) -> None:
        """Return when it is this caller's turn."""

    def done(self) -> None:
        """Say that the request of this turn is over."""

    def back_off(self, seconds: float) -> None:
        """Let nobody through for so long."""


class Circuit(Protocol):
    """Knows how a service is, and lets nobody ask for a while after it has refused again and again."""

    def check(self) -> None:
        """Let a caller pass, or raise `SourceBusy` with the moment until which nobody asks."""

    def open_for(self, seconds: float) -> None:
        """Let nobody pass for so long."""

    def tell(self, problem: SourceError | None) -> None:
        """Record how a request went: None where it was answered."""


class LocalGate:
    """A gate for one process: tests, and runs that need no database."""

    def __init__(
        self,
        delay: float = 0.0,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._delay = delay
        self._clock = clock
        self._sleep = sleep
        self._next_at = clock()

    def wait(self) -> None:
        """Return when the last turn is `delay` seconds ago and no back-off is on."""
        pause = self._next_at - self._clock()
        if pause > 0:
            self._sleep(pause)
        self._next_at = max(self._next_at, self._clock()) + self._delay

    def done(self) -> None:
        """Let the next turn be `delay` seconds after the answer."""
        self._next_at = max(self._next_at, self._clock() + self._delay)

    def back_off(self, seconds: float) -> None:
        """Put the next turn off for so long."""
        self._next_at = max(self._next_at, self._clock() + seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One answer: its records, and how many the source says there are in all."""

    start: int
    total: int
    records: tuple[PaperRecord, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a source has for a query between two moments (`end` excluded), and whether that is all of it.

    `expected` is the total that at least two reads agreed on; `problem` is None only when `records` are
    exactly so many different papers.
    """

    query: str
    start: datetime
    end: datetime
    expected: int | None
    records: tuple[PaperRecord, ...]
    requests: int = 0
    problem: str | None = None

    @property
    def is_complete(self) -> bool:
        """Whether everything that the source says there is was fetched."""
        return self.problem is None and self.expected == len(self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The answer to a list of ids: records, and the ids that the source does not know."""

    records: tuple[PaperRecord, ...]
    unknown: tuple[ArxivId, ...]
    requests: int = 0
