"""The main job on one real month: seconds and peak memory per step, as ratios to the encoder's own time.

    python bench/pipeline.py [--month 2025-10] [--papers 300]

Each step is the real command in a process of its own, against the arXiv emulator with the gate at 0 s. The
yardstick is what the encoder alone needs for as many abstracts as the crawl brought, measured on a sample of
them in the same run.
"""

import argparse
import calendar
import contextlib
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT / os.environ.get("LISTKEEPER_SHARED", "../shared")
COMMAND = str(Path(sys.executable).parent / "listkeeper")


class Step(NamedTuple):
    """What a command took, and what it printed."""

    name: str
    seconds: float
    megabytes: float
    output: str


def main() -> None:
    """Run the steps and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--month", default="2025-10")
    parser.add_argument("--papers", type=int, default=300, help="abstracts on which the encoder is measured")
    chosen = parser.parse_args()
    if not (SHARED / "data").is_dir():
        print(f"no shared data at LISTKEEPER_SHARED ({SHARED}); nothing measured")
        return
    with tempfile.TemporaryDirectory() as folder, emulator(chosen.month) as address:
        environment = {
            **os.environ,
            "LISTKEEPER_DATA_DIR": folder,
            "LISTKEEPER_DATABASE_URL": "",
            "LISTKEEPER_ARXIV_URL": address,
            "LISTKEEPER_ARXIV_DELAY": "0",
        }
        steps = [run_step(name, arguments, environment) for name, arguments in commands(chosen.month)]
        crawled = json.loads(steps[1].output)["new"]
        yardstick = encoder_seconds(Path(folder), chosen.papers, environment) * crawled
    report(steps, crawled, yardstick)


def commands(month: str) -> list[tuple[str, list[str]]]:
    """Return each step's name and arguments."""
    year, number = (int(part) for part in month.split("-"))
    last = calendar.monthrange(year, number)[1]
    return [
        ("sync", ["lists", "sync", "--from", str(SHARED / "data/lists"), "--json"]),
        ("crawl", ["crawl", "--from", f"{month}-01", "--to", f"{month}-{last}", "--json"]),
        ("train", ["train", "--json"]),
        ("propose", ["propose", "--since", f"{month}-01", "--json"]),
    ]


def run_step(name: str, arguments: list[str], environment: dict[str, str]) -> Step:
    """Run a command and measure it; the peak is that of the largest child so far."""
    start = time.perf_counter()
    done = subprocess.run([COMMAND, *arguments], env=environment, capture_output=True, text=True, check=True)
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Step(name, seconds, peak, done.stdout)


@contextlib.contextmanager
def emulator(month: str) -> Iterator[str]:
    """Serve the month as arXiv would; yields the address."""
    command = [sys.executable, "-m", "tests.emulators.arxiv", "--corpus", str(SHARED / "data/arxiv")]
    server = subprocess.Popen(
        [*command, "--months", month, "--port", "0"], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    try:
        lines = server.stdout or []
        yield next(found[0] for line in lines if (found := re.search(r"http://\S+/api/query", line)))
    finally:
        server.terminate()
        server.wait()


_MEASURE = """
import sys, time
from service.cli.context import open_context
from service.db import papers
from service.db.engine import reading
from service.workflows.examples import document_of
from classifier import load_encoder, text_of
with open_context() as context, reading(context.engine) as session:
    found = papers.sample(session, without=set(), limit=int(sys.argv[1]))
texts = [text_of(document_of(paper)) for paper in found]
encoder = load_encoder()
encoder.encode(texts[:8])
start = time.perf_counter()
encoder.encode(texts)
print((time.perf_counter() - start) / len(texts))
"""


def encoder_seconds(folder: Path, count: int, environment: dict[str, str]) -> float:
    """Return the seconds that the encoder alone takes for one of the crawled abstracts, warm."""
    done = subprocess.run(
        [sys.executable, "-c", _MEASURE, str(count)],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=True,
    )
    return float(done.stdout)


def report(steps: list[Step], crawled: int, yardstick: float) -> None:
    """Print a row a step."""
    print(f"{crawled} new papers; the encoder alone would take {yardstick:.1f} s for them (ratio 1.00)")
    print(f"{'step':10} {'seconds':>9} {'ratio':>7} {'papers/s':>9} {'peak MB':>8}")
    for step in steps:
        rate = crawled / step.seconds
        print(
            f"{step.name:10} {step.seconds:9.1f} {step.seconds / yardstick:7.2f} {rate:9.1f} "
            f"{step.megabytes:8.0f}"
        )
    total = sum(step.seconds for step in steps)
    print(f"{'all':10} {total:9.1f} {total / yardstick:7.2f} {crawled / total:9.1f}")


if __name__ == "__main__":
    main()
