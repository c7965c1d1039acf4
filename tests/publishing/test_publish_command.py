import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from service.cli.commands import app
from service.db.engine import make_engine, upgrade
from tests.publishing.repositories import bare_copy, git
from tests.workflows.publications import World, make_world


@pytest.fixture
def world(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("LISTKEEPER_DATA_DIR", str(data))
    engine = make_engine(f"sqlite:///{data / 'listkeeper.db'}")
    upgrade(engine)
    made = make_world(engine, tmp_path, now)
    made.confirm("2504.00004", "Delta of Tokens")
    yield made
    engine.dispose()


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["publish", "--list", "some-list", *words], catch_exceptions=False)


def test_publish_tells_programs_and_people_what_it_did(world: World, tmp_path: Path) -> None:
    copy = bare_copy(world.repo.path, tmp_path / "copy.git")
    dry = run("--to", str(copy), "--dry-run")
    assert "+- [Delta of Tokens]" in dry.stdout
    assert "1 paper would go" in dry.stderr
    told = json.loads(run("--to", str(copy), "--json").stdout)
    assert told["state"] == "pushed"
    assert told["commit"] == git(copy, "rev-parse", "listkeeper")
    assert [item["arxiv_id"] for item in told["items"]] == ["2504.00004"]
    again = run("--to", str(copy))
    assert again.exit_code == 0
    assert "branch: listkeeper in" in again.stderr


def test_what_a_list_has_no_place_for_is_said_below_its_paper(world: World) -> None:
    world.confirm("2505.00005", "Sparse Seas", minutes=1, comment="Code at https://github.com/ann/seas")
    said = run("--dry-run").stderr.splitlines()
    at = next(n for n, line in enumerate(said) if line.endswith(": Sparse Seas"))
    assert said[at + 1] == "  the code's address is left out: the list has no place for it"
    assert not any("placed:" in line for line in said)


def test_lines_to_copy_are_all_that_is_printed(world: World) -> None:
    done = run("--channel", "copy")
    assert done.stdout == "- [Delta of Tokens](https://arxiv.org/abs/2504.00004) (2025-04)\n"
    assert "1 paper to copy; nothing has been changed." in done.stderr
    assert not (world.settings.data_dir / "patches").exists()


def test_revert_is_an_option_of_publish(world: World) -> None:
    run()
    git(world.repo.path, "fetch", "--quiet", str(world.mirror), "refs/heads/listkeeper")
    git(world.repo.path, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    world.sync()
    told = json.loads(run("--revert", "2504.00004", "--json").stdout)
    assert told["title"] == "Take out Delta of Tokens"
    assert Path(told["patch_path"]).exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--list", "other"], "There is no list 'other'"),
        (["--list", "some-list", "--channel", "branch"], "has not invited Listkeeper yet"),
        (["--list", "some-list", "--to", "no/such/repo"], "There is no "),
        (["--list", "some-list", "--revert", "nonsense"], "is no arXiv id"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_and_exit_code_2(
    world: World, words: list[str], said: str
) -> None:
    assert world.spec.slug == "some-list"
    done = subprocess.run(
        [sys.executable, "-c", "from service.cli import main; main()", "publish", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env={**os.environ, "LISTKEEPER_LOG_LEVEL": "error"},
    )
    assert done.returncode == 2
    (line,) = [x for x in done.stderr.splitlines() if x]
    assert line.startswith("listkeeper: ")
    assert said in line
