"""Engines and sessions: one place that knows how SQLite and PostgreSQL differ."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NewType

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic_core import from_json
from sqlalchemy import Connection, CursorResult, Engine, Executable, create_engine, event, func, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    DisconnectionError,
    IntegrityError,
    SQLAlchemyError,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from service.db import vector_index
from service.errors import Conflict, SetupError

ReadSession = NewType("ReadSession", Session)
WriteSession = NewType("WriteSession", Session)
AnySession = ReadSession | WriteSession

POSTGRES, SQLITE = "postgresql", "sqlite"
KNOWN = "known"  # where a reading session keeps its answers, see `service.db.moments`
_MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
_KEPT_CONNECTIONS, _MORE_CONNECTIONS = 10, 20
MOST_CONNECTIONS = _KEPT_CONNECTIONS + _MORE_CONNECTIONS  # of one process at once
_USED, _TRUSTED_SECONDS = "used", 2  # a connection that somebody used so lately is there
_BUSY_SECONDS = 30  # how long a writer waits for another one on SQLite
_DEADLOCK = "40P01"  # https://www.postgresql.org/docs/current/errcodes-appendix.html
_FULL = {"SQLITE_FULL", "53100"}  # what SQLite and PostgreSQL say of a full disk


_SHARED: dict[str, Any] = {
    "pool_size": _KEPT_CONNECTIONS,
    "max_overflow": _MORE_CONNECTIONS,
    "json_deserializer": from_json,  # several times as fast as the standard library's
}


def make_engine(url: str) -> Engine:
    """Return an engine for a SQLite or PostgreSQL address; nothing is connected yet.

    Raises:
        SetupError: the address is not usable.
    """
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError) as exc:  # ValueError: a port that is no number
        raise SetupError(
            "LISTKEEPER_DATABASE_URL is no database address; "
            "give one like sqlite:////var/lib/listkeeper.db or postgresql://user@host/name."
        ) from exc
    if parsed.get_backend_name() == "postgresql":
        parsed = parsed.set(drivername="postgresql+psycopg")
        engine = create_engine(parsed, pool_use_lifo=True, **_SHARED)  # the one used last knows the most
        _ping_rarely(engine)
        return engine
    if parsed.get_backend_name() != "sqlite":
        raise SetupError(f"{parsed.get_backend_name()} is not supported; use SQLite or PostgreSQL.")
    engine = create_engine(
        parsed,
        connect_args={"timeout": _BUSY_SECONDS, "check_same_thread": False},
        **_SHARED,
    )
    event.listen(engine, "connect", _set_up_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _ping_rarely(engine: Engine) -> None:
    """Ask a connection that lay unused for a while whether it still works; each time would cost each request.

    Who meets one that was cut off within that while gets an error, once: all others are made anew then.
    """

    def note_use(_connection: Any, record: ConnectionPoolEntry) -> None:
        record.info[_USED] = time.monotonic()

    def ping_unused(connection: Any, record: ConnectionPoolEntry, _lent: object) -> None:
        if time.monotonic() - record.info.get(_USED, time.monotonic()) < _TRUSTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as exc:
            raise DisconnectionError from exc  # the pool puts a new one in its place

    event.listen(engine, "checkin", note_use)
    event.listen(engine, "checkout", ping_unused)


def _set_up_sqlite(connection: Any, _record: object) -> None:
    # The driver's own transactions start too late for a consistent read: we say BEGIN ourselves.
    # https://docs.sqlalchemy.org/en/20/dialects/sqlite.html#pysqlite-serializable
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=NORMAL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    # A writer takes the lock at once: a read that turns into a write cannot wait, it fails.
    is_writer = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if is_writer else "BEGIN")


def dialect_of(session: AnySession) -> str:
    """Return which kind of database a session speaks to."""
    return str(session.get_bind().dialect.name)


def plain(
    session: AnySession, query: Executable, given: Mapping[str, Any] | None = None
) -> CursorResult[*tuple[Any, ...]]:
    """Execute a statement past the session's own bookkeeping, which costs as much as a short question."""
    session.flush()  # as the session does before it asks
    return session.connection().execute(query, given)


def plain_rows(
    session: AnySession, query: Executable, given: Mapping[str, Any] | None = None
) -> Sequence[Any]:
    """Return all rows of such a statement."""
    return plain(session, query, given).all()


@contextmanager
def reading(engine: Engine) -> Iterator[ReadSession]:
    """Open a session that sees one moment of the database and keeps nothing."""
    session = opened_to_read(engine)
    try:
        yield session
    finally:
        close_reading(session)


