"""`listkeeper up`: everything in one process, from an empty folder to the open queue."""

import webbrowser
from datetime import UTC, datetime, timedelta
from typing import Annotated

import typer

from service.cli.context import Context, open_context, progress_bar, say
from service.cli.serving import open_port, run_server, with_real_port
from service.cli.users import make_link
from service.db import papers, people, runs
from service.db.engine import reading, writing
from service.errors import ListkeeperError
from service.samples import sample_lists
from service.scheduler import make_scheduler
from service.settings import Settings, load_settings
from service.sources.samples import NAME as SAMPLES
from service.sources.samples import SamplePapers
from service.templating import plural
from service.workflows.arxiv import arxiv_source
from service.workflows.catalog import known_specs
from service.workflows.crawl import recent_days
from service.workflows.pipeline import PipelineReport, run_pipeline

_FRESH = timedelta(hours=20)  # a queue proposed within this time is shown at once
_PROBE_SECONDS = 5.0


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command("up")(up)


def up(
    is_sample: Annotated[bool, typer.Option("--sample", help="Use the sample papers and lists.")] = False,
    port: Annotated[int | None, typer.Option(help="Port; 0 takes a free one.")] = None,
) -> None:
    """Fill the queue and open it. Sync, crawl, learn, propose, then serve with the clockwork inside."""
    settings = load_settings(**({} if port is None else {"port": port}))
    with open_port(settings) as listening:
        settings = with_real_port(settings, listening)
        if not is_sample and not is_ready_for_arxiv(settings):
            say(
                f"arXiv cannot be reached at {settings.arxiv_url}: "
                "here is the same pipeline on sample papers and sample lists."
            )
            is_sample = True
        with open_context(
            sample_settings(settings) if is_sample else settings, upgrade_schema=True
        ) as context:
            scheduler = make_scheduler(context.engine, context.settings, is_blocking=False)
            fill_queue(context, is_sample=is_sample)
            welcome(context)
            if not is_sample:
                scheduler.start()
            run_server(context.settings, context.engine, listening)
            if scheduler.running:
                scheduler.shutdown(wait=False)


def is_ready_for_arxiv(settings: Settings) -> bool:
    """Tell whether arXiv answers, or has answered before so that there are papers to show."""
    with open_context(settings, upgrade_schema=True) as context:
        if arxiv_source(context.engine, settings).is_reachable(_PROBE_SECONDS):
            return True
        with reading(context.engine) as session:
            return papers.count(session) > 0


def sample_settings(settings: Settings) -> Settings:
    """Return settings under which samples are kept apart from everything real."""
    is_postgres = settings.database_url == "postgres"
    return settings.model_copy(
        update={
            "data_dir": settings.data_dir / "sample",
            "database_url": "postgres" if is_postgres else "",
        }
    )


def fill_queue(context: Context, *, is_sample: bool) -> None:
    """Run the main job, unless it was done a short while ago; a step that fails is told, not fatal.

    A list that was added since then has no queue yet, and is no less waited for than the first one was.
    """
    settings = context.settings
    specs = known_specs(settings)
    with reading(context.engine) as session:
        lately = runs.done_since(session, "propose", datetime.now(UTC) - _FRESH)
    if lately and {spec.slug for spec in specs} <= {slug for run in lately for slug in run.detail}:
        return
    try:
        with progress_bar(is_told=True) as progress:
            if is_sample:
                samples = SamplePapers()
                report = run_pipeline(
                    context.engine,
                    settings,
                    samples,
                    specs=specs,
                    days=samples.days(),
                    source_name=SAMPLES,
                    from_folder=sample_lists(),
                    progress=progress,
                )
            else:
                report = run_pipeline(
                    context.engine,
                    settings,
                    arxiv_source(context.engine, settings),
                    specs=specs,
                    days=recent_days(datetime.now(UTC).date(), settings.crawl_days),
                    progress=progress,
                )
    except ListkeeperError as exc:
        say(f"The queue is not complete: {exc} The clockwork will try again.")
    else:
        _tell(report)


def _tell(report: PipelineReport) -> None:
    entries = sum(r.entries for r in report.synced)
    where = plural(len(report.synced), "list")
    say(f"{plural(entries, 'entry', 'entries')} in {where}, {plural(report.crawled.new, 'new paper')}.")
    for failed in (r for r in report.synced if r.failed):
        say(f"{failed.slug} could not be synced: {failed.failed}")
    for item in report.proposed:
        say(f"{item.slug}: {plural(item.proposed, 'paper')} proposed{item.why and ': ' + item.why}")


def welcome(context: Context) -> None:
    """Print where the queue is, and for the first person a link that makes an account."""
    settings = context.settings
    with writing(context.engine) as session:
        is_first = people.count(session) == 0
        link = make_link(session, settings, role="admin", actor="listkeeper up") if is_first else ""
    address = link or f"{settings.address}/"
    if is_first:
        say(f"Make your account with this link; it works once, for a day:\n\n    {link}\n")
    say(f"Listkeeper is at {settings.address} — stop it with Ctrl-C.")
    if settings.open_browser:
        webbrowser.open(address)
