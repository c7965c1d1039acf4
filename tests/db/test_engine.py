"""Databases: which ones are taken, what their schema says, and what sessions promise."""

import multiprocessing
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError, StatementError

from service.db import ledger, people, sessions
from service.db.engine import check_schema, make_engine, reading, schema_state, upgrade, writing
from service.errors import Conflict, SetupError
from tests.db.empty_databases import empty_like, opened
from tests.makers import make_user


@pytest.fixture(params=["sqlite", "postgres"])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of either kind without any tables."""
    with empty_like(request.getfixturevalue(f"{request.param}_engine"), tmp_path) as engine:
        yield engine


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("nonsense", "is no database address; give one like sqlite:///"),
        ("postgresql://host:port/name", "is no database address"),
        ("mysql://host/name", "mysql is not supported; use SQLite or PostgreSQL"),
    ],
)
def test_an_address_that_is_none_is_a_sentence(url: str, words: str) -> None:
    with pytest.raises(SetupError, match=words):
        make_engine(url)


def test_a_database_that_cannot_be_reached_is_a_sentence(tmp_path: Path) -> None:
    for url in (
        f"sqlite:///{tmp_path / 'no' / 'folder' / 'x.db'}",
        "postgresql://nobody@127.0.0.1:9/nothing?connect_timeout=2",
    ):
        with opened(url) as engine, pytest.raises(SetupError, match="cannot be reached") as caught:
            check_schema(engine)
        assert "\n" not in str(caught.value)
        assert str(caught.value).endswith("check LISTKEEPER_DATABASE_URL.")


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("These are notes, not a database. " * 40)
    with opened(f"sqlite:///{tmp_path / 'notes.txt'}") as engine, pytest.raises(SetupError) as caught:
        upgrade(engine)
    assert "file is not a database" in str(caught.value)


def test_an_empty_database_names_the_command_and_takes_its_tables_once(empty_engine: Engine) -> None:
    assert schema_state(empty_engine) == "empty"
    with pytest.raises(SetupError, match="has no tables yet; run `listkeeper db upgrade` first"):
        check_schema(empty_engine)
    upgrade(empty_engine)
    upgrade(empty_engine)
    check_schema(empty_engine)


def upgrade_at(url: str) -> None:
    with opened(url) as engine:
        upgrade(engine)


def test_two_upgrades_at_once_are_one(empty_engine: Engine) -> None:
    url = empty_engine.url.render_as_string(hide_password=False)
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(upgrade_at, [url, url])
    check_schema(empty_engine)


def test_an_older_schema_names_the_command_and_a_newer_one_is_left_alone(empty_engine: Engine) -> None:
    upgrade(empty_engine)
    for revision, words in (
        ("0001", "has an older schema; run `listkeeper db upgrade` first"),
        ("9999", "belongs to a newer Listkeeper; install that version"),
    ):
        with empty_engine.execution_options(writes=True).begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = :new"), {"new": revision})
        with pytest.raises(SetupError, match=words):
            check_schema(empty_engine)
    with pytest.raises(SetupError, match="newer"):
        upgrade(empty_engine)
    assert schema_state(empty_engine) == "newer"


def test_a_reader_sees_one_moment(engine: Engine) -> None:
    with reading(engine) as reader:
        assert people.count(reader) == 0
        with writing(engine) as writer:
            make_user(writer)
        assert people.count(reader) == 0
    with reading(engine) as reader:
        assert people.count(reader) == 1


def test_a_reader_keeps_nothing(engine: Engine) -> None:
    with reading(engine) as reader:
        reader.execute(text("SELECT 1"))
    with writing(engine) as writer:
        make_user(writer)
        writer.rollback()
    with reading(engine) as reader:
        assert people.count(reader) == 0


def test_what_the_database_forbids_is_a_conflict(engine: Engine, now: datetime) -> None:
    def twice() -> None:
        with writing(engine) as session:
            for _ in range(2):
                people.add_link(session, "d" * 64, role="reader", expires_at=now)
                session.flush()

    with pytest.raises(Conflict, match="same time; look again"):
        twice()
    with reading(engine) as session:
        assert not people.is_link(session, "d" * 64, now=now - timedelta(days=1))


def test_a_full_disk_is_a_sentence_and_leaves_what_was_there(tmp_path: Path, now: datetime) -> None:
    with opened(f"sqlite:///{tmp_path / 'full.db'}") as engine:
        upgrade(engine)
        with engine.connect() as connection:
            pages = connection.execute(text("PRAGMA page_count")).scalar_one()

        def fill() -> None:
            with writing(engine) as session:
                session.execute(text(f"PRAGMA max_page_count = {pages}"))  # no room for one page more
                for number in range(2_000):
                    people.add_link(session, f"{number:064x}", role="reader", expires_at=now)

        with pytest.raises(SetupError, match="is full; make room, then try again"):
            fill()
        with reading(engine) as session:
            assert not people.is_link(session, f"{1:064x}", now=now - timedelta(days=1))


def test_rows_that_belong_to_nobody_are_refused(engine: Engine, now: datetime) -> None:
    def orphan() -> None:
        with writing(engine) as session:
            sessions.start(session, 4711, "c" * 64, now=now, days=1)

    with pytest.raises(Conflict):
        orphan()


def test_times_are_aware_and_come_back_in_utc(engine: Engine) -> None:
    there = datetime(2025, 11, 5, 23, 59, 59, 999999, tzinfo=timezone(timedelta(hours=-8)))
    with writing(engine) as session:
        ledger.note(session, at=there, actor="a", action="b", subject="c")
    with reading(engine) as session:
        (line,) = ledger.newest(session, limit=1)
    assert (line.at, line.at.tzinfo) == (there, UTC)


def test_a_time_without_zone_is_a_mistake_of_ours(engine: Engine) -> None:
    naive = datetime(2025, 11, 5)  # noqa: DTZ001  # the mistake
    with writing(engine) as session:
        with pytest.raises(StatementError, match="has no time zone"):
            ledger.note(session, at=naive, actor="a", action="b", subject="c")
        session.rollback()


def test_a_connection_that_was_cut_off_while_it_lay_unused_is_made_anew(
    postgres_engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = text("SELECT pg_backend_pid()")
    with opened(postgres_engine.url.render_as_string(hide_password=False)) as ours:
        with ours.connect() as connection:
            lost = connection.execute(number).scalar_one()
        with postgres_engine.connect() as other:
            other.execute(text("SELECT pg_terminate_backend(:lost)"), {"lost": lost})
        monkeypatch.setattr("service.db.engine._TRUSTED_SECONDS", 0)
        with ours.connect() as connection:
            assert connection.execute(number).scalar_one() != lost


def test_a_connection_keeps_its_planned_statements_from_one_reader_to_the_next(
    postgres_engine: Engine,
) -> None:
    with opened(postgres_engine.url.render_as_string(hide_password=False)) as ours:
        for _ in range(10):
            with reading(ours) as reader:
                assert people.count(reader) == 0
        check_schema(ours)  # as a health check does in between
        with reading(ours) as reader:
            planned = reader.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("FROM users" in statement for statement in planned)


def test_a_reader_that_failed_gives_its_connection_back(engine: Engine) -> None:
    with reading(engine) as reader, pytest.raises(DBAPIError):
        reader.execute(text("SELECT nothing FROM nowhere"))
    with reading(engine) as reader:
        assert people.count(reader) == 0
