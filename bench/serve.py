"""How fast what Listkeeper tells is served: feed, 304, entries, search, paper; as ratios in one run.

    python bench/serve.py
    python bench/serve.py --database postgres
    python bench/serve.py --papers 1000000 --folder /var/tmp/million

The papers come from LISTKEEPER_SHARED (default ../shared). Everything is compared with an empty FastAPI route
in a process of its own and with Datasette serving the same rows of the same SQLite file: the one that
`make bench` put into `.venv`, or another command. `--folder` keeps the database for the next run. Beside
answers a second stands the processor's time that the serving process needed for one: on a machine that does
other things, too, that is the figure to look at.
"""

import argparse
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import psutil
from sqlalchemy import Engine, text

from bench.load import Load, put_load
from bench.serve_data import ENTRIES, fill, stored
from service.db.engine import make_engine, upgrade
from service.postgres import start_postgres

ROOT = Path(__file__).resolve().parents[1]

OURS = """
import sys
from pathlib import Path
from service.app import create_app
from service.cli.serving import open_port, serve_app
from service.db.engine import make_engine
from service.settings import load_settings
folder, url, port = sys.argv[1:]
settings = load_settings(data_dir=Path(folder), base_url=f"http://127.0.0.1:{port}", port=int(port))
app = create_app(settings, make_engine(url))
app.state.api_limit = 10**9
with open_port(settings) as listening:
    serve_app(app, listening)
"""
EMPTY = """
import sys
from fastapi import FastAPI
from service.cli.serving import open_port, serve_app
from service.settings import load_settings
app = FastAPI()
@app.get("/")
def empty() -> dict[str, str]:
    return {}
with open_port(load_settings(port=int(sys.argv[1]))) as listening:
    serve_app(app, listening)
"""


def main() -> None:
    """Run the benchmark and print what it found."""
    asked = _arguments()
    with ExitStack() as stack:
        folder = asked.folder or stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-serve-"))
        Path(folder).mkdir(parents=True, exist_ok=True)
        is_postgres = asked.database == "postgres"
        sqlite_url = f"sqlite:///{folder}/listkeeper.db"
        server = start_postgres(Path(folder) / "postgres") if is_postgres else nullcontext(sqlite_url)
        url = stack.enter_context(server)
        engine = make_engine(url)
        began = time.perf_counter()
        upgrade(engine)
        count = stored(engine) or fill(engine, asked.papers)
        print(f"{count:,} papers, {min(count, ENTRIES):,} entries in {asked.database}, "
              f"{time.perf_counter() - began:.0f} s to store")  # fmt: skip
        show_plans(engine)
        empty = stack.enter_context(served([sys.executable, "-c", EMPTY], "/"))
        ours = stack.enter_context(served([sys.executable, "-c", OURS, folder, url], "/api/v1/lists"))
        base = _run(empty, "/", asked.seconds)
        print(f"\n{'':34}{'req/s':>9}{'p50 ms':>9}{'p99 ms':>9}{'CPU ms':>9}{'of empty':>10}")
        _print("empty FastAPI route", base, base)
        for name, path, headers in _questions(ours.url):
            _print(name, _run(ours, path, asked.seconds, headers), base)
        print(f"memory of the web process: {ours.megabytes:.0f} MB, without torch")
        if asked.datasette and not is_postgres:
            _compare(stack, asked, folder, ours)
        elif not asked.datasette:
            print("Datasette: left out; give its command with --datasette.")
        engine.dispose()


def _questions(site: str) -> list[tuple[str, str, dict[str, str]]]:
    entries = "/api/v1/lists/bench/entries?limit=50"
    return [
        ("entries, 50, remembered", entries, {}),
        ("entries, 50, 304", entries, {"If-None-Match": _etag(site + entries)}),
        ("entries, 50, made anew", f"{entries}&n={{n}}", {}),
        ("entries, by tag, made anew", f"{entries}&filter=stage:llm&n={{n}}", {}),
        ("papers, 50, made anew", "/api/v1/papers?limit=50&n={n}", {}),
        ("paper, made anew", "/api/v1/papers/2505.00001?n={n}", {}),
        ("search, 20, made anew", "/api/v1/search?q=visual+token+pruning&n={n}", {}),
        ("search, filtered, made anew", "/api/v1/search?q=pruning&filter=category:cs.CV&n={n}", {}),
        ("feed, remembered", "/lists/bench/feed.atom", {}),
        ("feed, 304", "/lists/bench/feed.atom", {"If-None-Match": _etag(site + "/lists/bench/feed.atom")}),
        ("feed, made anew", "/lists/bench/feed.atom?n={n}", {}),
    ]


