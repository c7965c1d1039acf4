"""The clockwork: APScheduler starts the workflows; each can be run twice, so a missed turn is made up."""

from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.schedulers.base import BaseScheduler
from apscheduler.schedulers.blocking import BlockingScheduler
from apscheduler.triggers.cron import CronTrigger
from sqlalchemy import Engine

from service.errors import BadInput, ListkeeperError
from service.settings import Settings
from service.workflows.arxiv import arxiv_changes, arxiv_source, open_gate
from service.workflows.catalog import known_specs
from service.workflows.crawl import recent_days
from service.workflows.crawl_retry import retry_due
from service.workflows.digest import make_due_digests
from service.workflows.learn import learn_when_due
from service.workflows.letters import send_letters
from service.workflows.nightly import run_night
from service.workflows.pipeline import run_pipeline
from service.workflows.publish_poll import poll_requests
from service.workflows.runs import hours_from_now
from service.workflows.sync import sync_lists
from service.workflows.tell_hub import tell_hub
from service.workflows.tell_webhooks import tell_webhooks

log = structlog.get_logger()

WEBHOOKS_CRON = "* * * * *"  # programs want to know at once; a turn without news asks the database only
HUB_CRON = "*/5 * * * *"
LETTERS_CRON = "*/5 * * * *"  # whoever signs up waits in front of their mailbox
GRACE = 6 * 3600  # seconds that a job may start late, after the machine slept, and still be worth doing


def jobs(engine: Engine, settings: Settings) -> dict[str, tuple[str, Callable[[], object]]]:
    """Return each job's cron expression and what it does."""

    def daily() -> object:
        days = recent_days(datetime.now(UTC).date(), settings.crawl_days)
        source = arxiv_source(engine, settings)
        return run_pipeline(engine, settings, source, specs=known_specs(settings), days=days)

    def nightly() -> object:
        gate = open_gate(engine, settings)
        changes = arxiv_changes(engine, settings, gate=gate)
        return run_night(engine, settings, changes, arxiv_source(engine, settings, gate=gate))

    def retry() -> object:
        source = arxiv_source(engine, settings)
        return retry_due(engine, source, is_over=hours_from_now(settings.crawl_hours))

    def sync() -> object:
        specs = known_specs(settings)
        done = sync_lists(engine, specs, settings=settings, now=datetime.now(UTC))
        return done, poll_requests(engine, settings, now=datetime.now(UTC))

    def digest() -> object:
        return make_due_digests(engine, now=datetime.now(UTC))

    def learn() -> object:
        return learn_when_due(engine, settings)

    def letters() -> object:
        return send_letters(engine, settings, now=datetime.now(UTC))

    def hub() -> object:
        return tell_hub(engine, settings, now=datetime.now(UTC))

    def webhooks() -> object:
        return tell_webhooks(engine, settings)

    found: dict[str, tuple[str, Callable[[], object]]] = {
        "crawl and propose": (settings.crawl_cron, daily),
        "learn": (settings.learn_cron, learn),
        "harvest and watch": (settings.harvest_cron, nightly),
        "retry": (settings.retry_cron, retry),
        "sync": (settings.sync_cron, sync),
        "digest": (settings.digest_cron, digest),
        "webhooks": (WEBHOOKS_CRON, webhooks),
    }
    found |= {"letters": (LETTERS_CRON, letters)} if settings.sends_mail else {}
    return found | ({"hub": (HUB_CRON, hub)} if settings.websub_hub else {})


def make_scheduler(engine: Engine, settings: Settings, *, is_blocking: bool) -> BaseScheduler:
    """Return a scheduler with all jobs, not started yet.

    Raises:
        BadInput: a cron expression is none.
    """
    defaults = {"coalesce": True, "max_instances": 1, "misfire_grace_time": GRACE}
    kind = BlockingScheduler if is_blocking else BackgroundScheduler
    scheduler = kind(timezone=UTC, job_defaults=defaults)
    for name, (cron, job) in jobs(engine, settings).items():
        try:
            trigger = CronTrigger.from_crontab(cron, timezone=UTC)
        except ValueError as exc:
            raise BadInput(
                f"{cron!r} is no cron expression for {name} ({exc}); "
                f"set LISTKEEPER_{name.split()[0].upper()}_CRON to one like '15 1 * * mon-fri'."
            ) from exc
        scheduler.add_job(_safely(name, job), trigger, id=name, name=name)
    return scheduler


def _safely(name: str, job: Callable[[], object]) -> Callable[[], None]:
    """Wrap a job so that one that fails is told of, and the next turn comes all the same."""

    def run() -> None:
        try:
            job()
        except ListkeeperError as exc:
            log.warning("job failed", job=name, problem=str(exc), is_permanent=exc.is_permanent)
        except Exception:  # the job loop answers for everything below it
            log.exception("job failed", job=name)

    return run
