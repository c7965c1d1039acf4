"""`listkeeper lists sync` and `lists show`: the lists that are followed."""

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from service.cli.context import open_context, print_json, progress_bar, say
from service.cli.options import AsJson, ListName
from service.db import entry_tallies, lists
from service.db.engine import reading
from service.errors import ListkeeperError, NotFound
from service.templating import plural
from service.workflows.catalog import known_specs
from service.workflows.sync import SyncReport, sync_lists

_SHOWN_PROBLEMS = 5


class SyncFailed(ListkeeperError):
    """At least one list could not be synced; each was named before."""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("sync")(sync)
    app.command("show")(show)


def sync(
    from_folder: Annotated[
        Path | None,
        typer.Option(
            "--from", help="Take each list from the bundle or Markdown file of its name in this folder."
        ),
    ] = None,
    list_name: ListName = None,
    as_json: AsJson = False,
) -> None:
    """Fetch the lists and read their entries."""
    with open_context() as context, progress_bar() as progress:
        specs = known_specs(context.settings)
        if list_name:
            specs = tuple(s for s in specs if list_name == s.slug or list_name in s.aliases)
            if not specs:
                raise NotFound(f"The catalog has no list {list_name!r}; `listkeeper lists show` names them.")
        reports = sync_lists(
            context.engine,
            specs,
            settings=context.settings,
            from_folder=from_folder,
            now=datetime.now(UTC),
            progress=progress,
        )
    if as_json:
        print_json([asdict(report) for report in reports])
    else:
        _tell(reports)
    failed = [r.slug for r in reports if r.failed]
    if failed:
        raise SyncFailed(f"{len(failed)} of {len(reports)} lists could not be synced: {', '.join(failed)}.")


def _tell(reports: list[SyncReport]) -> None:
    for report in reports:
        if report.failed:
            say(f"{report.slug}: {report.failed}")
            continue
        say(f"{report.slug}: {report.entries} entries ({report.added} new, {report.removed} gone)")
        for problem in report.problems[:_SHOWN_PROBLEMS]:
            say(f"  {problem}")
        if len(report.problems) > _SHOWN_PROBLEMS:
            say(f"  … and {len(report.problems) - _SHOWN_PROBLEMS} more remarks (--json shows all)")
    entries = plural(sum(r.entries for r in reports), "entry", "entries")
    say(f"{entries} in {plural(len(reports), 'list')}")


def show(as_json: AsJson = False) -> None:
    """Show the lists of the catalog, with their entries and state."""
    with open_context() as context, reading(context.engine) as session:
        specs = known_specs(context.settings)
        stored = {found.slug: found for found in lists.every(session)}
        counts = entry_tallies.sizes(session)
    rows = [
        {
            "slug": spec.slug,
            "aliases": spec.aliases,
            "name": spec.name,
            "repository": spec.repository,
            "policy": spec.policy,
            "entries": counts.get(stored[spec.slug].id, 0) if spec.slug in stored else None,
            "synced_at": stored[spec.slug].synced_at if spec.slug in stored else None,
            "problem": stored[spec.slug].problem if spec.slug in stored else None,
        }
        for spec in specs
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        state = f"{row['entries']} entries" if row["synced_at"] else "not synced yet"
        say(f"{row['slug']:28} {state:16} {row['policy']:10} {row['problem'] or row['repository']}")
