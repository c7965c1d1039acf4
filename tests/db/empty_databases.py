"""Databases of either kind without any tables."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, text

from service.db.engine import make_engine


@contextmanager
def opened(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def empty_like(engine: Engine, folder: Path) -> Iterator[Engine]:
    """Make a database of the same kind as `engine`, in a folder or on the same server."""
    if engine.dialect.name == "sqlite":
        with opened(f"sqlite:///{folder / 'empty.db'}") as found:
            yield found
        return
    name = f"made_{abs(hash(folder)) % 10**9}"
    _tell(engine, f"CREATE DATABASE {name}")
    try:
        with opened(engine.url.set(database=name).render_as_string(hide_password=False)) as found:
            yield found
    finally:
        _tell(engine, f"DROP DATABASE {name}")


def _tell(server: Engine, words: str) -> None:
    with server.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(words))
