"""How often and how long a source is asked again: bounded tries, growing waits with jitter, Retry-After."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from service.errors import SourceBusy, SourceError, SourceLied
from service.sources.base import Circuit, Gate, Unreachable

T = TypeVar("T")


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How much trouble a source may make before we give up for this run. Waits in seconds.

    `tries` is for refusals, faults and time-outs, `rereads` for answers that contradict themselves,
    `knocks` for an address where nobody answers; after refusals to the end the circuit is `open_for`.
    """

    tries: int = 5
    rereads: int = 3
    knocks: int = 2
    first_wait: float = 5.0
    longest_wait: float = 300.0
    open_for: float = 600.0

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


class LocalCircuit:
    """A circuit for one process: opens when a source has refused us as often as our patience lasts.

    Without it a crawl of a hundred days would knock at a closed door five hundred times.
    """

    def __init__(self, *, clock: Callable[[], datetime] = _utc_now) -> None:
        self._clock = clock
        self._open_until: datetime | None = None

    def check(self) -> None:
        """Let a caller pass.

        Raises:
            SourceBusy: the circuit is open; the text says until when.
        """
        if self._open_until is None:
            return
        left = (self._open_until - self._clock()).total_seconds()
        if left > 0:
            raise SourceBusy(
                f"arXiv has refused again and again; it is not asked before {self._open_until:%H:%M} UTC.",
                retry_after=left,
            )
        self._open_until = None

    def open_for(self, seconds: float) -> None:
        """Let nobody pass for so long."""
        self._open_until = self._clock() + timedelta(seconds=seconds)

    def tell(self, problem: SourceError | None) -> None:
        """Keep nothing: who runs without a database reads the log."""


def persist(
    call: Callable[[], T], *, gate: Gate, circuit: Circuit, patience: Patience, jitter: Callable[[], float]
) -> T:
    """Call until it succeeds, closing the gate for longer and longer after each failure.

    Raises:
        SourceError: the failure is permanent, the tries are used up, or the source wants us to stay away
            for longer than our patience. After refusals the gate stays closed for the next run too, and
            the circuit is open.
    """
    attempt = 0
    while True:
        circuit.check()
        attempt += 1
        try:
            found = call()
        except SourceError as exc:
            circuit.tell(exc)
            asked = exc.retry_after if isinstance(exc, SourceBusy) else None
            is_over = patience.is_over(exc, attempt, asked=asked)
            wait = patience.wait_after(attempt, asked=asked, chance=jitter())
            if not is_over or isinstance(exc, SourceBusy):
                gate.back_off(wait)
            if is_over and isinstance(exc, SourceBusy):
                circuit.open_for(max(wait, patience.open_for))
            if is_over:
                raise
        else:
            circuit.tell(None)
            return found
