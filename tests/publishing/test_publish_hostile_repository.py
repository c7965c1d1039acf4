"""What a repository may hold in place of its list: one sentence of the publish command, and nothing goes."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from service.cli import main
from service.db import lists
from service.db.engine import make_engine, upgrade, writing
from service.domain.lists import Channel, Policy
from tests.publishing.repositories import Repo, bare_copy, git
from tests.workflows.publications import World, make_world

README = "README.md"


@pytest.fixture
def world(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """An invited list with a confirmed paper, which is read again before its branch is pushed."""
    data = tmp_path / "data"
    data.mkdir()
    monkeypatch.setenv("LISTKEEPER_DATA_DIR", str(data))
    monkeypatch.setenv("LISTKEEPER_LOG_LEVEL", "error")
    engine = make_engine(f"sqlite:///{data / 'listkeeper.db'}")
    upgrade(engine)
    made = make_world(engine, tmp_path, now)
    made.confirm("2504.00004", "Delta of Tokens")
    theirs = bare_copy(made.repo.path, tmp_path / "theirs.git")
    yield made.with_spec(repository=str(theirs), policy=Policy.INVITED, channel=Channel.BRANCH)
    engine.dispose()


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """Run the command as a person does; return the one line that it ends with."""
    monkeypatch.setattr(sys, "argv", ["listkeeper", "publish", "--list", "some-list", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    (line,) = [x for x in capsys.readouterr().err.splitlines() if x]
    return line.removeprefix("listkeeper: ")


def too_large(repo: Repo) -> None:
    repo.write(README, b"- [A line](https://arxiv.org/abs/2501.00001)\n" * 1_150_000)
    git(repo.path, "add", README)


def linked(repo: Repo) -> None:
    (repo.path / README).unlink()
    (repo.path / README).symlink_to("/etc/passwd")
    git(repo.path, "add", README)


def leading_out(repo: Repo) -> None:
    (repo.path / README).unlink()
    (repo.path / README).symlink_to("../../../outside.md")
    git(repo.path, "add", README)


def module(repo: Repo) -> None:
    git(repo.path, "rm", "--quiet", README)
    git(repo.path, "update-index", "--add", "--cacheinfo", f"160000,{repo.head()},{README}")


def folder(repo: Repo) -> None:
    git(repo.path, "rm", "--quiet", README)
    repo.write(f"{README}/inner.md", b"x\n")
    git(repo.path, "add", "--all")


def gone(repo: Repo) -> None:
    git(repo.path, "rm", "--quiet", README)


def no_text(repo: Repo) -> None:
    repo.write(README, "# Papers\n".encode("utf-16"))
    git(repo.path, "add", README)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (too_large, "README.md has 52 MB; a list file may have 10 MB"),
        (linked, "README.md is a symbolic link in the list's repository"),
        (leading_out, "README.md is a symbolic link in the list's repository"),
        (module, "README.md is a submodule in the list's repository"),
        (folder, "README.md is a folder in the list's repository"),
        (gone, "There is no README.md in the list's repository"),
        (no_text, "README.md is UTF-16"),
    ],
)
def test_what_is_no_list_file_stops_the_command_with_one_sentence(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    change: Callable[[Repo], None],
    words: str,
) -> None:
    change(world.repo)
    git(world.repo.path, "commit", "--quiet", "-m", "Odd")
    theirs = Path(world.spec.repository)
    git(world.repo.path, "push", "--quiet", str(theirs), "main")
    before = git(theirs, "for-each-ref")
    line = said(monkeypatch, capsys)
    assert words in line
    assert line.endswith(".")
    assert words in said(monkeypatch, capsys, "--dry-run"), "the next run says the same"
    assert git(theirs, "for-each-ref") == before
    assert not (world.settings.data_dir / "patches").exists()


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("../outside.md", "must be a path inside the list's repository"),
        ("/etc/passwd.md", "must be a path inside the list's repository"),
        ("a/../../outside.md", "must be a path inside the list's repository"),
        (".git/config.md", "must be a path inside the list's repository"),
        ("docs/outside.md", "There is no docs/outside.md in the list's repository"),
    ],
)
def test_a_path_that_leaves_the_repository_stops_the_command_with_one_sentence(
    world: World,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    now: datetime,
    path: str,
    words: str,
) -> None:
    outside = tmp_path / "outside.md"
    outside.write_bytes(b"# Not yours\n")
    (world.repo.path / "docs").symlink_to("..")
    world.repo.commit("A way out")
    theirs = Path(world.spec.repository)
    git(world.repo.path, "push", "--quiet", str(theirs), "main")
    with writing(world.engine) as session:
        lists.ensure(session, replace(world.spec, paths=(path,)), now=now)
    assert words in said(monkeypatch, capsys)
    assert words in said(monkeypatch, capsys, "--channel", "patch") or path.startswith("docs")
    assert outside.read_bytes() == b"# Not yours\n"
    assert git(theirs, "branch", "--list", "listkeeper") == ""
