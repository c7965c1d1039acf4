"""The commands that need files alone, as an app of their own: they start without database and web server."""

import typer

from service.cli import list_checks, list_files

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
lists_app = typer.Typer(help="List files: read them, add to them, look for faults.", no_args_is_help=True)
list_files.register(lists_app)
list_checks.register(lists_app)
app.add_typer(lists_app, name="lists")


@app.callback()
def _all() -> None:
    """Keep `lists` a group of its own, as it is among all commands."""
