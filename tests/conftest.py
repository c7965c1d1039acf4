"""What every test may ask for: a database of either kind, a moment, the shared data."""

import os
import signal
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import structlog
from sqlalchemy import Engine, text
from sqlalchemy.engine import make_url

from service.db.engine import make_engine, upgrade
from service.db.models import Base
from service.postgres import start_postgres

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session", autouse=True)
def heard_interrupts() -> None:
    """Let commands that tests start hear SIGINT: a shell that runs the tests in the background ignores it."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def fresh_logs() -> Iterator[None]:
    """Forget where a command sent the log: its standard error is pytest's, and is closed after the test."""
    yield
    structlog.reset_defaults()


@pytest.fixture
def now() -> datetime:
    return datetime(2025, 11, 5, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder with real data; tests that need it say why they are left out where it is missing."""
    folder = (ROOT / os.environ.get("LISTKEEPER_SHARED", "../shared")).resolve()
    if not (folder / "data").is_dir():
        pytest.skip(f"no shared data at LISTKEEPER_SHARED ({folder})")
    return folder


@pytest.fixture(scope="session")
def sqlite_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    engine = make_engine(f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}")
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The address of an empty database on a real PostgreSQL server that lives as long as the tests.

    It does nothing by itself: a vacuum in the background would change the stamp of the database under a test.
    Its data is not among pytest's folders, which every start of pytest closes to the user that it runs as.
    """
    with (
        tempfile.TemporaryDirectory(prefix="listkeeper-", ignore_cleanup_errors=True) as folder,
        start_postgres(Path(folder) / "postgres") as url,
    ):
        engine = make_engine(url)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ALTER SYSTEM SET autovacuum = off")
            connection.exec_driver_sql("SELECT pg_reload_conf()")
        engine.dispose()
        yield url


@pytest.fixture(scope="session")
def postgres_engine(postgres_url: str) -> Iterator[Engine]:
    engine = make_engine(postgres_url)
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """A database with all tables and no rows; every test that asks for it runs on both kinds."""
    found: Engine = request.getfixturevalue(f"{request.param}_engine")
    yield found
    empty(found)


@pytest.fixture
def sqlite(sqlite_engine: Engine) -> Iterator[Engine]:
    """As `engine`, for what the kind of database makes no difference to."""
    yield sqlite_engine
    empty(sqlite_engine)


def empty(engine: Engine) -> None:
    """Take all rows out, so that the next test starts with an empty database."""
    tables = [t.name for t in reversed(Base.metadata.sorted_tables)]
    with engine.execution_options(writes=True).begin() as connection:
        if make_url(str(engine.url)).get_backend_name() == "postgresql":
            connection.execute(text(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE"))
            return
        connection.execute(text("PRAGMA defer_foreign_keys = ON"))
        for table in tables:
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  # our own table names
