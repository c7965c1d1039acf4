"""The rate gate: one request at a time to a service, over all processes that share this database."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine, insert, select, update
from sqlalchemy.exc import IntegrityError

from service.db.models import RateGateRow


def _utc_now() -> datetime:
    return datetime.now(UTC)


class DatabaseGate:
    """Lets a caller through once every `delay` seconds; the turns are taken in the database.

    A turn is claimed, at the moment when it is taken, by moving `next_at` forward with a conditional update:
    whose update counts has the turn. Nobody holds a turn for later, so a back-off stops those who wait, too.
    """

    def __init__(
        self,
        engine: Engine,
        service: str,
        *,
        delay: float,
        clock: Callable[[], datetime] = _utc_now,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._engine = engine
        self._service = service
        self._delay = timedelta(seconds=delay)
        self._clock = clock
        self._sleep = sleep

    def wait(self) -> None:
        """Return when it is this caller's turn."""
        self._ensure_row()
        while (pause := self._claim()) is not None:
            self._sleep(pause)

    def back_off(self, seconds: float) -> None:
        """Let nobody through for so long, because the service asked for it."""
        until = self._clock() + timedelta(seconds=seconds)
        self._ensure_row()
        with self._engine.execution_options(writes=True).begin() as connection:
            connection.execute(
                update(RateGateRow)
                .where(RateGateRow.service == self._service, RateGateRow.next_at < until)
                .values(next_at=until)
            )

    def _claim(self) -> float | None:
        """Take the turn and return None, or return the seconds after which to ask again."""
        with self._engine.execution_options(writes=True).begin() as connection:
            free_at = connection.scalars(
                select(RateGateRow.next_at).where(RateGateRow.service == self._service)
            ).one()
            now = self._clock()
            if free_at > now:
                return (free_at - now).total_seconds()
            done = connection.execute(
                update(RateGateRow)
                .where(RateGateRow.service == self._service, RateGateRow.next_at == free_at)
                .values(next_at=now + self._delay)
            )
            return None if done.rowcount == 1 else 0.0

    def _ensure_row(self) -> None:
        try:
            with self._engine.execution_options(writes=True).begin() as connection:
                known = connection.scalar(
                    select(RateGateRow.service).where(RateGateRow.service == self._service)
                )
                if known is None:
                    connection.execute(
                        insert(RateGateRow).values(service=self._service, next_at=self._clock())
                    )
        except IntegrityError:
            return  # another process made it first
