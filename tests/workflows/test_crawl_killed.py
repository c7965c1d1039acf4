"""Killed at a hundred points and run again: every paper stored once, no day green before it was whole."""

import multiprocessing
import random
import signal
from datetime import date, datetime, timedelta

from sqlalchemy import Engine

from service.db import lists, papers, windows
from service.db.engine import reading, writing
from service.domain.lists import ListSpec
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.workflows.killing_crawl import crawl_until

KILLS = 100
STEPS = 140  # about what a crawl of these days takes
NEVER = 10**9
FIRST = date(2025, 10, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
PER_DAY = 4


def test_a_crawl_can_be_killed_anywhere(engine: Engine, now: datetime) -> None:
    with writing(engine) as writer:
        spec = ListSpec(slug="a-list", name="A list", repository="x", source_name="x", query="ti:paper")
        lists.ensure(writer, spec, now=now)
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["tests.workflows.killing_crawl"])
    database = engine.url.render_as_string(hide_password=False)
    chosen = random.Random(7)  # noqa: S311  # which points are taken is no secret

    def run(last: int) -> int | None:
        child = processes.Process(target=crawl_until, args=(last, database, arxiv.query_url, DAYS))
        child.start()
        child.join(120)
        return child.exitcode

    with ArxivEmulator() as arxiv:
        killed = 0
        for round_number in range(KILLS):
            if round_number % 25 == 0:  # moderation lets more papers of the same days through
                arxiv.add(*more_papers(round_number // 25))
            killed += run(chosen.randint(1, STEPS)) == -signal.SIGKILL
            nothing_is_falsely_green(engine)
        assert run(NEVER) == 0
    assert killed > KILLS / 2
    with reading(engine) as session:
        assert papers.count(session) == 4 * PER_DAY * len(DAYS)
        found = windows.between(session, DAYS[0], DAYS[-1])
    assert [(w.day, w.state, w.stored) for w in reversed(found)] == [(d, "green", 4 * PER_DAY) for d in DAYS]


def more_papers(batch: int) -> list[dict[str, object]]:
    return [
        paper(f"2510.{batch}{day.day}{n:03d}", f"Paper {n}", published=f"{day}T{n:02d}:0{batch}:00Z")
        for day in DAYS
        for n in range(PER_DAY)
    ]


def nothing_is_falsely_green(engine: Engine) -> None:
    with reading(engine) as session:
        for window in windows.between(session, DAYS[0], DAYS[-1]):
            there = papers.since(session, window.day)
            count = sum(p.record.submitted_at.date() == window.day for p in there if p.record.submitted_at)
            assert window.state != "green" or count >= (window.expected or 0)
