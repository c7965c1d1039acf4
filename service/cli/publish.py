"""`listkeeper publish`: the confirmed papers of a list as a commit on a branch and a patch file."""

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from service.cli.context import open_context, print_json, say
from service.cli.options import AsJson
from service.db.updates import EntryUpdate
from service.domain.lists import Channel
from service.workflows.publish import Outcome, publish
from service.workflows.publish_revert import Reverted, revert


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("publish")(publish_list)


def publish_list(
    list_name: Annotated[str, typer.Option("--list", help="Slug or alias of the list.")],
    to: Annotated[
        str | None,
        typer.Option(
            help="Path or address of a repository of yours that gets the branch, instead of the list's."
        ),
    ] = None,
    channel: Annotated[
        Channel | None, typer.Option(help="How it leaves; the catalog entry's channel without it.")
    ] = None,
    taken_out: Annotated[
        str | None, typer.Option("--revert", help="Take the entry of this arXiv id out again instead.")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why the entry of --revert goes; it is remembered.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the diff; nothing is changed.")] = False,
    as_json: AsJson = False,
) -> None:
    """Turn a list's confirmed papers into a commit. It leaves as a patch file, and where it may as a push."""
    now = datetime.now(UTC)
    with open_context() as context:
        if taken_out is not None:
            done = revert(
                context.engine,
                context.settings,
                list_name,
                taken_out,
                to=to,
                channel=channel,
                dry_run=dry_run,
                reason=reason,
                now=now,
            )
            _tell_reverted(done, as_json=as_json)
            return
        outcome = publish(
            context.engine, context.settings, list_name, to=to, channel=channel, dry_run=dry_run, now=now
        )
    if as_json:
        print_json(_plain(outcome))
        return
    if dry_run:
        typer.echo(outcome.preview.diff, nl=False)
    _tell(outcome)


def _tell_reverted(done: Reverted, *, as_json: bool) -> None:
    if as_json:
        print_json(asdict(done))
        return
    typer.echo(done.diff, nl=False)
    say(done.title if done.commit_id else f"{done.title}: nothing has been changed.")
    for words in done.left:
        say(words)
    for name, value in (
        ("patch", done.patch_path),
        ("pushed to", done.pushed_to),
        ("pull request", done.request_url),
    ):
        if value:
            say(f"{name}: {value}")


def _plain(outcome: Outcome) -> dict[str, Any]:
    return {
        "list": outcome.preview.list.slug,
        "state": outcome.state,
        "dry_run": outcome.is_dry_run,
        "channel": outcome.route.channel,
        "base": outcome.preview.plan.base,
        "branch": outcome.preview.list.spec.branch,
        "commit": outcome.commit_id,
        "patch": outcome.patch_path,
        "pushed_to": outcome.pushed_to,
        "pull_request": outcome.request_url,
        "title": None if outcome.preview.plan.is_empty else outcome.preview.title,
        "items": [
            {
                "arxiv_id": str(item.candidate.paper.record.arxiv_id),
                "path": item.path,
                "line": item.line,
                "section": item.section,
                "entry": item.entry_text,
                "notes": item.notes,
            }
            for item in outcome.items
        ],
        "updates": [
            {
                "arxiv_id": str(planned.update.paper.record.arxiv_id),
                "kind": planned.update.kind,
                "value": planned.update.value,
                "path": planned.path,
                "line": planned.line,
            }
            for planned in outcome.preview.plan.updates
        ],
        "refused": [
            {"arxiv_id": str(item.candidate.paper.record.arxiv_id), "reason": item.reason}
            for item in outcome.refused
        ],
        "diff": outcome.preview.diff,
    }


def _tell(outcome: Outcome) -> None:
    slug = outcome.preview.list.slug
    for refused in outcome.refused:
        say(f"stays behind: {refused.candidate.paper.record.arxiv_id}: {refused.reason}")
    for kept in outcome.preview.plan.revised.refused:
        say(f"stays behind: {_named(kept.update)}: {kept.reason}")
    if outcome.preview.plan.is_empty:
        say(f"{slug}: no confirmed paper waits to be published.")
        return
    _tell_going(outcome)


def _tell_going(outcome: Outcome) -> None:
    slug = outcome.preview.list.slug
    for item in outcome.items:
        say(f"{item.path}:{item.line}: {item.candidate.paper.record.title}")
        for remark in item.remarks:
            say(f"  {remark}")
    for planned in outcome.preview.plan.updates:
        say(f"{planned.path}:{planned.line}: {_named(planned.update)}")
    if outcome.route.channel is Channel.COPY and not outcome.is_dry_run:
        for item in outcome.items:
            typer.echo(item.entry_text)
        say(f"{slug}: {_papers(outcome)} to copy; nothing has been changed.")
        return
    if outcome.is_dry_run:
        say(f"{slug}: {_papers(outcome)} would go; nothing has been changed.")
        return
    say(f"{slug}: {_papers(outcome)} in commit {(outcome.commit_id or '')[:12]}")
    say(f"patch: {outcome.patch_path} (git am takes it as it is)")
    if outcome.pushed_to:
        say(f"branch: {outcome.preview.list.spec.branch} in {outcome.pushed_to}")
    if outcome.request_url:
        say(f"pull request: {outcome.request_url}")


def _named(update: EntryUpdate) -> str:
    words = f"{update.kind}, {update.value}" if update.value else update.kind
    return f"{update.entry.record.title} ({words})"


def _papers(outcome: Outcome) -> str:
    papers = "1 paper" if len(outcome.items) == 1 else f"{len(outcome.items)} papers"
    changed = len(outcome.preview.plan.updates)
    return f"{papers} and {'1 update' if changed == 1 else f'{changed} updates'}" if changed else papers
