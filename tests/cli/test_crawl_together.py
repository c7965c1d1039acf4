"""Several processes at once on one database and one arXiv: each paper once, one request at a time."""

import os
import subprocess
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import papers, windows
from service.db.engine import reading, writing
from tests.cli.processes import PATIENCE, start
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list

FIRST, LAST = date(2025, 10, 6), date(2025, 10, 10)
DAYS = [FIRST + timedelta(days=n) for n in range(5)]
PER_DAY = 9
DELAY = 0.4  # seconds
NOTED_LATE = DELAY / 2  # how much later than it was sent a busy machine may note a request


@pytest.mark.usefixtures("data")
def test_crawls_and_a_harvest_at_once_share_the_gate_and_lose_nothing(engine: Engine, tmp_path: Path) -> None:
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV")
    with ArxivEmulator() as arxiv:
        for day in DAYS:
            ids = [f"2510.{day.day:02d}{n:03d}" for n in range(PER_DAY)]
            arxiv.add(*(paper(i, published=f"{day}T10:00:00Z") for i in ids))
        crawl = ("crawl", "--from", str(FIRST), "--to", str(LAST))
        words = [crawl, crawl, ("harvest", "--since", str(FIRST))]
        processes = [begin(tmp_path, engine, arxiv, *each) for each in words]
        said = [process.communicate(timeout=PATIENCE)[1] for process in processes]
        codes = [process.returncode for process in processes]
        turns = [seen.at for seen in arxiv.seen]
    assert codes[2] == 0, said[2]
    assert 0 in codes[:2], said
    for code, words_of_it in zip(codes[:2], said[:2], strict=True):
        assert code == 0 or "crawl is already running" in words_of_it, words_of_it
    assert min(later - earlier for earlier, later in pairwise(turns)) >= DELAY - NOTED_LATE
    with reading(engine) as session:
        assert papers.count(session) == PER_DAY * len(DAYS)
        found = windows.between(session, FIRST, LAST)
    assert {(w.day, w.state, w.stored) for w in found} == {(day, "green", PER_DAY) for day in DAYS}


def begin(folder: Path, engine: Engine, arxiv: ArxivEmulator, *words: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "LISTKEEPER_DATABASE_URL": engine.url.render_as_string(hide_password=False),
        "LISTKEEPER_ARXIV_URL": arxiv.query_url,
        "LISTKEEPER_ARXIV_DELAY": str(DELAY),
    }
    return start(folder, environment, *words)
