"""A long crawl on a terminal: a bar that says how many days are done and how long the rest takes."""

import os
import pty
import re
from contextlib import suppress
from pathlib import Path

import pytest

from service.db.engine import make_engine, upgrade, writing
from tests.cli.processes import PATIENCE, start
from tests.emulators.arxiv import ArxivEmulator, paper
from tests.makers import make_list


@pytest.mark.usefixtures("data")
def test_a_backfill_shows_how_far_it_is_and_how_long_it_takes(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.db'}")
    upgrade(engine)
    with writing(engine) as session:
        make_list(session, query="cat:cs.CV")
    engine.dispose()
    with ArxivEmulator() as arxiv:
        arxiv.add(*(paper(f"25{m:02d}.00001", published=f"2025-{m:02d}-11T10:00:00Z") for m in range(5, 12)))
        environment = os.environ | {
            "LISTKEEPER_DATABASE_URL": engine.url.render_as_string(hide_password=False),
            "LISTKEEPER_ARXIV_URL": arxiv.query_url,
            "TERM": "xterm",
            "COLUMNS": "100",
        }
        ours, theirs = pty.openpty()
        words = ("crawl", "--from", "2025-05-01", "--to", "2025-11-30")
        with start(tmp_path, environment, *words, terminal=theirs) as process:
            os.close(theirs)
            said = read_all(ours)
            assert process.wait(PATIENCE) == 0, said
    assert re.search(r"Reading arXiv .* 0/214 -:--:--", said)
    assert re.search(r"Reading arXiv .* [1-9]\d*/214 0:\d\d:\d\d", said)
    assert "7 papers read in" in said


def read_all(terminal: int) -> str:
    """Return what is written to a terminal until nobody has it open any more, without its commands."""
    found = b""
    with suppress(OSError):  # Linux says so when the other side is closed
        while more := os.read(terminal, 4096):
            found += more
    os.close(terminal)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", found.decode())
