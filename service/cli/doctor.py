"""`listkeeper doctor`: looks at everything that this installation needs, and says what to do."""

import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

import typer

from service.cli.context import Context, open_context, print_json, say
from service.cli.misspelt import misspelt_settings
from service.cli.options import AsJson
from service.db import webhooks
from service.db.circuits import health
from service.db.engine import reading, schema_state
from service.errors import ListkeeperError, SetupError, SourceError
from service.publishing.git import run_git
from service.scheduler import make_scheduler
from service.sources.arxiv_calendar import read_calendar
from service.workflows.arxiv import SERVICE, arxiv_source
from service.workflows.catalog import known_specs
from service.workflows.vectors import open_encoder

_LEAST_SPACE = 1_000_000_000  # bytes


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `must` says whether Listkeeper cannot work without it."""

    name: str
    is_good: bool
    words: str
    must: bool = True


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("doctor")(doctor)


def doctor(as_json: AsJson = False) -> None:
    """Look whether all is well. Folder, database, git, encoder, catalog, webhooks, arXiv."""
    with open_context() as context:
        findings = [_look(name, must, check, context) for name, must, check in _CHECKS]
    if as_json:
        print_json([asdict(finding) for finding in findings])
    for finding in () if as_json else findings:
        mark = "good" if finding.is_good else ("MISSING" if finding.must else "note")
        say(f"{mark:8} {finding.name:10} {finding.words}")
    if any(f.must and not f.is_good for f in findings):
        sys.exit(1)


def _look(name: str, must: bool, check: Callable[[Context], str], context: Context) -> Finding:  # noqa: FBT001  # a row of the table below
    try:
        return Finding(name, is_good=True, words=check(context), must=must)
    except ListkeeperError as exc:
        return Finding(name, is_good=False, words=str(exc), must=must)


def _settings(context: Context) -> str:
    make_scheduler(context.engine, context.settings, is_blocking=False)
    if slips := misspelt_settings():
        said = ", ".join(f"{name} is no setting and does nothing: {meant}?" for name, meant in slips.items())
        raise SetupError(said)
    return "every name is a setting's, every time a cron expression"


def _folder(context: Context) -> str:
    free = shutil.disk_usage(context.settings.data_dir).free
    if free < _LEAST_SPACE:
        raise SetupError(f"{context.settings.data_dir} has less than 1 GB left; make room.")
    return f"{context.settings.data_dir}, {free / 1e9:.0f} GB free"


def _database(context: Context) -> str:
    return f"{context.engine.dialect.name}, schema is {schema_state(context.engine)}"


def _git(context: Context) -> str:
    del context
    return run_git(None, "version").decode().strip()


def _encoder(context: Context) -> str:
    encoder = open_encoder(context.engine, context.settings)
    return f"{encoder.name}, {encoder.dimension} numbers a text"


def _catalog(context: Context) -> str:
    return f"{len(known_specs(context.settings))} lists"


def _contact(context: Context) -> str:
    if not context.settings.contact:
        raise SetupError("Give arXiv a way to reach you: set LISTKEEPER_CONTACT to an e-mail address.")
    return context.settings.contact


def _holidays(context: Context) -> str:
    del context
    calendar = read_calendar()
    if said := calendar.warning(datetime.now(UTC).date()):
        raise SetupError(said)
    return f"arXiv's holidays are known until {calendar.known_until}"


def _circuit(context: Context) -> str:
    with reading(context.engine) as session:
        found = health(session, SERVICE)
    if found is None:
        return "arXiv has not been asked yet"
    if found.is_open(datetime.now(UTC)) and found.open_until is not None:
        raise SourceError(f"arXiv has refused; it is not asked before {found.open_until:%Y-%m-%d %H:%M} UTC.")
    if not found.is_well:
        raise SourceError(f"The last request failed: {found.problem}")
    return f"{found.requests} requests so far, the last one was answered"


def _webhooks(context: Context) -> str:
    with reading(context.engine) as session:
        found = [hook for hook, _ in webhooks.every(session)]
    stopped = next((hook for hook in found if hook.stopped_at), None)
    if stopped is not None:
        raise SourceError(
            f"Webhook {stopped.id} is stopped: {stopped.stopped_because} "
            f"Mend its receiver, then `listkeeper webhook start {stopped.id}`."
        )
    failing = sum(1 for hook in found if hook.failing_since)
    return f"{len(found)} are told, {failing} of them take nothing just now"


def _arxiv(context: Context) -> str:
    source = arxiv_source(context.engine, context.settings)
    if not source.is_reachable():
        raise SourceError(f"{context.settings.arxiv_url} does not answer from here.")
    return f"{context.settings.arxiv_url} answers"


_CHECKS: tuple[tuple[str, bool, Callable[[Context], str]], ...] = (
    ("folder", True, _folder),
    ("database", True, _database),
    ("git", True, _git),
    ("encoder", True, _encoder),
    ("catalog", True, _catalog),
    ("settings", True, _settings),
    ("contact", False, _contact),
    ("holidays", False, _holidays),
    ("circuit", False, _circuit),
    ("webhooks", False, _webhooks),
    ("arxiv", False, _arxiv),
)
