"""Killed at a hundred points and run again: one pull request, one branch, no paper lost, none twice."""

import multiprocessing
import random
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import make_engine, reading, upgrade
from service.domain.lists import Channel, Policy
from service.settings import load_settings
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import git, show
from tests.workflows.killing import publish_until
from tests.workflows.publications import World, make_world

ROUNDS, KILLS = 5, 20
STEPS = 180  # a little more than a publication with everything new takes
NEVER = 10**9


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own on disk, which outlives the processes that are killed."""
    made = make_engine(f"sqlite:///{tmp_path / 'killed.db'}")
    upgrade(made)
    yield made
    made.dispose()


def test_a_publication_can_be_killed_anywhere(
    engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator
) -> None:
    made = make_world(engine, tmp_path, now)
    hub.hosting.host("ann/list", made.repo.path)
    options = {
        "data_dir": made.settings.data_dir,
        "github_token": "token-of-bot",
        "github_api_url": hub.api_url,
    }
    world = World(engine, load_settings(**options), made.repo, made.spec, now).with_spec(
        repository=hub.address("ann/list"), policy=Policy.INVITED, channel=Channel.GITHUB
    )
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.workflows.killing"])
    database = engine.url.render_as_string(hide_password=False)
    chosen = random.Random(7)  # noqa: S311 - which points are taken is no secret

    def run(last: int) -> int | None:
        child = processes.Process(target=publish_until, args=(last, database, options, "some-list", now))
        child.start()
        child.join(120)
        return child.exitcode

    killed = 0
    for round_number in range(1, ROUNDS + 1):
        arxiv_id = f"2504.0000{round_number}"
        found = world.confirm(arxiv_id, f"Paper {round_number} of Tokens", minutes=round_number)
        for _ in range(KILLS):
            killed += run(chosen.randint(1, STEPS)) == -signal.SIGKILL
            assert sum(r.state == "open" for r in hub.hosting.requests) <= 1
        assert run(NEVER) == 0
        assert len(hub.hosting.requests) == round_number
        fork = hub.hosting.repos["bot/list"].path
        assert git(fork, "branch", "--format=%(refname:short)").split() == ["listkeeper", "main"]
        assert show(fork, "listkeeper").count(arxiv_id.encode()) == 1
        hub.hosting.merge(round_number)
        assert run(NEVER) == 0
        with reading(engine) as session:
            assert candidates.by_id(session, found).landed_at is not None
    assert killed > ROUNDS * KILLS / 2
    final = show(hub.hosting.repos["ann/list"].path, "main")
    assert [final.count(f"2504.0000{n}".encode()) for n in range(1, ROUNDS + 1)] == [1] * ROUNDS
