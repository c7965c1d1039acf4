"""Commands, run in this process with an environment of their own."""

import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from service.cli import main
from service.settings import PREFIX, Settings
from service.sources.retry import Patience
from tests.emulators.arxiv import ArxivEmulator, paper

NOBODY = "http://127.0.0.1:9/api/query"


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it printed where."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one line on standard error, without the command's name."""
        (line,) = self.err.strip().splitlines()
        assert line.startswith("listkeeper: ")
        return line.removeprefix("listkeeper: ")


Run = Callable[..., Ended]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An environment in which only the folder returned here is used, and nobody outside is asked."""
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)
    folder = tmp_path / "data"
    chosen = {"DATA_DIR": str(folder), "ENCODER": "hash", "LOG_LEVEL": "error", "OPEN_BROWSER": "false"}
    for name, value in (chosen | {"ARXIV_URL": NOBODY, "ARXIV_DELAY": "0"}).items():
        monkeypatch.setenv(PREFIX + name, value)
    monkeypatch.setattr("service.sources.arxiv_api.Patience", partial(Patience, first_wait=0.01))
    monkeypatch.chdir(tmp_path)
    return folder


@pytest.fixture
def run(data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    def command(*words: str) -> Ended:
        monkeypatch.setattr(sys, "argv", ["listkeeper", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ended(code if isinstance(code, int) else 0, said.out, said.err)

    del data  # asked for, so that it is there first
    return command


@pytest.fixture
def arxiv(data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ArxivEmulator]:
    """An arXiv with five papers a day, that the commands ask."""
    with ArxivEmulator() as emulator:
        for day in (1, 2, 3):
            ids = [f"2510.{day}{n:04d}" for n in range(5)]
            emulator.add(
                *(paper(i, f"Visual token pruning {i}", published=f"2025-10-0{day}T10:00:00Z") for i in ids)
            )
        del data  # asked for, so that the environment is there first
        monkeypatch.setenv(PREFIX + "ARXIV_URL", emulator.query_url)
        yield emulator


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port on which somebody else listens."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]