def opened_to_read(engine: Engine) -> ReadSession:
    """Return such a session, which `close_reading` closes; it takes nothing before it is used."""
    return ReadSession(Session(_one_moment(engine), expire_on_commit=False, info={KNOWN: {}}))


def end_moment(session: ReadSession) -> None:
    """Let a reading session go on with a later moment; what it knew of this one is forgotten.

    On PostgreSQL it is committed, which keeps nothing of a transaction that may only read: with a rollback
    the driver would forget the statements that the server has planned for this connection.
    """
    if dialect_of(session) == POSTGRES:
        session.commit()
    else:
        session.rollback()
    session.info[KNOWN].clear()


def close_reading(session: ReadSession) -> None:
    """Close a reading session, also one whose connection was lost."""
    with session, suppress(SQLAlchemyError):
        end_moment(session)


def _one_moment(engine: Engine) -> Engine:
    if engine.dialect.name == POSTGRES:  # its default shows each statement a later moment
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return engine


def _one_answer(engine: Engine) -> Engine:
    if engine.dialect.name == POSTGRES:  # a single question needs no transaction, which a rollback would end
        return engine.execution_options(isolation_level="AUTOCOMMIT")
    return engine


@contextmanager
def writing(engine: Engine) -> Iterator[WriteSession]:
    """Open a session whose changes are committed at the end, or not at all.

    Raises:
        Conflict: a constraint says that somebody else was faster.
    """
    session = opened_to_write(engine)
    with session, refusing_conflicts():
        yield session
        session.commit()


def opened_to_write(engine: Engine) -> WriteSession:
    """Return a session for changes that whoever opens it commits; it takes nothing before it is used."""
    return WriteSession(Session(engine.execution_options(writes=True)))


def take_turn(session: WriteSession, what: str) -> None:
    """Wait until no other session changes `what`, and let others wait until this one ends.

    Whoever looks whether something is there before it is added takes its turn first. SQLite has one
    writer at a time anyway. https://www.postgresql.org/docs/current/explicit-locking.html#ADVISORY-LOCKS
    """
    if dialect_of(session) == POSTGRES:
        session.execute(select(func.pg_advisory_xact_lock(func.hashtext(what))))


@contextmanager
def refusing_conflicts() -> Iterator[None]:
    """Say what a broken constraint means, two who wait for one another, or a full disk.

    Raises:
        Conflict: the database says that somebody else was faster.
        SetupError: there is no room left for the database.
    """
    try:
        yield
    except DBAPIError as exc:
        if _FULL & {getattr(exc.orig, "sqlite_errorname", ""), getattr(exc.orig, "sqlstate", "")}:
            raise SetupError("The disk that the database is on is full; make room, then try again.") from exc
        if not isinstance(exc, IntegrityError) and getattr(exc.orig, "sqlstate", "") != _DEADLOCK:
            raise
        raise Conflict("Somebody else changed the same thing at the same time; look again.") from exc


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def upgrade(engine: Engine) -> None:
    """Bring the database to the schema of this version; running it twice changes nothing.

    Raises:
        SetupError: the database cannot be reached, or belongs to a newer version.
    """
    if schema_state(engine) == "newer":
        raise SetupError(_NEWER)
    with engine.execution_options(writes=True).begin() as connection:
        command.upgrade(_config(connection), "head")
        vector_index.ensure(connection)


def schema_state(engine: Engine) -> str:
    """Return `empty`, `older`, `current` or `newer`.

    Raises:
        SetupError: the database cannot be reached.
    """
    scripts = ScriptDirectory.from_config(_config())
    try:
        with _one_answer(engine).connect() as connection:
            there = MigrationContext.configure(connection).get_current_revision()
    except DatabaseError as exc:  # unreachable, or a file that is no database
        reason = str(exc.orig).strip().splitlines()[0]
        raise SetupError(
            f"The database cannot be reached ({reason}); check LISTKEEPER_DATABASE_URL."
        ) from exc
    if there is None:
        return "empty"
    if there == scripts.get_current_head():
        return "current"
    return "older" if there in {s.revision for s in scripts.walk_revisions()} else "newer"


_NEWER = (
    "The database belongs to a newer Listkeeper; install that version, or restore a backup made by this one."
)


def check_schema(engine: Engine) -> None:
    """Accept a database of exactly this version's schema.

    Raises:
        SetupError: it is not; the text names the command that mends it.
    """
    state = schema_state(engine)
    if state == "newer":
        raise SetupError(_NEWER)
    if state != "current":
        word = "has no tables yet" if state == "empty" else "has an older schema"
        raise SetupError(f"The database {word}; run `listkeeper db upgrade` first.")
