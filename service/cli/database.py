"""`listkeeper db`: the schema."""

import typer

from service.cli.context import database_address, open_context, say
from service.db.engine import make_engine, schema_state
from service.settings import ensure_data_dir, load_settings


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(help="The database: its schema.", no_args_is_help=True)
    group.command("upgrade")(upgrade)
    group.command("state")(state)
    app.add_typer(group, name="db")


def upgrade() -> None:
    """Bring the database to the schema of this version."""
    with open_context(upgrade_schema=True):
        say("The database has the schema of this version.")


def state() -> None:
    """Say whether the database is empty, older, current or newer."""
    settings = load_settings()
    ensure_data_dir(settings)
    with database_address(settings) as url:
        engine = make_engine(url)
        try:
            typer.echo(schema_state(engine))
        finally:
            engine.dispose()
