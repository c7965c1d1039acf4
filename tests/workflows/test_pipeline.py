"""The whole path on the samples, on both databases: synced, crawled, learned, proposed; again for free."""

from datetime import date
from pathlib import Path

import pytest
from apscheduler.schedulers.background import BackgroundScheduler
from sqlalchemy import Engine

from service.catalog.loader import built_in_catalog, load_catalog
from service.db import candidates, lists, proposals, runs
from service.db.engine import reading
from service.errors import BadInput, NotFound
from service.samples import sample_lists
from service.scheduler import make_scheduler
from service.settings import Settings
from service.sources.samples import NAME, SamplePapers
from service.workflows.arxiv import arxiv_source
from service.workflows.catalog import known_specs
from service.workflows.pipeline import PipelineReport, run_pipeline
from tests.workflows.lessons import make_settings

SLUGS = ("vision-token-pruning",)  # few facets: all five go this way in tests/cli/test_up.py


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return make_settings(tmp_path)


def run(engine: Engine, settings: Settings) -> PipelineReport:
    samples = SamplePapers()
    specs = [s for s in load_catalog([built_in_catalog()]) if s.slug in SLUGS]
    return run_pipeline(
        engine,
        settings,
        samples,
        specs=specs,
        days=samples.days()[-40:],
        source_name=NAME,
        from_folder=sample_lists(),
    )


def test_the_samples_fill_the_queues_and_a_second_run_changes_nothing(
    engine: Engine, settings: Settings
) -> None:
    first = run(engine, settings)
    assert {r.slug for r in first.synced} == set(SLUGS)
    assert all(r.failed is None and r.entries > 0 for r in first.synced)
    assert first.crawled.new > 60
    assert first.crawled.incomplete_days == 0
    assert [t.outcome for t in first.trained] == ["learned"]
    assert all(p.proposed > 0 for p in first.proposed)
    before = shown(engine)
    assert all(said for _, said in before)
    second = run(engine, settings)
    assert second.crawled.new == 0
    assert [t.outcome for t in second.trained] == ["unchanged"]
    assert shown(engine) == before
    with reading(engine) as session:
        done = [(r.job, r.state) for r in runs.newest(session, limit=9)]
    assert done == [(job, "done") for job in ("propose", "train", "crawl", "sync")] * 2


def shown(engine: Engine) -> list[tuple[int, bool]]:
    """Return the candidates of all queues, and whether something was said of each."""
    with reading(engine) as session:
        waiting = [
            c
            for found in lists.every(session)
            for c in candidates.queue(session, found.id, today=date(2026, 1, 1), limit=1000)
        ]
        said = proposals.latest(session, [c.id for c in waiting])
    return [(c.id, c.id in said) for c in waiting]


def test_samples_answer_like_a_source() -> None:
    samples = SamplePapers()
    first, last = samples.days()[0], samples.days()[-1]
    assert first < last
    found = samples.fetch_ids([p.arxiv_id for p in samples._papers[:3]])
    assert (len(found.records), found.unknown) == (3, ())


def test_the_clockwork_knows_all_jobs(sqlite: Engine, settings: Settings) -> None:
    scheduler = make_scheduler(sqlite, settings, is_blocking=False)
    assert isinstance(scheduler, BackgroundScheduler)
    assert {"crawl and propose", "sync", "digest"} <= {job.id for job in scheduler.get_jobs()}
    assert not scheduler.running
    for job in scheduler.get_jobs():
        assert job.name == job.id


@pytest.mark.parametrize("name", ["crawl", "sync", "digest"])
def test_a_cron_expression_that_is_none_names_its_setting(
    sqlite: Engine, settings: Settings, name: str
) -> None:
    broken = settings.model_copy(update={f"{name}_cron": "every morning"})
    with pytest.raises(BadInput, match=rf"'every morning' is no cron .*LISTKEEPER_{name.upper()}_CRON"):
        make_scheduler(sqlite, broken, is_blocking=True)


def test_the_clockwork_asks_arxiv_as_the_settings_say(sqlite: Engine, settings: Settings) -> None:
    there = settings.model_copy(update={"arxiv_url": "http://127.0.0.1:9/api/query"})
    assert not arxiv_source(sqlite, there).is_reachable(1.0)


def test_the_operators_own_catalog_wins_and_must_be_there_if_it_is_named(
    settings: Settings, tmp_path: Path
) -> None:
    own = tmp_path / "catalog"
    own.mkdir()
    name = "token-pruning-and-merging.yaml"
    text = (built_in_catalog() / name).read_text(encoding="utf-8")
    (own / name).write_text(text.replace("policy: ask first", "policy: invited"), encoding="utf-8")
    policies = {s.slug: s.policy for s in known_specs(settings)}
    assert len(policies) == 5
    assert policies["token-pruning-and-merging"] == "invited"
    with pytest.raises(NotFound, match="There is no catalog folder"):
        known_specs(settings.model_copy(update={"catalog_dir": tmp_path / "none"}))
