"""An arXiv and a gate on a clock that only sleeping moves."""

from collections.abc import Iterator
from typing import Any

import pytest

from service.sources.arxiv_api import ArxivApi
from service.sources.base import LocalGate
from service.sources.retry import Patience
from service.sources.transport import Deadlines
from tests.emulators.arxiv import ArxivEmulator


class VirtualTime:
    """Seconds that pass only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class WatchedGate(LocalGate):
    """A gate of 3 s that remembers when it let somebody through."""

    def __init__(self, time: VirtualTime) -> None:
        super().__init__(3.0, clock=time, sleep=time.sleep)
        self.time = time
        self.turns: list[float] = []

    def wait(self) -> None:
        super().wait()
        self.turns.append(self.time.now)


@pytest.fixture
def arxiv() -> Iterator[ArxivEmulator]:
    with ArxivEmulator() as emulator:
        yield emulator


@pytest.fixture
def time() -> VirtualTime:
    return VirtualTime()


@pytest.fixture
def gate(time: VirtualTime) -> WatchedGate:
    return WatchedGate(time)


@pytest.fixture
def api(arxiv: ArxivEmulator, gate: WatchedGate) -> ArxivApi:
    return make_api(arxiv, gate)


def make_api(arxiv: ArxivEmulator, gate: LocalGate, **details: Any) -> ArxivApi:
    given: dict[str, Any] = {
        "base_url": arxiv.query_url,
        "contact": "ops@example.org",
        "page_size": 10,
        "patience": Patience(tries=3, first_wait=4.0),
        "deadlines": Deadlines(connect=1, read=0.3, whole=0.5),
        "jitter": lambda: 1.0,
    }
    return ArxivApi(gate, **(given | details))
