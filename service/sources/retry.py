"""How often and how long a source is asked again: bounded tries, growing waits with jitter, Retry-After."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service.errors import SourceBusy, SourceError
from service.sources.base import Gate

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How much trouble a source may make before we give up for this run. Times in seconds."""

    tries: int = 5
    first_wait: float = 5.0
    longest_wait: float = 300.0

    def wait_after(self, attempt: int, *, asked: float | None, chance: float) -> float:
        """Return the wait after the `attempt`-th failure (from 1); `chance` from 0 to 1 spreads the callers.

        What the source asked for is kept, plus the spread; without a word from it the waits double.
        """
        if asked is not None:
            return asked + chance * self.first_wait / 2
        grown = self.first_wait * float(2 ** (attempt - 1))
        return min(self.longest_wait, grown) * (0.5 + chance / 2)


def persist(call: Callable[[], T], *, gate: Gate, patience: Patience, jitter: Callable[[], float]) -> T:
    """Call until it succeeds, closing the gate for longer and longer after each failure.

    Raises:
        SourceError: the failure is permanent, the tries are used up, or the source wants us to stay away
            for longer than our patience; the gate stays closed for as long as it asked.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            return call()
        except SourceError as exc:
            if exc.is_permanent:
                raise
            asked = exc.retry_after if isinstance(exc, SourceBusy) else None
            gate.back_off(patience.wait_after(attempt, asked=asked, chance=jitter()))
            if attempt >= patience.tries or (asked is not None and asked > patience.longest_wait):
                raise
