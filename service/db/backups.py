"""Backups: a whole copy of the database in one file, made while everything runs, and the way back."""

import os
import secrets
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

from sqlalchemy import Engine, inspect

from service.db import vector_index
from service.db.engine import SQLITE, schema_state
from service.db.pg_tools import run_tool
from service.errors import BadInput, SetupError

Progress = Callable[[int, int], None]

_SQLITE_MAGIC = b"SQLite format 3\0"  # https://www.sqlite.org/fileformat.html#the_database_header
_POSTGRES_MAGIC = b"PGDMP"  # a dump in pg_dump's custom format
_PAGES = 4096  # copied between two signs of progress


def back_up(engine: Engine, file: Path, progress: Progress) -> int:
    """Copy one moment of the database into a new file that its owner alone may read; return its bytes.

    The file appears when it is whole. `progress(done, total)` counts pages, or tables of PostgreSQL.

    Raises:
        BadInput: the file is there already, or cannot be written.
        SetupError: the database is empty or cannot be read, or no `pg_dump` fits its server.
    """
    if schema_state(engine) == "empty":
        raise SetupError("The database is empty; there is nothing to copy yet.")
    with _written_whole(file) as beside:
        if engine.dialect.name == SQLITE:
            with _copying(), _raw(engine) as source, closing(sqlite3.connect(beside)) as target:
                source.execute(
                    "BEGIN"
                )  # one moment: what others write meanwhile does not begin the copy anew
                source.execute("SELECT count(*) FROM sqlite_master").fetchone()
                _copy(source, target, progress)
        else:
            _dump(engine, beside, progress)
        return beside.stat().st_size


def restore(engine: Engine, file: Path, progress: Progress) -> None:
    """Fill an empty database from a backup of the same kind.

    Raises:
        BadInput: the file is no backup of this kind of database.
        SetupError: the database is not empty, or cannot be filled.
    """
    is_sqlite = engine.dialect.name == SQLITE
    _check_kind(file, is_sqlite=is_sqlite)
    if schema_state(engine) != "empty" or inspect(engine).get_table_names():
        raise SetupError(
            f"The database {engine.url.database} is not empty, and nothing is overwritten; "
            "move it away, or give an empty one with LISTKEEPER_DATABASE_URL."
        )
    if is_sqlite:
        with _copying(), closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True)) as source:
            _check_whole(source, file)
            with _raw(engine) as target:
                _copy(source, target, progress)
        return
    _fill(engine, file)


@contextmanager
def _written_whole(file: Path) -> Iterator[Path]:
    """Yield a file beside to be written, which gets the name it is to have when all of it is there."""
    if file.exists():
        raise BadInput(f"{file} is there already, and nothing is overwritten; give another name.")
    beside = file.with_name(f".{file.name}-{secrets.token_hex(8)}")
    try:
        os.close(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except OSError as exc:
        raise BadInput(f"{file} cannot be written ({exc.strerror}); give another place.") from exc
    try:
        yield beside
        beside.rename(file)
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def _raw(engine: Engine) -> Iterator[sqlite3.Connection]:
    """Lend a connection of the driver, whose backup interface SQLAlchemy does not know."""
    lent = engine.raw_connection()
    try:
        yield cast("sqlite3.Connection", lent.driver_connection)
    finally:
        lent.close()  # which ends its transaction


@contextmanager
def _copying() -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as exc:
        raise SetupError(f"The database could not be copied ({exc}); make room, then try again.") from exc


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, progress: Progress) -> None:
    def tell(_status: int, remaining: int, total: int) -> None:
        progress(total - remaining, total)

    source.backup(target, pages=_PAGES, progress=tell)


def _check_kind(file: Path, *, is_sqlite: bool) -> None:
    try:
        with file.open("rb") as opened:
            start = opened.read(len(_SQLITE_MAGIC))
    except OSError as exc:
        raise BadInput(f"{file} cannot be read ({exc.strerror}); give a file of `db backup`.") from exc
    if start.startswith(_SQLITE_MAGIC if is_sqlite else _POSTGRES_MAGIC):
        return
    if start.startswith(_POSTGRES_MAGIC if is_sqlite else _SQLITE_MAGIC):
        other = "PostgreSQL" if is_sqlite else "SQLite"
        raise BadInput(f"{file} is a backup of {other}; give such a database with LISTKEEPER_DATABASE_URL.")
    raise BadInput(f"{file} is no backup; give a file of `listkeeper db backup`.")


def _check_whole(source: sqlite3.Connection, file: Path) -> None:
    try:
        found = source.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        (fault,) = source.execute("PRAGMA integrity_check(1)").fetchone()
    except sqlite3.DatabaseError as exc:
        found, fault = [], str(exc)
    if fault != "ok":
        raise BadInput(f"{file} is damaged ({fault}); give another backup.")
    if ("alembic_version",) not in found:
        raise BadInput(f"{file} is no database of Listkeeper; give a file of `listkeeper db backup`.")


def _dump(engine: Engine, file: Path, progress: Progress) -> None:
    total = len(inspect(engine).get_table_names())
    done = 0

    def tell(line: str) -> None:
        nonlocal done
        if "dumping contents of table" in line:
            done += 1
            progress(min(done, total), total)

    left_out = f"--exclude-table={vector_index.TABLE}"  # made again, where the other server has pgvector
    words = ["--format=custom", "--no-owner", _schema(engine), left_out, "--verbose", f"--file={file}"]
    run_tool("pg_dump", engine, words, tell)


def _fill(engine: Engine, file: Path) -> None:
    words = ["--no-owner", "--exit-on-error", "--single-transaction", _schema(engine), str(file)]
    run_tool("pg_restore", engine, words)
    if schema_state(engine) == "empty":
        raise SetupError(f"{file} holds no tables of Listkeeper; give a file of `listkeeper db backup`.")
    with engine.execution_options(writes=True).begin() as connection:
        vector_index.ensure(connection)


def _schema(engine: Engine) -> str:
    """Return the word that leaves out other schemas, and extensions, which another server may not have."""
    return f"--schema={inspect(engine).default_schema_name}"
