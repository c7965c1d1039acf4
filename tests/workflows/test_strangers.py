"""Lists that nobody has written an entry for, from their bundles to their queues and to a published diff."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import load_spec
from service.catalog.query import query_fault
from service.db import candidates, lists
from service.db.engine import reading, writing
from service.domain.review import VerdictGiven, VerdictKind
from service.lists import read_document
from service.publishing.patch import only_adds
from service.workflows.add_list import add_list
from service.workflows.crawl import crawl
from service.workflows.propose import propose
from service.workflows.publish import publish
from service.workflows.review import give_verdict
from service.workflows.sync import sync_lists
from service.workflows.train import train_lists
from tests.makers import make_user
from tests.publishing.repositories import git
from tests.workflows.lessons import make_settings
from tests.workflows.strangers import KnowingArxiv

pytestmark = pytest.mark.shared
LISTS = {
    "table": "horseee__Awesome-Efficient-LLM",
    "numbered": "October2001__Awesome-KV-Cache-Compression",
    "bullets": "HuangOwen__Awesome-LLM-Compression",
    "multi-line": "wangkai930418__awesome-diffusion-categorized",
}
DAYS = [date(2025, 11, 3), date(2025, 11, 4)]


@pytest.mark.parametrize("name", LISTS.values(), ids=LISTS.keys())
def test_a_strangers_list_goes_from_its_bundle_to_a_published_diff(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime, name: str
) -> None:
    settings = make_settings(tmp_path / "data")
    bundle = shared / "data" / "lists" / f"{name}.bundle"
    arxiv = KnowingArxiv(_titles(tmp_path / "look", bundle))
    added = add_list(engine, settings, str(bundle), arxiv=arxiv, now=now)
    spec = load_spec(added.catalog_path)
    assert query_fault(spec.query) is None
    assert added.recall > 0.85
    assert added.entries > 100

    (report,) = sync_lists(engine, [spec], settings=settings, now=now)
    assert (report.failed, report.entries) == (None, added.entries)
    crawled = crawl(engine, arxiv, days=DAYS, clock=lambda: now)
    assert (crawled.new > 0, crawled.incomplete_days) == (True, 0)
    assert [t.outcome for t in train_lists(engine, settings, clock=lambda: now)] == ["learned"]
    (proposed,) = propose(engine, settings, clock=lambda: now)
    assert proposed.proposed > 0

    with reading(engine) as session:
        found = lists.by_slug(session, spec.slug)
        waiting = candidates.queue(session, found.id, today=DAYS[-1], limit=3)
    with writing(engine) as session:
        user = make_user(session)
        for candidate in waiting:
            given = VerdictGiven(
                kind=VerdictKind.ACCEPT,
                revision=candidate.revision,
                request_key=f"accept-{candidate.id}",
                tags=_first_tags(spec),
            )
            give_verdict(session, candidate.id, given, user=user, now=now)
    outcome = publish(engine, settings, spec.slug, dry_run=True, now=datetime(2025, 11, 5, tzinfo=UTC))
    assert outcome.refused == ()
    assert {i.candidate.id for i in outcome.items} == {c.id for c in waiting}
    plan = outcome.preview.plan
    for path, data in plan.changed.items():
        assert only_adds(plan.before[path], data)
    assert all(i.candidate.paper.record.title.split(": ")[1] in outcome.preview.diff for i in outcome.items)


def _first_tags(spec):
    """The tags of the first section, as a person would take them over from a proposal."""
    return {f.name: (f.tags[0].name,) for f in spec.taxonomy.facets}


def _titles(folder: Path, bundle: Path) -> dict[str, str]:
    """What the listed papers are called, as arXiv would say."""
    folder.mkdir()
    git(folder, "clone", "--quiet", str(bundle), "list")
    entries = read_document((folder / "list" / "README.md").read_bytes()).entries
    return {str(e.arxiv_id): e.title for e in entries if e.arxiv_id}
