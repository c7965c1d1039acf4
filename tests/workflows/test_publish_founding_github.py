"""Every founding list published through a fork over `git http-backend`: bytes compared, merged."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.db import candidates
from service.db.engine import make_engine, reading, upgrade
from service.domain.lists import Channel, ListSpec, Policy
from service.domain.publication import PublicationState
from service.domain.taxonomy import TagPlace
from service.lists import read_document
from service.publishing.sources import find_in_folder
from service.settings import load_settings
from service.workflows.publish import Outcome, publish
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import Repo, git, show
from tests.workflows.hosting import BOT, github_of, requests
from tests.workflows.publications import World

pytestmark = pytest.mark.shared
PAPERS = {
    "2312.00007": "Fewer Visual Tokens for Older Models",
    "2510.00042": "Merging | Tokens [with] Brackets and $O(n \\log n)$ Cost",
    "2510.12345": "Video Token Pruning @everyone fixes #1 <img src=x onerror=alert(1)>",
}


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'founding.db'}")
    upgrade(made)
    yield made
    made.dispose()


@pytest.mark.parametrize("spec", load_catalog([built_in_catalog()]), ids=lambda spec: spec.slug)
def test_a_founding_list_gets_a_pull_request_from_a_fork_and_takes_it(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime, spec: ListSpec
) -> None:
    source = Path(find_in_folder(shared / "data" / "lists", spec.source_name).where)
    if source.suffix == ".md":
        repo = Repo(tmp_path / "of-a-file")
        repo.commit("As given", files={spec.paths[0]: source.read_bytes()})
        source = repo.path
    with GitHubEmulator(tmp_path / "hub") as hub:
        hosted = hub.hosting.host("ann/list", source)
        hosted.default_branch = git(hosted.path, "symbolic-ref", "--short", "HEAD")
        settings = load_settings(data_dir=tmp_path / "data", github_token=BOT, github_api_url=hub.api_url)
        made = World(engine, settings, Repo(tmp_path / "unused"), spec, now)
        world = made.with_spec(
            repository=hub.address("ann/list"), policy=Policy.INVITED, channel=Channel.GITHUB
        )
        badges = [facet for facet in spec.taxonomy.facets if facet.place is TagPlace.BADGE]
        tags = {facet.name: (facet.tags[0].name,) for facet in badges}
        for arxiv_id, title in PAPERS.items():
            submitted = datetime(2000 + int(arxiv_id[:2]), int(arxiv_id[2:4]), 3, tzinfo=UTC)
            world.confirm(arxiv_id, title, submitted_at=submitted, tags=tags)
        outcome = publish_to(world, hub)
        assert (outcome.state, outcome.refused) == (PublicationState.OPENED, ())
        (request,) = requests(hub)
        assert (request.head_repo, request.base_repo) == ("bot/list", "ann/list")
        path = spec.paths[0]
        fork = hub.hosting.repos["bot/list"].path
        before, after = show(hosted.path, hosted.default_branch, path), show(fork, "listkeeper", path)
        assert without_added(before, after)
        assert after == outcome.preview.plan.after[path]
        assert git(fork, "diff", "--name-only", "listkeeper^", "listkeeper").split() == [path]
        listed = {str(entry.arxiv_id) for entry in read_document(after, path=path).entries}
        assert set(PAPERS) <= listed
        assert "@everyone" not in request.body
        assert "<img" not in request.body
        hub.hosting.merge(1)
        world.sync(days=1)
        with reading(engine) as session:
            assert len(candidates.accepted(session, world.found.id, landed=True)) == len(PAPERS)


def publish_to(world: World, hub: GitHubEmulator) -> Outcome:
    return publish(world.engine, world.settings, world.spec.slug, now=world.now, github=github_of(hub))


def without_added(before: bytes, after: bytes) -> bool:
    """Whether each byte of `before` is in `after`, in order, and what is between them is whole lines."""
    kept = iter(after.split(b"\n"))
    return all(line in kept for line in before.split(b"\n"))
