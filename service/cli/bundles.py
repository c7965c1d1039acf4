"""`listkeeper bundles list|rollback`: the models that lists have learned, and the way back."""

from dataclasses import asdict
from typing import Annotated, Any

import typer

from service.cli.context import Context, open_context, print_json, progress_bar, say
from service.cli.options import AsJson, ListName
from service.db import bundles, lists
from service.db.bundles import StoredBundle
from service.db.engine import reading
from service.db.lists import StoredList
from service.workflows.roll_back import is_on_disk, roll_back

OneList = Annotated[str, typer.Option("--list", help="Slug or alias of the list.")]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    bundles_app = typer.Typer(help="The models that lists have learned.", no_args_is_help=True)
    bundles_app.command("list")(list_command)
    bundles_app.command("rollback")(rollback_command)
    app.add_typer(bundles_app, name="bundles")


def list_command(list_name: ListName = None, as_json: AsJson = False) -> None:
    """Show which bundles there are. Newest first, with the one that each list uses."""
    with open_context() as context, reading(context.engine) as session:
        chosen = [lists.by_slug(session, list_name)] if list_name else lists.every(session)
        rows = [
            _row(context, found, bundle) for found in chosen for bundle in bundles.of_list(session, found.id)
        ]
    if as_json:
        print_json(rows)
        return
    if not rows:
        say("No bundle yet; `listkeeper train` makes the first ones.")
    for row in rows:
        mark = "in use" if row["is_in_use"] else ("" if row["is_on_disk"] else "gone from the disk")
        say(
            f"{row['list']:32} {row['id']:>5}  {row['trained_at']:%Y-%m-%d %H:%M}  "
            f"{row['examples'] or 0:>4} papers  {mark:18} {row['comparison']}"
        )


def rollback_command(
    list_name: OneList,
    to: Annotated[int | None, typer.Option(help="Number of the bundle; without it, the one before.")] = None,
    as_json: AsJson = False,
) -> None:
    """Let a list use an earlier bundle again. Its queue is proposed anew with that."""
    with open_context() as context, progress_bar() as progress:
        done = roll_back(context.engine, context.settings, list_name, to=to, progress=progress)
    if as_json:
        print_json(asdict(done))
        return
    say(
        f"{done.slug} uses bundle {done.now} instead of {done.before}; {done.proposed.proposed} papers "
        "proposed with it. Training leaves it in use until something new has been judged."
    )


def _row(context: Context, found: StoredList, bundle: StoredBundle) -> dict[str, Any]:
    return {
        "list": found.slug,
        "id": bundle.id,
        "is_in_use": bundle.is_in_use,
        "is_on_disk": is_on_disk(context.settings, bundle),
        "trained_at": bundle.trained_at,
        "examples": bundle.manifest.get("examples"),
        "encoder": bundle.encoder[0],
        "comparison": bundle.manifest.get("comparison", ""),
    }
