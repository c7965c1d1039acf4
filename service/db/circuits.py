"""The circuit of a service, and how the service is: one row for all processes that share this database."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Engine, select, update

from service.db.engine import AnySession
from service.db.gates import ensure_gate, utc_now
from service.db.models import RateGateRow
from service.errors import SourceBusy, SourceError

_OPENS_AFTER = 5  # refusals in a row, whoever met them
_OPEN_FOR = 600.0  # seconds, where the service did not say for how long


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a service is: when it last answered, what went wrong last, and until when it is left alone."""

    next_at: datetime
    requests: int
    answered_at: datetime | None
    problem: str | None
    problem_at: datetime | None
    open_until: datetime | None

    def is_open(self, now: datetime) -> bool:
        """Whether nobody asks at present because of refusals."""
        return self.open_until is not None and self.open_until > now

    @property
    def is_well(self) -> bool:
        """Whether the last thing that happened was a good answer."""
        if self.problem_at is None:
            return True
        return self.answered_at is not None and self.answered_at >= self.problem_at


class DatabaseCircuit:
    """Opens after refusals in a row, counted over all processes; then nobody asks for a while."""

    def __init__(
        self, engine: Engine, service: str, *, name: str = "arXiv", clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine = engine
        self._service = service
        self._name = name
        self._clock = clock

    def check(self) -> None:
        """Let a caller pass.

        Raises:
            SourceBusy: the circuit is open; the text says until when.
        """
        columns = (RateGateRow.opened_at, RateGateRow.open_until)
        with self._engine.connect() as connection:
            row = connection.execute(select(*columns).where(RateGateRow.service == self._service)).first()
        now = self._clock()
        if row is None or row.open_until is None or row.open_until <= now:
            return
        if row.opened_at is not None and now < row.opened_at:  # the clock was put back
            until = now + (row.open_until - row.opened_at)
            self._change(opened_at=now, open_until=until)
            left = (until - now).total_seconds()
        else:
            until, left = row.open_until, (row.open_until - now).total_seconds()
        raise SourceBusy(
            f"{self._name} has refused again and again; it is not asked before {until:%H:%M} UTC.",
            retry_after=left,
        )

    def open_for(self, seconds: float) -> None:
        """Let nobody pass for so long."""
        now = self._clock()
        ensure_gate(self._engine, self._service, now)
        self._change(opened_at=now, open_until=now + timedelta(seconds=seconds))

    def tell(self, problem: SourceError | None) -> None:
        """Record how a request went: None where it was answered."""
        now = self._clock()
        ensure_gate(self._engine, self._service, now)
        if problem is None:
            self._change(answered_at=now, refusals=0, opened_at=None, open_until=None)
        elif isinstance(problem, SourceBusy):
            self._change(problem=str(problem), problem_at=now, refusals=RateGateRow.refusals + 1)
            if self._refusals() >= _OPENS_AFTER:
                self.open_for(max(_OPEN_FOR, problem.retry_after or 0.0))
        else:
            self._change(problem=str(problem), problem_at=now)

    def _refusals(self) -> int:
        with self._engine.connect() as connection:
            query = select(RateGateRow.refusals).where(RateGateRow.service == self._service)
            return connection.scalar(query) or 0

    def _change(self, **values: object) -> None:
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(RateGateRow).where(RateGateRow.service == self._service).values(**values)
            )


def health(session: AnySession, service: str) -> Health | None:
    """Return how a service is; None if it was never asked."""
    row = session.get(RateGateRow, service)
    if row is None:
        return None
    return Health(
        next_at=row.next_at,
        requests=row.requests,
        answered_at=row.answered_at,
        problem=row.problem,
        problem_at=row.problem_at,
        open_until=row.open_until,
    )