def _compare(stack: ExitStack, asked: argparse.Namespace, folder: str, ours: "Served") -> None:
    """Ask ours and Datasette in turn, several times, so that a busy moment of the machine hits both."""
    limit = ("--setting", "sql_time_limit_ms", "9000")
    command = [asked.datasette, "serve", *limit, f"{folder}/listkeeper.db", "-p"]
    other = stack.enter_context(served(command, "/-/versions.json"))
    of_list = {"list_id": 1, "_size": 50, "_sort_desc": "listed_at"}
    plain = {"_shape": "objects", "_nocount": 1, "_nofacet": 1}
    rows = f"/listkeeper/entries.json?{urllib.parse.urlencode(of_list | plain)}"
    found = (
        "select p.* from papers_fts f join papers p on p.id = f.rowid "
        "where papers_fts match :q order by bm25(papers_fts) limit 20"
    )
    query = urllib.parse.urlencode({"sql": found, "q": "visual token pruning", "_shape": "objects"})
    entries = "/api/v1/lists/bench/entries?limit=50"
    hits = "/api/v1/search?q=visual+token+pruning&n={n}"
    known = {"If-None-Match": _etag(ours.url + entries)}
    pairs = [
        ("entries, made anew", f"{entries}&n={{n}}", {}, rows, 2.0),
        ("entries, remembered", entries, {}, rows, 2.0),
        ("entries, 304", entries, known, rows, 5.0),
        ("search, made anew", f"{hits}&marks=none", {}, f"/listkeeper.json?{query}", 1.0),
        ("search with marks", hits, {}, f"/listkeeper.json?{query}", 1.0),
        ("search, remembered", "/api/v1/search?q=visual+token+pruning", {}, f"/listkeeper.json?{query}", 1.0),
    ]  # fmt: skip
    heads = "".join(f"{word:>8}" for word in ("req/s", "its", "ratio", "goal", "CPU ms", "its", "ratio"))
    print(f"\n{'in turn with Datasette':26}{heads}")
    for name, path, headers, its_path, goal in pairs:
        rounds = [
            (_run(ours, path, asked.seconds, headers, run), _run(other, its_path, asked.seconds))
            for run in range(asked.rounds)
        ]
        rate, its_rate, cpu, its_cpu = (
            statistics.median(each)
            for each in zip(*((a.rate, b.rate, a.cpu, b.cpu) for a, b in rounds), strict=True)
        )
        print(f"{name:26}{rate:8.0f}{its_rate:8.0f}{rate / its_rate:8.2f}{goal:8.1f}"
              f"{cpu:8.2f}{its_cpu:8.2f}{its_cpu / cpu:8.2f}")  # fmt: skip


def show_plans(engine: Engine) -> None:
    """Print how the database finds a page of entries, a page of papers, and a search."""
    explain = "EXPLAIN" if engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN"
    queries = {
        "entries": "SELECT * FROM entries WHERE list_id = 1 AND removed_at IS NULL AND "
        "(listed_at, id) < ('2025-12-01', 9) ORDER BY listed_at DESC, id DESC LIMIT 51",
        "papers": "SELECT * FROM papers WHERE (learned_at, id) < ('2025-12-31 23:58:00', 9) "
        "ORDER BY learned_at DESC, id DESC LIMIT 51",
        "search": "SELECT paper_id FROM papers_fts WHERE document @@ to_tsquery('english', 'prune')"
        if engine.dialect.name == "postgresql"
        else "SELECT rowid FROM papers_fts WHERE papers_fts MATCH 'prune'",
    }
    with engine.connect() as connection:
        for name, query in queries.items():
            rows = connection.execute(text(f"{explain} {query}")).all()
            print(f"plan of {name}: " + " / ".join(str(row[-1]).strip() for row in rows))


class Served:
    """A server in a process of its own."""

    def __init__(self, url: str, process: psutil.Process) -> None:
        self.url, self.process = url, process

    @property
    def megabytes(self) -> float:
        """The memory that the process holds."""
        return float(self.process.memory_info().rss) / 1e6

    @property
    def seconds(self) -> float:
        """The processor's time that it has needed so far."""
        spent = self.process.cpu_times()
        return float(spent.user + spent.system)


@contextmanager
def served(command: list[str], ready: str) -> Iterator[Served]:
    """Start a server with the number of a free port as its last argument; stop it at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [*command, str(port)],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        url = f"http://127.0.0.1:{port}"
        _await(url + ready)
        yield Served(url, psutil.Process(process.pid))
    finally:
        process.terminate()
        process.wait(timeout=20)


def _await(url: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310  # our own loopback address
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"{url} did not answer within a minute")


def _etag(url: str) -> str:
    with urllib.request.urlopen(url, timeout=30) as answer:  # noqa: S310  # our own loopback address
        return str(answer.headers["ETag"])


@dataclass(frozen=True)
class Run(Load):
    """What came back, and the milliseconds of the processor that one answer took."""

    cpu: float


def _run(
    server: "Served", path: str, seconds: float, headers: dict[str, str] | None = None, run: int = 0
) -> Run:
    url = server.url + path
    put_load(url, seconds=1, headers=headers, run=2 * run)  # warm
    before = server.seconds
    load = put_load(url, seconds=seconds, headers=headers, run=2 * run + 1)
    spent = server.seconds - before
    return Run(**asdict(load), cpu=1000 * spent / max(1, load.rate * max(1, round(seconds))))


def _print(name: str, run: Run, base: Run) -> None:
    print(f"{name:34}{run.rate:9.0f}{run.median:9.1f}{run.p99:9.1f}{run.cpu:9.2f}{run.rate / base.rate:10.2f}"
          f"{f'  {run.failed} failed' if run.failed else ''}")  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, default=137_000)
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument(
        "--rounds", type=int, default=5, help="how often ours and Datasette are asked in turn"
    )
    parser.add_argument("--folder", default="", help="where the database is kept, or lies already")
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    own = ROOT / ".venv/datasette/bin/datasette"
    parser.add_argument("--datasette", default=str(own) if own.exists() else "", help="Datasette's command")
    return parser.parse_args()


if __name__ == "__main__":
    main()
