"""`listkeeper db`: the schema, backups, and the way back."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy import Engine

from service.cli.context import database_address, open_context, progress_bar, say
from service.db.backups import back_up, restore
from service.db.engine import make_engine, schema_state
from service.settings import ensure_data_dir, load_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The database: its schema, backups.", no_args_is_help=True)
    group.command("upgrade")(upgrade)
    group.command("state")(state)
    group.command("backup")(backup)
    group.command("restore")(restore_backup)
    app.add_typer(group, name="db")


def upgrade() -> None:
    """Bring the database to the schema of this version."""
    with open_context(upgrade_schema=True):
        say("The database has the schema of this version.")


def state() -> None:
    """Say whether the database is empty, older, current or newer."""
    with _engine() as engine:
        typer.echo(schema_state(engine))


def backup(file: Annotated[Path, typer.Argument(help="A file that is not there yet.")]) -> None:
    """Copy the whole database into a new file.

    Everything goes on meanwhile, and the file holds one moment. Nothing is overwritten.
    """
    with _engine() as engine, progress_bar() as bar:
        size = back_up(engine, file, lambda done, total: bar("Copying", done, total))
    say(f"The database is in {file} ({size / 1e6:,.1f} MB). To use it: `listkeeper db restore {file}`.")


def restore_backup(file: Annotated[Path, typer.Argument(help="A file that `db backup` wrote.")]) -> None:
    """Fill an empty database from a backup.

    One that holds anything is left as it is.
    """
    with _engine() as engine, progress_bar() as bar:
        restore(engine, file, lambda done, total: bar("Filling", done, total))
        found = schema_state(engine)
    is_older = " Its schema is older: run `listkeeper db upgrade`." if found == "older" else ""
    say(f"The database is again as it was in {file}.{is_older}")


@contextmanager
def _engine() -> Iterator[Engine]:
    """Open the database as it is, whatever its schema."""
    settings = load_settings()
    ensure_data_dir(settings)
    with database_address(settings) as url:
        engine = make_engine(url)
        try:
            yield engine
        finally:
            engine.dispose()
