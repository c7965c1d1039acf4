"""The nightly job: harvest what changed, watch what is listed, and propose again where a paper changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from service.settings import Settings
from service.sources.oai_pmh import OaiPmh
from service.workflows.crawl_report import PaperSource
from service.workflows.harvest import HarvestReport, harvest
from service.workflows.propose import Proposed
from service.workflows.propose_again import propose_again
from service.workflows.runs import Clock, Progress, hours_from_now, no_progress, utc_now
from service.workflows.watch import Watched, watch


@dataclass(frozen=True, slots=True, kw_only=True)
class NightReport:
    """What each step came to."""

    harvested: HarvestReport
    watched: Sequence[Watched]
    proposed: Sequence[Proposed]


def run_night(
    engine: Engine,
    settings: Settings,
    oai: OaiPmh,
    source: PaperSource,
    *,
    since: date | None = None,
    clock: Clock = utc_now,
    progress: Progress = no_progress,
) -> NightReport:
    """Run the three steps; a harvest that breaks off does not keep the watch from what came.

    Raises:
        ListkeeperError: a step could not be done; the others were.
    """
    try:
        limit = hours_from_now(settings.crawl_hours)
        harvested = harvest(engine, oai, source, since=since, is_over=limit, clock=clock, progress=progress)
    finally:
        watched = watch(engine, clock=clock, progress=progress)
        proposed = propose_again(engine, settings, clock=clock, progress=progress)
    return NightReport(harvested=harvested, watched=watched, proposed=proposed)
