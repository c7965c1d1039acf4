"""The database that Alembic builds is the one that the models describe."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, text

from service.db.engine import check_schema, make_engine, schema_state, upgrade
from service.db.models import Base
from service.errors import SetupError


def _is_described(name: str | None, kind: str, _parents: object) -> bool:
    """The indexes of words and of vectors belong to the database itself; no model describes them."""
    return not (kind == "table" and (name or "").startswith(("papers_fts", "paper_vectors_near")))


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection")  # SQLite tells nothing of an index
@pytest.mark.filterwarnings("ignore:autogenerate skipping metadata-specified")  # on an expression
def test_migrations_and_models_agree(engine: Engine):
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": _is_described})
        assert compare_metadata(context, Base.metadata) == []


def test_upgrading_twice_changes_nothing(engine: Engine):
    upgrade(engine)
    check_schema(engine)


def test_a_database_without_tables_names_the_command(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'new.db'}")
    with pytest.raises(SetupError, match="no tables yet; run `listkeeper db upgrade`"):
        check_schema(engine)
    engine.dispose()


def test_a_database_of_a_newer_version_is_left_alone(tmp_path):
    engine = make_engine(f"sqlite:///{tmp_path / 'newer.db'}")
    upgrade(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert schema_state(engine) == "newer"
    for attempt in (check_schema, upgrade):
        with pytest.raises(SetupError, match="newer Listkeeper"):
            attempt(engine)
    engine.dispose()


def test_an_address_that_is_none_is_refused():
    with pytest.raises(SetupError, match="no database address"):
        make_engine("not an address")
    with pytest.raises(SetupError, match="mysql is not supported"):
        make_engine("mysql://host/name")
