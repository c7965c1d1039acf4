"""Killed at every third step and run again: each message comes, and each kill repeats one at most."""

import multiprocessing
import signal
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import deliveries
from service.db.engine import make_engine, reading, upgrade
from tests.emulators.receiver import Receiver
from tests.webhooks.conftest import add
from tests.workflows.killing_webhooks import tell_until
from tests.world import World

PAPERS = (5, 6, 7)
STRIDE = 3
NEVER = 10**9


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """A database of its own on disk, which outlives the processes that are killed."""
    made = make_engine(f"sqlite:///{tmp_path / 'killed.db'}")
    upgrade(made)
    yield made
    made.dispose()


def test_telling_can_be_killed_anywhere(world: World, receiver: Receiver) -> None:
    hook = add(world, receiver.url())
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.workflows.killing_webhooks"])
    database = world.engine.url.render_as_string(hide_password=False)

    def run(last: int) -> int | None:
        world.now += timedelta(hours=1)  # a dead run is taken for dead after ten minutes
        child = processes.Process(target=tell_until, args=(last, database, str(world.folder), world.now))
        child.start()
        child.join(60)
        return child.exitcode

    kills, last, expected = 0, 1, 0
    while True:
        world.now += timedelta(hours=1)
        for number in PAPERS:
            world.accept(kills * 10 + number)
        expected += len(PAPERS)
        code = run(last)
        if code == 0:
            break
        assert code == -signal.SIGKILL
        kills += 1
        last += STRIDE
    assert run(NEVER) == 0
    assert kills >= 10
    with reading(world.engine) as session:
        kept = deliveries.newest(session, hook.id, limit=1_000)
    assert {each.state for each in kept} == {"sent"}
    ids = Counter(message.id for message in receiver.messages)
    papers = {message.id: message.json["data"]["paper"]["id"] for message in receiver.messages}
    assert len(papers) == len(set(papers.values())) == len(kept) == expected, "every paper, under one id"
    assert 0 < sum(ids.values()) - len(ids) <= kills, "a kill repeats one message at most, with its own id"
