"""The daixiangzi list from its 40th commit on, its maintainer's commits arriving beside our pull request."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.db import candidates, publications
from service.db.engine import make_engine, reading, upgrade
from service.domain.lists import Channel, Policy
from service.domain.publication import OVER, PublicationState
from service.settings import load_settings
from service.workflows.publish import publish
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import Repo, git, show
from tests.workflows.hosting import BOT, github_of, requests
from tests.workflows.publications import World
from tests.workflows.test_publish_replay import START, ids_in, papers_in

pytestmark = pytest.mark.shared
EACH_DAY = 2  # papers that are confirmed while one commit of the maintainer comes in


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'replay.db'}")
    upgrade(made)
    yield made
    made.dispose()


def test_one_pull_request_at_a_time_follows_the_list_and_needs_nobody(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime
) -> None:
    spec = next(s for s in load_catalog([built_in_catalog()]) if "daixiangzi" in s.aliases)
    theirs = tmp_path / "theirs"
    git(
        tmp_path,
        "clone",
        "--quiet",
        str(shared / "data" / "lists" / f"{spec.source_name}.bundle"),
        str(theirs),
    )
    commits = git(theirs, "rev-list", "--reverse", "--first-parent", "HEAD").split()
    at_first = papers_in(show(theirs, commits[START - 1]))
    later = {i: t for i, t in papers_in(show(theirs, commits[-1])).items() if i not in at_first}
    with GitHubEmulator(tmp_path / "hub") as hub:
        hosted = hub.hosting.host("ann/list", theirs)
        git(hosted.path, "update-ref", "refs/heads/main", commits[START - 1])
        git(hosted.path, "symbolic-ref", "HEAD", "refs/heads/main")
        settings = load_settings(data_dir=tmp_path / "data", github_token=BOT, github_api_url=hub.api_url)
        made = World(engine, settings, Repo(tmp_path / "ours"), spec, now)
        world = made.with_spec(
            repository=hub.address("ann/list"), policy=Policy.INVITED, channel=Channel.GITHUB
        )
        proposed = iter(later.items())
        opened = 0
        for day, commit in enumerate(commits[START:]):
            for arxiv_id, title in islice(proposed, EACH_DAY):
                world.confirm(arxiv_id, title)
            git(hosted.path, "update-ref", "refs/heads/main", commit)
            at = now + timedelta(days=day)
            outcome = publish(engine, settings, spec.slug, now=at, github=github_of(hub))
            assert sum(r.state == "open" for r in requests(hub)) == (outcome.commit_id is not None)
            if outcome.commit_id is None:
                continue
            opened += 1
            fork = hub.hosting.repos["bot/list"].path
            assert git(fork, "rev-parse", "listkeeper^") == commit
            before, after = show(fork, "listkeeper^"), show(fork, "listkeeper")
            for item in outcome.items:
                arxiv_id = str(item.candidate.paper.record.arxiv_id)
                assert (ids_in(before).count(arxiv_id), ids_in(after).count(arxiv_id)) == (0, 1)
        assert opened > 0
        assert git(hub.hosting.repos["bot/list"].path, "branch", "--format=%(refname:short)").split() == [
            "listkeeper",
            "main",
        ]
    with reading(engine) as session:
        known = publications.of_list(session, world.found.id)
        left = candidates.accepted(session, world.found.id, landed=False)
    assert left == []  # the maintainer has added every one of them in the end
    assert [p.state for p in known if p.state not in OVER or p.state is PublicationState.PARTLY_LANDED] == []
