"""All commands, put together."""

import typer

from service.cli import (
    bundles,
    crawl,
    database,
    digest,
    doctor,
    evaluate,
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
)

app = typer.Typer(
    help="Keeps curated paper lists up to date: crawl, propose, review, publish.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
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
    database,
    doctor,
):
    part.register(app)
