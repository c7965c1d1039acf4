"""`listkeeper digest`: make the weekly issues that are due, or one, or look at it before."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from service.cli.context import Context, open_context, print_json, say
from service.cli.options import AsJson, ListName
from service.db import lists
from service.db.engine import reading, writing
from service.domain.digest import IsoWeek
from service.domain.issues import Issue, issue_to_mapping
from service.errors import BadInput
from service.feeds.letter import render_text
from service.workflows.digest import make_digest, make_due_digests, preview


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("digest")(digest)


def digest(
    list_name: ListName = None,
    week: Annotated[
        str | None, typer.Option(help="A week like 2025-W44; without it, the last one that is over.")
    ] = None,
    is_preview: Annotated[
        bool, typer.Option("--preview", help="Show the issue as it stands; nothing is kept.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Make weekly digests. All that are due, or one list's issue of one week."""
    with open_context() as context:
        now = datetime.now(UTC)
        if list_name is None:
            if week or is_preview:
                raise BadInput("Name the list with --list; `listkeeper lists show` names them.")
            made = make_due_digests(context.engine, now=now)
        else:
            asked = IsoWeek.parse(week) if week else IsoWeek.of(now).shift(-1)
            made = [_one(context, list_name, asked, now, is_preview=is_preview)]
        if as_json:
            print_json([issue_to_mapping(issue) for issue in made])
            return
        for issue in made:
            address = f"{context.settings.address}/lists/{issue.slug}/digest/{issue.week}"
            typer.echo(render_text(issue, address=address))
        if not made:
            say("No issue is due; --list SLUG --week 2025-W44 --preview shows a week as it stands.")


def _one(context: Context, name: str, week: IsoWeek, now: datetime, *, is_preview: bool) -> Issue:
    if is_preview:
        with reading(context.engine) as session:
            return preview(session, lists.by_slug(session, name), week)
    with writing(context.engine) as session:
        return make_digest(session, lists.by_slug(session, name), week, now=now)
