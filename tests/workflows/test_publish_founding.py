"""Every founding list published end to end: its bytes compared, its patch applied."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.domain.lists import ListSpec
from service.domain.publication import PublicationState
from service.domain.taxonomy import TagPlace
from service.lists import read_document
from service.publishing.sources import find_in_folder
from service.settings import load_settings
from service.workflows.publish import publish
from service.workflows.sync import sync_list
from tests.publishing.repositories import Repo, git, show
from tests.workflows.publications import World

pytestmark = pytest.mark.shared
PAPERS = {
    "2310.00007": "Fewer Visual Tokens for Old Models",
    "2510.00042": "Merging | Tokens [with] Brackets and $O(n \\log n)$ Cost",
    "2510.12345": "Video Token Pruning @everyone fixes #1 <img src=x>",
}


@pytest.mark.parametrize("spec", load_catalog([built_in_catalog()]), ids=lambda spec: spec.slug)
def test_a_founding_list_is_published_without_touching_one_other_byte(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime, spec: ListSpec
) -> None:
    settings = load_settings(data_dir=tmp_path / "data")
    source = Path(find_in_folder(shared / "data" / "lists", spec.source_name).where)
    sync_list(engine, spec, settings=settings, source=source, now=now)
    world = World(engine, settings, Repo(tmp_path / "copy"), spec, now)
    badges = [facet for facet in spec.taxonomy.facets if facet.place is TagPlace.BADGE]
    tags = {facet.name: (facet.tags[0].name,) for facet in badges}
    for arxiv_id, title in PAPERS.items():
        submitted = datetime(2000 + int(arxiv_id[:2]), int(arxiv_id[2:4]), 3, tzinfo=UTC)
        world.confirm(arxiv_id, title, submitted_at=submitted, tags=tags)
    path = spec.paths[0]
    outcome = publish(engine, settings, spec.slug, to=str(world.repo.path), now=now)
    assert outcome.state is PublicationState.PUSHED
    assert outcome.refused == ()
    before, after = (show(world.repo.path, c, path) for c in (outcome.preview.plan.base, "listkeeper"))
    added, removed, changed = git(world.repo.path, "diff", "--numstat", "listkeeper^", "listkeeper").split()
    assert (removed, changed) == ("0", path)
    assert after.count(b"\n") == before.count(b"\n") + int(added)
    assert after.count(b"\r\n") - before.count(b"\r\n") == (int(added) if b"\r\n" in before else 0)
    lines = [line.rstrip("\r") for line in after.decode().split("\n")]
    for item in outcome.items:
        assert lines[item.line - 1] == item.entry_text.replace("\r", "").split("\n")[0]
    document = read_document(after, path=path, taxonomy=spec.taxonomy)
    entries = {str(entry.arxiv_id): entry for entry in document.entries}
    for arxiv_id in PAPERS:
        shown = entries[arxiv_id].tags
        assert {facet.name: shown.get(facet.name) for facet in badges} == tags
    assert outcome.patch_path is not None
    git(world.repo.path, "checkout", "--quiet", "-b", "main", "listkeeper^")
    git(world.repo.path, "am", "--quiet", str(outcome.patch_path))
    assert show(world.repo.path, "HEAD", path) == after
