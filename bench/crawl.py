"""Crawl months of real papers out of the arXiv emulator: complete across kills, how fast, how much memory.

    python bench/crawl.py --months 2025-05 2025-06 --kills 5
    python bench/crawl.py --gate 3 --day 2025-10-08      # how many requests a normal day takes

The papers come from LISTKEEPER_SHARED (default ../shared). `--query` replaces the queries of the catalog.
"""

import argparse
import json
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import select

from service.catalog.loader import built_in_catalog, load_catalog
from service.db import lists
from service.db.engine import make_engine, reading, upgrade, writing
from service.db.models import PaperRow
from service.domain.lists import ListSpec
from service.domain.windows import merge_queries
from tests.emulators.arxiv_corpus import Look, load
from tests.emulators.arxiv_query import parse_query

ROOT = Path(__file__).resolve().parents[1]
_STEPS = 3  # of the worker, a line each, before it is killed at the latest
_ALIVE = 0.8  # seconds after its last step
WORKER = Path(__file__).with_name("crawl_worker.py")


def main() -> None:
    """Run the benchmark and print what it found."""
    asked = _arguments()
    corpus_dir = _shared() / "data" / "arxiv"
    with (
        tempfile.TemporaryDirectory(prefix="bench-crawl-") as folder,
        _emulator(corpus_dir, asked.months) as url,
    ):
        database = f"sqlite:///{folder}/bench.db"
        queries = _prepare(database, asked.query)
        days = [asked.day] if asked.day else _days(asked.months)
        print(f"{len(days)} days, {len(queries)} merged queries, gate {asked.gate:g} s, {asked.kills} kills")
        report = _crawl(database, url, days, gate=asked.gate, kills=asked.kills)
        stored = _stored(database)
    wanted = _matching(corpus_dir, asked.months, queries, days)
    missing = wanted - stored
    share = 100 * (len(wanted) - len(missing)) / max(1, len(wanted))
    print(
        f"papers that match: {len(wanted):,}; stored of them: {share:.2f} %; stored in all: {len(stored):,}"
    )
    for name, value in report.items():
        print(f"{name}: {value}")
    if missing:
        sys.exit(f"missing: {', '.join(sorted(missing)[:20])}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Crawl months of real papers out of the arXiv emulator.")
    parser.add_argument("--months", nargs="+", default=[f"2025-{m:02d}" for m in range(5, 12)])
    parser.add_argument("--kills", type=int, default=0, help="how often the crawler is killed on the way")
    parser.add_argument("--gate", type=float, default=0.0, help="seconds between requests")
    parser.add_argument("--day", type=date.fromisoformat, help="crawl as on the morning after this day")
    parser.add_argument("--query", help="crawl this instead of the catalog's queries")
    return parser.parse_args()


def _shared() -> Path:
    return (ROOT / os.environ.get("LISTKEEPER_SHARED", "../shared")).resolve()


@contextmanager
def _emulator(corpus: Path, months: list[str]) -> Iterator[str]:
    argv = [sys.executable, "-m", "tests.emulators.arxiv", "--corpus", str(corpus), "--port", "0"]
    process = subprocess.Popen([*argv, "--months", *months], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        for line in process.stdout or ():
            if found := re.search(r"http://\S+", line):
                yield found.group()
                break
    finally:
        process.terminate()
        process.wait()


def _prepare(database: str, query: str | None) -> list[str]:
    engine = make_engine(database)
    upgrade(engine)
    specs = load_catalog([built_in_catalog()])
    if query:
        specs = (ListSpec(slug="bench", name="Bench", repository="bench", source_name="bench", query=query),)
    with writing(engine) as session:
        for spec in specs:
            lists.ensure(session, spec, now=datetime.now(UTC))
    engine.dispose()
    return merge_queries(spec.query for spec in specs)


def _days(months: list[str]) -> list[date]:
    first = date.fromisoformat(f"{min(months)}-01")
    after = (date.fromisoformat(f"{max(months)}-28") + timedelta(days=4)).replace(day=1)
    return [first + timedelta(days=n) for n in range((after - first).days)]


def _crawl(database: str, url: str, days: list[date], *, gate: float, kills: int) -> dict[str, Any]:
    """Let workers crawl until one ends by itself; the others are killed at random moments."""
    argv = [sys.executable, str(WORKER), database, url, str(gate), days[0].isoformat(), days[-1].isoformat()]
    chance, started = random.Random(20251120), time.monotonic()  # noqa: S311  # the same kills every time
    for done in range(kills):
        with subprocess.Popen(
            argv, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        ) as worker:
            said = worker.stdout or iter(())
            print(f"worker {done + 1}: {next(said, '').strip()}")
            list(islice(said, chance.randint(1, _STEPS)))
            try:
                worker.wait(timeout=chance.uniform(0.0, _ALIVE))
            except subprocess.TimeoutExpired:
                worker.send_signal(signal.SIGKILL)
                continue
        print(f"the crawl was done after {done} kills")
        break
    last = subprocess.run(argv, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=True)
    report: dict[str, Any] = json.loads(last.stdout.splitlines()[-1])
    return report | {"seconds in all": round(time.monotonic() - started, 1)}


def _stored(database: str) -> set[str]:
    engine = make_engine(database)
    with reading(engine) as session:
        found = set(session.scalars(select(PaperRow.arxiv_id)))
    engine.dispose()
    return found


def _matching(corpus_dir: Path, months: list[str], queries: list[str], days: list[date]) -> set[str]:
    """Return the ids that the queries match on these days, found without any crawling."""
    corpus = load([corpus_dir], months=months, tell=lambda _: None)
    conditions = [parse_query(query) for query in queries]
    low, high = int(f"{days[0]:%Y%m%d}0000"), int(f"{days[-1]:%Y%m%d}2359")
    return {p.id for p in corpus.between(low, high) if any(c.meets(Look(p)) for c in conditions)}


if __name__ == "__main__":
    main()
