"""`listkeeper train`, `propose`, `runs` and `schedule`: the jobs by hand, and the clockwork."""

from dataclasses import asdict
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, progress_bar, say
from service.cli.options import AsJson, ListName, parse_day
from service.db import runs as stored_runs
from service.db.engine import reading
from service.scheduler import make_scheduler
from service.workflows.propose import propose
from service.workflows.train import train_lists

_NO_LISTS = "There are no lists yet; run `listkeeper lists sync` first."


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("train")(train_command)
    app.command("propose")(propose_command)
    app.command("runs")(runs_command)
    app.command("schedule")(schedule_command)


def train_command(
    list_name: ListName = None,
    is_anew: Annotated[bool, typer.Option("--anew", help="Learn again, even where nothing changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Learn what the lists want, from their papers and your verdicts."""
    with open_context() as context, progress_bar() as progress:
        done = train_lists(
            context.engine, context.settings, only=list_name, is_anew=is_anew, progress=progress
        )
    if as_json:
        print_json([asdict(item) for item in done])
    for item in () if as_json else done:
        say(f"{item.slug}: {item.why}")
    if not done:
        say(_NO_LISTS)


def propose_command(
    list_name: ListName = None,
    since: Annotated[str | None, typer.Option(help="Leave out papers submitted before this day.")] = None,
    as_json: AsJson = False,
) -> None:
    """Put the likeliest papers into the queues, with proposed tags."""
    first = parse_day(since) if since else None
    with open_context() as context, progress_bar() as progress:
        done = propose(context.engine, context.settings, only=list_name, since=first, progress=progress)
    if as_json:
        print_json([asdict(item) for item in done])
    for item in () if as_json else done:
        say(f"{item.slug}: {item.proposed} of {item.ranked} papers proposed{item.why and ': ' + item.why}")
    if not done:
        say(_NO_LISTS)


def runs_command(
    limit: Annotated[int, typer.Option(help="How many, newest first.", min=1)] = 20, as_json: AsJson = False
) -> None:
    """Show what was done when, and what went wrong."""
    with open_context() as context, reading(context.engine) as session:
        found = stored_runs.newest(session, limit=limit)
    if as_json:
        print_json([asdict(run) for run in found])
        return
    for run in found:
        say(f"{run.started_at:%Y-%m-%d %H:%M}  {run.job:18} {run.state:8} {run.problem or ''}")
    if not found:
        say("Nothing has run yet; `listkeeper up` does everything in turn.")


def schedule_command() -> None:
    """Run the clockwork without the web pages, until it is stopped."""
    with open_context() as context:
        scheduler = make_scheduler(context.engine, context.settings, is_blocking=True)
        say("The clockwork runs; stop it with Ctrl-C.")
        scheduler.start()
