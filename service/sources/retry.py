"""How often and how long a source is asked again: bounded tries, growing waits with jitter, Retry-After."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.base import Gate, Unreachable

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How much trouble a source may make before we give up for this run. Waits in seconds.

    `tries` is for refusals, faults and time-outs, `rereads` for answers that contradict themselves,
    `knocks` for an address where nobody answers.
    """

    tries: int = 5
    rereads: int = 3
    knocks: int = 2
    first_wait: float = 5.0
    longest_wait: float = 300.0

    def is_over(self, problem: SourceError, attempt: int, *, asked: float | None) -> bool:
        """Whether the `attempt`-th failure (from 1) was the last one."""
        if problem.is_permanent or (asked is not None and asked > self.longest_wait):
            return True
        if isinstance(problem, Unreachable):
            return attempt >= self.knocks
        return attempt >= (self.rereads if isinstance(problem, SourceLied) else self.tries)

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
            for longer than our patience. After a refusal the gate stays closed, for the next run too.
    """
    attempt = 0
    while True:
        attempt += 1
        try:
            return call()
        except SourceError as exc:
            asked = exc.retry_after if isinstance(exc, SourceBusy) else None
            is_over = patience.is_over(exc, attempt, asked=asked)
            if not is_over or isinstance(exc, SourceBusy):
                gate.back_off(patience.wait_after(attempt, asked=asked, chance=jitter()))
            if is_over:
                raise
