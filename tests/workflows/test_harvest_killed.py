"""Killed at forty points and run again: every change told of is stored once, and none is passed over."""

import multiprocessing
import random
import signal
from datetime import UTC, datetime, timedelta

from sqlalchemy import Engine

from service.db import harvests, papers
from service.db.engine import reading, writing
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list, make_record
from tests.workflows.killing_crawl import harvest_until

KILLS = 40
STEPS = 110  # about what a harvest of three pages takes
NEVER = 10**9
NIGHT = datetime(2025, 10, 8, 3, tzinfo=UTC)
IDS = [f"2510.{n:05d}" for n in range(1, 7)]
VERSIONS = ["2025-10-01T10:00:00Z", "2025-10-06T08:00:00Z"]


def test_a_harvest_can_be_killed_anywhere(engine: Engine) -> None:
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV AND ti:paper")
        papers.store(session, [make_record(each) for each in IDS], now=NIGHT - timedelta(days=3))
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.workflows.killing_crawl"])
    database = engine.url.render_as_string(hide_password=False)
    chosen = random.Random(7)  # noqa: S311  # which points are taken is no secret

    def run(last: int) -> int | None:
        given = (last, database, arxiv.oai_url, arxiv.query_url, NIGHT)
        child = processes.Process(target=harvest_until, args=given)
        child.start()
        child.join(120)
        return child.exitcode

    with ArxivEmulator() as arxiv:
        arxiv.oai.page_size = 2
        arxiv.add(
            *(
                paper(i, f"New {i}", changed="2025-10-07", categories=["cs.CV"], versions=VERSIONS, version=2)
                for i in IDS
            )
        )
        killed = sum(run(chosen.randint(1, STEPS)) == -signal.SIGKILL for _ in range(KILLS))
        assert run(NEVER) == 0
    assert killed > KILLS / 2
    with reading(engine) as reader:
        assert papers.count(reader) == len(IDS)
        stored = papers.by_ids(reader, IDS)
        numbers = {i: [v.version for v in papers.versions(reader, stored[i].id)] for i in IDS}
        (place,) = harvests.every(reader)
    assert {i: p.record.title for i, p in stored.items()} == {i: f"New {i}" for i in IDS}
    assert numbers == {each: [1, 2] for each in IDS}
    assert (place.token, place.done_at, place.problem) == (None, NIGHT, None)
