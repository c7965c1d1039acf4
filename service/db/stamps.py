"""A stamp of the database: while it stays the same, nobody has committed anything."""

import sqlite3
import weakref
from threading import Lock

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import SQLAlchemyError

_SNAPSHOT = text("SELECT pg_current_snapshot()::text")


class Stamps:
    """Reads the stamp, without reading a table.

    SQLite counts on each connection the commits of all others; PostgreSQL describes a snapshot by the
    transactions that it sees: equal snapshots see equal data. Either way one connection is kept open for it.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine, self._lock = engine, Lock()
        self._counting: sqlite3.Connection | None = None
        self._asking: Connection | None = None
        self.is_fast = engine.dialect.name == "sqlite"  # microseconds, without a server to ask

    def read(self) -> str | None:
        """Return the stamp, or None where the database cannot be asked just now."""
        try:
            return self._commits() if self.is_fast else self._snapshot()
        except (sqlite3.Error, SQLAlchemyError):
            return None

    def _commits(self) -> str:
        with self._lock:
            if self._counting is None:
                database = str(self._engine.url.database)
                self._counting = sqlite3.connect(database, check_same_thread=False)
                weakref.finalize(self, self._counting.close)
            return str(self._counting.execute("PRAGMA data_version").fetchone()[0])

    def _snapshot(self) -> str:
        with self._lock:
            if self._asking is None:
                self._asking = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
                self._asking.detach()  # the pool gives it to nobody else
                weakref.finalize(self, self._asking.close)
            try:
                return str(self._asking.execute(_SNAPSHOT).scalar_one())
            except SQLAlchemyError:
                lost, self._asking = self._asking, None  # the next one gets a new connection
                lost.close()
                raise
