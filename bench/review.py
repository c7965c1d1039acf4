"""What a verdict costs: 1,000 of them through the real pages, as ratios to an empty route in the same run.

    python bench/review.py --papers 1000 --papers 100000 [--database postgres]

One reviewer works through the queue as a browser without JavaScript does: the page is read, its form is sent
back as it stands (accepted with the proposed tags, rejected, put off), the answer leads to the next page.
Between two steps an empty FastAPI route in a process of its own is asked, so that both see the same machine.
`part` is what htmx gets instead: verdict and next paper in one answer. `jump` is a page that nobody could
foresee, whose entry is worked out while it is made. The reader pauses before each verdict (`--pause`), much
shorter than a person does, and meanwhile the server works the next entry out. `work` is the processor time
of the web process in each step, which a busy machine does not change. The lists are real, so is the
entry beside the paper. Papers and lists come from LISTKEEPER_SHARED (default ../shared).
"""

import argparse
import re
import sys
import tempfile
import time
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html import unescape
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from urllib.parse import urlencode, urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.review_data import SLUG, fill
from bench.serve import EMPTY, OURS, Served, served
from service.db.engine import make_engine, upgrade
from service.postgres import start_postgres

_WAITING = 5_000
_VERDICTS = 1_000
_WARM = 20  # verdicts that are not counted
_JUMPS = 10  # every so many papers the reader looks at one further down
_FORM = re.compile(r'<form id="accept".*?</form>', re.DOTALL)
_LINES = re.compile(r'<li><a href="([^"]+/queue/[^"]+)"')
_INPUT = re.compile(r"<input[^>]*>")
_TEXT = {"Content-Type": "application/x-www-form-urlencoded"}


@dataclass
class Times:
    """Milliseconds of each step, by its name."""

    steps: dict[str, list[float]] = field(default_factory=dict)
    worked: dict[str, float] = field(default_factory=dict)

    def note(self, name: str, took: "Took") -> None:
        """Keep how long a step took, and how long the web process worked meanwhile."""
        self.steps.setdefault(name, []).append(1000 * took.seconds)
        self.worked[name] = self.worked.get(name, 0.0) + 1000 * took.work

    def work(self, name: str) -> float:
        """Return the mean processor time of a step: it is the same on a busy machine."""
        return self.worked[name] / len(self.steps[name])

    def middle(self, name: str) -> float:
        """Return the median of a step."""
        return median(self.steps[name])

    def ratio(self, name: str) -> float:
        """Return how many empty routes a step costs at the median."""
        return self.middle(name) / self.middle("empty")

    def slow(self, name: str) -> float:
        """Return the 99th percentile of a step."""
        ordered = sorted(self.steps[name])
        return ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]


@dataclass(frozen=True)
class Took:
    """Seconds until the answer was there, and seconds of processor time of the web process."""

    seconds: float
    work: float


class Browser:
    """One connection that keeps a cookie and notes how long each answer took."""

    def __init__(self, server: Served, token: str = "") -> None:
        self._process = server.process
        self._connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
        self._headers = {"Cookie": f"listkeeper_session={token}"} if token else {}

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> tuple[Took, str, str]:
        """Return how long it took, the text, and where the answer leads.

        Raises:
            SystemExit: the answer is an error.
        """
        before, began = self._worked(), time.perf_counter()
        self._connection.request(method, path, body or None, {**self._headers, **headers})
        answer = self._connection.getresponse()
        content = answer.read()
        seconds = time.perf_counter() - began
        if answer.status not in (200, 303):
            raise SystemExit(f"{method} {path}: {answer.status}\n{content[:2000].decode()}")
        took = Took(seconds, self._worked() - before)
        return took, content.decode(), answer.headers.get("Location") or ""

    def _worked(self) -> float:
        times = self._process.cpu_times()
        return float(times.user + times.system)


