"""The process that `bench/crawl.py` measures and kills: one crawl, then a line of JSON about it."""

import json
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from arxiv import _feed  # type: ignore[import-untyped]  # the package publishes no types
from requests.adapters import HTTPAdapter
from urllib3.response import HTTPResponse

from service.db import lists, windows
from service.db.engine import make_engine, reading
from service.db.gates import DatabaseGate
from service.domain.windows import merge_queries
from service.sources import arxiv_api
from service.sources.arxiv_api import ArxivApi
from service.workflows import crawl, crawl_span
from service.workflows.processes import is_gone, this_process

SPENT: dict[str, float] = {"waiting for arXiv": 0.0, "parsing": 0.0, "database": 0.0, "gate": 0.0}


def main() -> None:
    """Crawl the days that are not green yet."""
    database, url, gate_seconds, first, last = sys.argv[1:]
    _measure()
    engine = make_engine(database)
    days = crawl.days_between(date.fromisoformat(first), date.fromisoformat(last))
    with reading(engine) as session:
        queries = merge_queries(found.spec.query for found in lists.every(session))
        known = windows.between(session, days[0], days[-1])
    whole, windows_in_all = sum(w.state == "green" for w in known), len(queries) * len(days)
    print(f"{whole} of {windows_in_all} windows are whole", flush=True)
    gate = DatabaseGate(engine, "arxiv", delay=float(gate_seconds), process=this_process(), is_gone=is_gone)
    api = ArxivApi(gate, base_url=url)
    memory: list[int] = []

    def progress(_what: str, done: int, total: int) -> None:
        print(f"{done} of {total} days", flush=True)
        memory.append(_megabytes())

    started = time.perf_counter()
    report = crawl.crawl(engine, api, days=days, skip_settled=True, progress=progress)
    seconds = time.perf_counter() - started
    spent = {name: round(value, 2) for name, value in SPENT.items()}
    ours = seconds - sum(SPENT.values())
    print(
        json.dumps(
            {
                "windows of the last worker": windows_in_all - whole,
                "its requests": report.requests,
                "its papers per second": round(report.fetched / seconds, 1),
                "its seconds": round(seconds, 2),
                **{f"its seconds {name}": value for name, value in spent.items()},
                "its share outside parsing, database and waiting": f"{100 * ours / seconds:.1f} %",
                "its memory on the way (MB)": memory[:: max(1, len(memory) // 10)],
                "its peak memory (MB)": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
                "incomplete days": report.problems,
            }
        )
    )


def _measure() -> None:
    """Put a stop-watch around the parts that the report names."""
    _time(HTTPAdapter, "send", "waiting for arXiv")
    _time(HTTPResponse, "read1", "waiting for arXiv")
    _time(DatabaseGate, "wait", "gate")
    _time(arxiv_api, "examine_feed", "parsing")
    _time(arxiv_api, "record_from", "parsing")
    _time(_feed, "parse", "parsing")
    for module, name in product((crawl, crawl_span), ("reading", "writing")):
        setattr(module, name, _timed_context(getattr(module, name)))


def _time(owner: Any, name: str, part: str) -> None:
    inner: Callable[..., Any] = getattr(owner, name)

    def timed(*args: Any, **kwargs: Any) -> Any:
        started = time.perf_counter()
        try:
            return inner(*args, **kwargs)
        finally:
            SPENT[part] += time.perf_counter() - started

    setattr(owner, name, timed)


def _timed_context(inner: Callable[..., Any]) -> Callable[..., Any]:
    @contextmanager
    def timed(*args: Any) -> Iterator[Any]:
        started = time.perf_counter()
        with inner(*args) as session:
            yield session
        SPENT["database"] += time.perf_counter() - started

    return timed


def _megabytes() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() // 2**20


if __name__ == "__main__":
    main()
