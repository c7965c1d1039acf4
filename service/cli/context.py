"""What every command needs: settings, logs, a database of the right schema, and a place to show progress."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from sqlalchemy import Engine

from service.cli.output import print_json, say, stderr
from service.db.engine import check_schema, make_engine, schema_state, upgrade
from service.postgres import start_postgres
from service.settings import Settings, ensure_data_dir, load_settings
from service.workflows import runs

__all__ = [
    "Context",
    "database_address",
    "open_context",
    "print_json",
    "progress_bar",
    "say",
    "set_up_logs",
    "stdout",
]

stdout = Console()


@dataclass(frozen=True, slots=True)
class Context:
    """The settings and the database of this command."""

    settings: Settings
    engine: Engine


@contextmanager
def open_context(settings: Settings | None = None, *, upgrade_schema: bool = False) -> Iterator[Context]:
    """Open the configured database; an empty one gets its tables, an older one names the command.

    Raises:
        SetupError: the folder, the database or its schema cannot be used.
    """
    settings = settings or load_settings()
    set_up_logs(settings)
    ensure_data_dir(settings)
    with database_address(settings) as url:
        engine = make_engine(url)
        try:
            if upgrade_schema or schema_state(engine) == "empty":
                upgrade(engine)
            check_schema(engine)
            yield Context(settings, engine)
        finally:
            engine.dispose()


@contextmanager
def database_address(settings: Settings) -> Iterator[str]:
    """Return the address of the database, starting the bundled PostgreSQL if that is what is asked for."""
    if settings.database == "postgres":
        with start_postgres(settings.data_dir / "postgres") as url:
            yield url
    else:
        yield settings.database


def set_up_logs(settings: Settings) -> None:
    """Send log events to standard error, for people or for programs."""
    is_json = settings.log_format == "json"
    renderer: Any = structlog.processors.JSONRenderer() if is_json else _for_people()
    level = getattr(logging, settings.log_level.upper())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _for_people() -> structlog.dev.ConsoleRenderer:
    """Return a renderer whose tracebacks show no local variables: a session token may be among them."""
    return structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)


@contextmanager
def progress_bar(*, is_told: bool = False) -> Iterator[runs.Progress]:
    """Show how far a job is, on standard error, one line a step; nothing where nobody looks.

    With `is_told`, a log gets a line a step, too: what takes minutes should not look dead there.
    """
    if not stderr.is_terminal:
        yield _tell_steps() if is_told else runs.no_progress
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=stderr) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show


def _tell_steps() -> runs.Progress:
    """Say each step once, when it begins."""
    told: set[str] = set()

    def tell(what: str, done: int, total: int) -> None:
        del done, total
        if what not in told:
            told.add(what)
            say(f"{what} ...")

    return tell