def main() -> None:
    """Measure each number of papers and print what was found."""
    asked = _arguments()
    found = {count: measure(asked, count) for count in asked.papers or [100_000]}
    heads = (f"\n{asked.database:26}{'median ms':>10}", f"{'p99 ms':>9}{'x empty':>9}{'p99 x empty':>12}")
    print(*heads, f"{'work ms':>9}{'x empty':>9}", sep="")
    for count, times in found.items():
        print(f"{count:,} papers, {len(times.steps['verdict']):,} verdicts")
        for name in times.steps:
            print(f"  {name:24}{times.middle(name):10.2f}{times.slow(name):9.2f}{times.ratio(name):9.1f}"
                  f"{times.slow(name) / times.middle('empty'):12.1f}{times.work(name):9.2f}"
                  f"{times.work(name) / times.work('empty'):9.1f}")  # fmt: skip
    least, most = min(found), max(found)
    if least != most:
        for name in ("page", "verdict", "part"):
            grown = found[most].ratio(name) / found[least].ratio(name)
            print(f"{name}: {grown:.2f} times as much with {most:,} papers as with {least:,}")


def measure(asked: argparse.Namespace, count: int) -> Times:
    """Fill a database with so many papers and give so many verdicts."""
    with tempfile.TemporaryDirectory(prefix="bench-review-") as folder, ExitStack() as stack:
        sqlite = nullcontext(f"sqlite:///{folder}/listkeeper.db")
        server = start_postgres(Path(folder) / "postgres") if asked.database == "postgres" else sqlite
        url = stack.enter_context(server)
        engine = make_engine(url)
        upgrade(engine)
        waiting, token = fill(
            engine, Path(folder), wanted=count, waiting=min(_WAITING, count), now=datetime.now(UTC)
        )
        engine.dispose()
        empty = stack.enter_context(served([sys.executable, "-c", EMPTY], "/"))
        ours = stack.enter_context(served([sys.executable, "-c", OURS, folder, url], "/health"))
        verdicts = min(asked.verdicts, waiting // 2)
        return _sit(Browser(ours, token), Browser(empty), verdicts, asked.pause)


def _sit(browser: Browser, empty: Browser, verdicts: int, pause: float) -> Times:
    times = Times()
    where = f"/lists/{SLUG}/queue"
    for number in range(_WARM + verdicts):
        if number == _WARM:
            times = Times()
        times.note("empty", empty.ask("GET", "/")[0])
        took, text, _ = browser.ask("GET", where)
        times.note("page", took)
        if number % _JUMPS == 0:
            jump = _LINES.findall(text)[-1]
            times.note("jump", browser.ask("GET", unescape(jump))[0])
        time.sleep(pause)
        action, sent = _filled(text, number)
        if number % 2:
            took, _, where = browser.ask("POST", action, sent, **_TEXT)
            times.note("verdict", took)
        else:
            took, text, _ = browser.ask("POST", action, sent, **_TEXT, **{"HX-Request": "true"})
            times.note("part", took)
            where = _filled(text, number)[0]
    return times


def _filled(text: str, number: int) -> tuple[str, str]:
    """Return where a page's form goes, and what it sends: mostly accepted, sometimes something else."""
    found = _FORM.search(text)
    if found is None:
        raise SystemExit(f"The page has no paper:\n{text[:2000]}")
    kind = ("accept", "accept", "accept", "reject:out of scope", "unsure", "later")[number % 6]
    pairs = []
    for field_text in _INPUT.findall(found[0]):
        given = {key: unescape(value) for key, value in re.findall(r'([\w-]+)="([^"]*)"', field_text)}
        is_off = given["type"] in ("checkbox", "radio") and " checked" not in field_text
        if not is_off and given.get("name", "verdict") != "verdict":
            pairs.append((given["name"], given["value"]))
    action = re.search(r'action="([^"]*)"', found[0])
    return unescape(action[1]) if action else "", urlencode([*pairs, ("verdict", kind)])


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=int, action="append", help="how many; give it twice to compare")
    parser.add_argument("--pause", type=float, default=0.15, help="seconds before each verdict")
    parser.add_argument("--verdicts", type=int, default=_VERDICTS)
    parser.add_argument("--database", choices=("sqlite", "postgres"), default="sqlite")
    return parser.parse_args()


if __name__ == "__main__":
    main()
