"""`listkeeper up` and its kind as people start them: another process, an empty folder, an address."""

import os
import re
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import httpx
import pytest

from service.catalog import built_in_catalog, load_catalog
from service.cli.context import open_context
from service.cli.up import fill_queue
from service.db import candidates, lists, papers, people, runs
from service.db.engine import make_engine, reading
from service.samples import sample_lists
from tests.cli.conftest import Run
from tests.cli.processes import PATIENCE, start
from tests.emulators.arxiv import ArxivEmulator, paper

ADDRESS = re.compile(r"Listkeeper is at (http://127\.0\.0\.1:\d+)")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    bare = {k: v for k, v in os.environ.items() if not k.startswith("LISTKEEPER_")}
    return bare | {
        "LISTKEEPER_DATA_DIR": str(tmp_path / "data"),
        "LISTKEEPER_ENCODER": "hash",
        "LISTKEEPER_OPEN_BROWSER": "false",
        "LISTKEEPER_ARXIV_DELAY": "0",
        "LISTKEEPER_ARXIV_URL": "http://127.0.0.1:9/api/query",
        "PYTHONUNBUFFERED": "1",
        "OPENBLAS_NUM_THREADS": "1",
    }


@contextmanager
def started(folder: Path, environment: Mapping[str, str], *words: str) -> Iterator[subprocess.Popen[str]]:
    """Start a command in another process, and make sure that it is gone in the end."""
    process = start(folder, environment, *words)
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate(timeout=PATIENCE)


def read_until(stream: IO[str] | None, pattern: re.Pattern[str]) -> tuple[re.Match[str], str]:
    """Read a process's words until one of its lines matches."""
    assert stream is not None
    said = ""
    for line in stream:
        said += line
        if match := pattern.search(line):
            return match, said
    pytest.fail(f"the process ended without the words that were waited for; it said:\n{said}")


@pytest.mark.parametrize("database", ["", "postgres"])
def test_up_fills_the_queue_and_opens_it(tmp_path: Path, environment: dict[str, str], database: str) -> None:
    environment["LISTKEEPER_DATABASE_URL"] = database
    with started(tmp_path, environment, "up", "--sample", "--port", "0") as process:
        match, said = read_until(process.stderr, ADDRESS)
        address = match[1]
        link = re.search(rf"^ +({re.escape(address)}/welcome/\S+)$", said, re.MULTILINE)
        home = httpx.get(f"{address}/", timeout=PATIENCE)
        assert link is not None, said
        welcome = httpx.get(link[1], timeout=PATIENCE)
        process.send_signal(signal.SIGTERM)
        out, _ = process.communicate(timeout=PATIENCE)
    assert re.search(r"^\d+ entries in 5 lists, \d\d\d new papers\.$", said, re.MULTILINE), said
    steps = ["Syncing lists", "Reading arXiv", "Learning what the lists want", "Proposing papers"]
    assert [line for line in re.findall(r"^(.+) \.\.\.$", said, re.MULTILINE) if line in steps] == steps, said
    assert len(re.findall(r"^[a-z-]+: [1-9]\d* papers proposed$", said, re.MULTILINE)) == 5, said
    assert (home.status_code, welcome.status_code, out) == (200, 200, "")
    assert "vision-token-pruning" in home.text
    assert process.returncode == 128 + signal.SIGTERM
    if not database:
        engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'sample' / 'listkeeper.db'}")
        with reading(engine) as session:
            assert {run.state for run in runs.newest(session, limit=9)} == {"done"}
            assert people.count(session) == 0
            assert len(lists.every(session)) == 5
            assert candidates.undecided_papers(session, lists.every(session)[0].id)
        engine.dispose()


def test_where_arxiv_cannot_be_reached_up_says_so_and_shows_samples(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    words = re.compile(
        "arXiv cannot be reached at http://127.0.0.1:9/api/query: here is the same pipeline on sample"
    )
    with started(tmp_path, environment, "up", "--port", "0") as process:
        read_until(process.stderr, words)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE)
    assert process.returncode == 128 + signal.SIGTERM


@pytest.mark.usefixtures("arxiv")
def test_up_fills_the_queue_of_a_list_that_was_added_since_the_last_time(tmp_path: Path, run: Run) -> None:
    for spec in load_catalog([built_in_catalog()]):
        assert run("lists", "remove", spec.slug).code == 0
    heads: list[int] = []
    for name in ("maps", "maps", "charts"):
        path = tmp_path / f"{name}.md"
        if not path.exists():
            links = (f"- [Pruning {n}](https://arxiv.org/abs/2510.{n}0000)\n" for n in (1, 2, 3))
            path.write_text(f"# {name}\n\n## Papers\n\n{''.join(links)}")
            assert run("lists", "add", str(path), "--offline").code == 0
        with open_context(upgrade_schema=True) as context:
            fill_queue(context, is_sample=False)
            with reading(context.engine) as session:
                every = lists.every(session)
                assert name in {found.slug for found in every if found.synced_at}
                heads.append(len(runs.newest(session, limit=99)))
    assert heads == [heads[0], heads[0], 2 * heads[0]]  # the second time there was nothing to do


def test_a_crawl_that_was_killed_can_be_started_again_at_once(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    sync = ["lists", "sync", "--list", "token-pruning-and-merging", "--from", str(sample_lists())]
    crawl = ["crawl", "--from", "2025-10-01", "--to", "2025-10-02"]
    with ArxivEmulator() as arxiv:
        arxiv.add(
            *(paper(f"2510.{d}000{n}", published=f"2025-10-0{d}T10:00:00Z") for d in (1, 2) for n in range(4))
        )
        environment["LISTKEEPER_ARXIV_URL"] = arxiv.query_url
        with started(tmp_path, environment, *sync) as process:
            assert process.wait(PATIENCE) == 0
        arxiv.fail("timeout", 1, after=4, seconds=600.0)
        with started(tmp_path, environment, *crawl) as process:
            while len(arxiv.faults):  # until the request that is never answered
                with suppress(subprocess.TimeoutExpired):
                    pytest.fail(f"it ended by itself with {process.wait(0.05)}")
            process.kill()
            process.wait(PATIENCE)
        arxiv.faults.switch_off()
        with started(tmp_path, environment, *crawl) as process:
            _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    engine = make_engine(f"sqlite:///{tmp_path / 'data' / 'listkeeper.db'}")
    with reading(engine) as session:
        assert papers.count(session) == 8
        assert [(r.job, r.state) for r in runs.newest(session, limit=2)] == [
            ("crawl", "done"),
            ("crawl", "died"),
        ]
    engine.dispose()


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [
        (signal.SIGINT, 130, "listkeeper: stopped; the same command goes on from here.\n"),
        (signal.SIGTERM, 143, ""),
    ],
)
def test_a_stopped_command_closes_its_run_and_says_so(
    tmp_path: Path, environment: dict[str, str], number: signal.Signals, code: int, words: str
) -> None:
    with started(tmp_path, environment, "schedule") as process:
        read_until(process.stderr, re.compile("The clockwork runs; stop it with Ctrl-C"))
        process.send_signal(number)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == code
    assert said.endswith(words)
    assert "Traceback" not in said
