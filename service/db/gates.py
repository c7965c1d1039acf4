"""The rate gate: one request at a time to a service, over all processes that share this database."""

import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Engine, Row, case, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.db.models import RateGateRow

LONGEST_REQUEST = 150.0  # seconds; after that the one who asks is taken for dead
_LOOK_AGAIN = 0.25  # seconds between two looks at a request that is under way
_SKEW = timedelta(seconds=10)  # by how much clocks may differ before one counts as put back


def utc_now() -> datetime:
    """Return the present moment."""
    return datetime.now(UTC)


class DatabaseGate:
    """Lets one caller through at a time, and the next one `delay` seconds after that one's answer.

    A turn is claimed, at the moment when it is taken, by a conditional update: whose update counts has the
    turn, and until `done` nobody else gets one. Nobody holds a turn for later, so a back-off stops those who
    wait, too. A clock that is put back does not prolong a wait, one that is put forward does not end it.
    """

    def __init__(
        self,
        engine: Engine,
        service: str,
        *,
        delay: float,
        process: str = "",
        is_gone: Callable[[str], bool] = lambda _: False,
        clock: Callable[[], datetime] = utc_now,
        sleep: Callable[[float], None] = time.sleep,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._engine = engine
        self._service = service
        self._delay = timedelta(seconds=delay)
        self._process = process
        self._holder = f"{secrets.token_hex(8)} {process}"
        self._is_gone = is_gone
        self._clock = clock
        self._sleep = sleep
        self._monotonic = monotonic
        self._not_before = monotonic()

    def wait(self) -> None:
        """Return when it is this caller's turn."""
        ensure_gate(self._engine, self._service, self._clock())
        while (pause := self._own_pause() or self._claim()) is not None:
            self._sleep(pause)
        self._not_before = self._monotonic() + self._delay.total_seconds()

    def done(self) -> None:
        """Say that the request of this turn is over; the next turn is `delay` seconds from now."""
        now = self._clock()
        self._not_before = self._monotonic() + self._delay.total_seconds()
        until = now + self._delay
        free_at = case((RateGateRow.next_at < until, until), else_=RateGateRow.next_at)
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(RateGateRow)
                .where(RateGateRow.service == self._service, RateGateRow.holder == self._holder)
                .values(holder="", held_until=None, next_at=free_at, set_at=now)
            )

    def back_off(self, seconds: float) -> None:
        """Let nobody through for so long, because the service asked for it."""
        now = self._clock()
        until = now + timedelta(seconds=seconds)
        ensure_gate(self._engine, self._service, now)
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(RateGateRow)
                .where(RateGateRow.service == self._service, RateGateRow.next_at < until)
                .values(next_at=until, set_at=now)
            )

    def _own_pause(self) -> float | None:
        """Return what is left of the delay since our own last turn, by a clock that nobody puts forward."""
        left = self._not_before - self._monotonic()
        return left if left > 0 else None

    def _claim(self) -> float | None:
        """Take the turn and return None, or return the seconds after which to ask again."""
        with self._engine.execution_options(writes=True).begin() as connection:
            row = connection.execute(
                select(RateGateRow.__table__).where(RateGateRow.service == self._service)
            ).one()
            now = self._clock()
            if row.set_at is not None and now < row.set_at - _SKEW:
                self._put_back(connection, row, now)
                return 0.0
            if self._is_held(row, now):
                return _LOOK_AGAIN
            if row.next_at > now:
                return float((row.next_at - now).total_seconds())
            done = self._change(
                connection,
                row,
                next_at=now + self._delay,
                set_at=now,
                holder=self._holder,
                held_until=now + timedelta(seconds=LONGEST_REQUEST),
                requests=row.requests + 1,
            )
            return None if done else 0.0

    def _is_held(self, row: Row[Any], now: datetime) -> bool:
        if row.holder in ("", self._holder) or row.held_until is None or row.held_until <= now:
            return False
        return not self._is_gone(row.holder.partition(" ")[2])

    def _put_back(self, connection: Connection, row: Row[Any], now: datetime) -> None:
        """Let what was to be waited for be waited for from now on: the clock was put back."""
        shift = row.set_at - now
        held_until = row.held_until - shift if row.held_until else None
        self._change(connection, row, next_at=row.next_at - shift, set_at=now, held_until=held_until)

    def _change(self, connection: Connection, row: Row[Any], **values: object) -> bool:
        """Change the row if nobody has since it was read."""
        done = connection.execute(
            update(RateGateRow)
            .where(
                RateGateRow.service == self._service,
                RateGateRow.next_at == row.next_at,
                RateGateRow.holder == row.holder,
            )
            .values(**values)
        )
        return done.rowcount == 1


def ensure_gate(engine: Engine, service: str, now: datetime) -> None:
    """Make the row of a service, if there is none yet."""
    try:
        with engine.execution_options(writes=True).begin() as connection:
            known = connection.scalar(select(RateGateRow.service).where(RateGateRow.service == service))
            if known is None:
                connection.execute(insert(RateGateRow).values(service=service, next_at=now))
    except IntegrityError:
        return  # another process made it first
