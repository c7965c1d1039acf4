"""The main job: sync the lists, crawl, learn, propose. What runs every night, and what `up` shows first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import Engine

from service.domain.lists import ListSpec
from service.settings import Settings
from service.workflows.crawl import crawl
from service.workflows.crawl_report import CrawlReport, PaperSource
from service.workflows.propose import Proposed, propose
from service.workflows.runs import Clock, Progress, hours_from_now, no_progress, utc_now
from service.workflows.suggest import settle_suggestions
from service.workflows.sync import SyncReport, sync_lists
from service.workflows.train import Trained, train_lists

PROPOSED_DAYS = 30  # papers older than this were proposed before, or were not wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class PipelineReport:
    """What each step came to."""

    synced: Sequence[SyncReport]
    crawled: CrawlReport
    trained: Sequence[Trained]
    proposed: Sequence[Proposed]


def run_pipeline(
    engine: Engine,
    settings: Settings,
    source: PaperSource,
    *,
    specs: Sequence[ListSpec],
    days: Sequence[date],
    source_name: str = "arxiv",
    from_folder: Path | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> PipelineReport:
    """Run the four steps in order; each is recorded as a run, and running all again is free.

    Raises:
        ListkeeperError: a step could not be done; the earlier ones stand.
    """
    synced = sync_lists(
        engine, specs, settings=settings, from_folder=from_folder, now=clock(), progress=progress
    )
    crawled = crawl(
        engine,
        source,
        days=days,
        source_name=source_name,
        is_over=hours_from_now(settings.crawl_hours),
        clock=clock,
        progress=progress,
    )
    settle_suggestions(engine, now=clock())
    trained = train_lists(engine, settings, clock=clock, progress=progress)
    oldest = min(days, default=clock().date()) - timedelta(days=PROPOSED_DAYS)
    proposed = propose(engine, settings, since=oldest, clock=clock, progress=progress)
    return PipelineReport(synced=synced, crawled=crawled, trained=trained, proposed=proposed)
