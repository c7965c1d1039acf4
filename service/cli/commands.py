"""All commands, put together."""

from typing import Annotated

import typer

from service import __version__
from service.cli import (
    bundles,
    crawl,
    database,
    digest,
    doctor,
    evaluate,
    hub,
    jobs,
    letters,
    list_checks,
    list_files,
    lists,
    own_lists,
    publish,
    serving,
    tokens,
    up,
    users,
    webhooks,
)

app = typer.Typer(
    help="Keeps curated paper lists up to date: crawl, propose, review, publish.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def _say_version(is_asked: bool) -> None:  # noqa: FBT001  # the shape of a callback of typer
    if is_asked:
        print(f"listkeeper {__version__}")  # noqa: T201  # what the option is for
        raise typer.Exit


@app.callback()
def _all(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Do nothing before a command but tell the version."""
    del version


lists_app = typer.Typer(help="The lists: sync them, read and edit their files.", no_args_is_help=True)
list_files.register(lists_app)
list_checks.register(lists_app)
lists.register(lists_app)
own_lists.register(lists_app)
app.add_typer(lists_app, name="lists")
for part in (
    up,
    crawl,
    jobs,
    bundles,
    evaluate,
    publish,
    digest,
    letters,
    serving,
    users,
    tokens,
    webhooks,
    hub,
    database,
    doctor,
):
    part.register(app)
