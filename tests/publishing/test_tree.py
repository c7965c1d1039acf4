import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.errors import BadInput
from service.publishing import tree
from service.publishing.git import run_git, token_header, without_credentials
from service.publishing.tree import Author, check_path, commit_files, read_file, resolve, update_ref
from tests.publishing.repositories import Repo, git, show

AT = datetime(2025, 10, 3, 8, 15, tzinfo=UTC)
ANN = Author("Ann", "ann@example.org")


def test_a_commit_changes_its_files_and_nothing_else(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    repo.write("run.sh", b"#!/bin/sh\n")
    (repo.path / "run.sh").chmod(0o755)
    repo.write("docs/a.md", b"a\r\n")
    base = repo.commit(readme=b"one\r\ntwo")
    made = commit_files(
        repo.path,
        base,
        {"README.md": b"one\r\nnew\r\ntwo", "docs/b.md": b"b"},
        message="Add\n",
        author=ANN,
        at=AT,
    )
    assert show(repo.path, made) == b"one\r\nnew\r\ntwo"
    assert git(repo.path, "diff", "--name-status", base, made).split() == ["M", "README.md", "A", "docs/b.md"]
    assert git(repo.path, "ls-tree", made, "run.sh").startswith("100755")
    assert git(repo.path, "show", "-s", "--format=%an|%ae|%cn|%at|%P", made) == (
        f"Ann|ann@example.org|Ann|{int(AT.timestamp())}|{base}"
    )
    assert git(repo.path, "status", "--porcelain") == ""


def test_the_same_content_gives_the_same_commit(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.commit(readme=b"x\n")
    made = {
        commit_files(repo.path, base, {"README.md": b"y\n"}, message="m\n", author=ANN, at=AT) for _ in "12"
    }
    other = commit_files(repo.path, base, {"README.md": b"y\n"}, message="n\n", author=ANN, at=AT)
    assert len(made) == 1
    assert other not in made


def test_attributes_of_the_repository_change_no_byte(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.commit(files={".gitattributes": b"*.md text eol=lf filter=evil ident\n"}, readme=b"x\r\n")
    made = commit_files(repo.path, base, {"README.md": b"$Id$\r\nx\r\n"}, message="m", author=ANN, at=AT)
    assert read_file(repo.path, made, "README.md") == b"$Id$\r\nx\r\n"


def test_an_author_cannot_forge_a_header(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.commit(readme=b"x\n")
    made = commit_files(repo.path, base, {}, message="m", author=Author("A\n<b>", "x>\ny"), at=AT)
    assert git(repo.path, "show", "-s", "--format=%an|%ae", made) == "A  b|xy"


@pytest.mark.parametrize(
    "path",
    ["../README.md", "/etc/x.md", "a/../../x.md", "", ".git/x.md", "a\\..\\x.md", "x\n.md", ".GIT/hooks.md"],
)
def test_a_path_that_leaves_the_repository_is_refused(path: str) -> None:
    with pytest.raises(BadInput, match="must be a path inside"):
        check_path(path)


def test_a_path_that_is_no_markdown_is_refused() -> None:
    with pytest.raises(BadInput, match=r"papers\.json is no Markdown file"):
        check_path("papers.json")


def test_only_a_plain_file_is_a_list(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    (repo.path / "link.md").symlink_to("/etc/passwd")
    repo.write("folder.md/x", b"x")
    other = Repo(tmp_path / "other")
    inner = other.commit(readme=b"x")
    git(repo.path, "update-index", "--add", "--cacheinfo", f"160000,{inner},module.md")
    git(repo.path, "add", "link.md", "folder.md")
    git(repo.path, "commit", "--quiet", "-m", "Odd things")
    for name, kind in (("link.md", "symbolic link"), ("folder.md", "folder"), ("module.md", "submodule")):
        with pytest.raises(BadInput, match=f"{name} is a {kind}"):
            read_file(repo.path, repo.head(), name)


def test_a_missing_file_names_those_that_there_are(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    head = repo.commit(files={"readme.md": b"x"})
    with pytest.raises(BadInput, match=r"no README\.md .* there is readme\.md"):
        read_file(repo.path, head, "README.md")


def test_a_file_of_50_megabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    head = repo.commit(readme=b"a line of text\n" * 3_500_000)
    with pytest.raises(BadInput, match=r"README\.md has 52 MB; a list file may have 10 MB"):
        read_file(repo.path, head, "README.md")


def test_refs_are_moved_and_taken_away_as_often_as_one_likes(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    head = repo.commit(readme=b"x")
    for commit in (head, head, None, None):
        update_ref(repo.path, "refs/heads/listkeeper", commit)
        assert resolve(repo.path, "refs/heads/listkeeper") == commit
    assert resolve(repo.path, "--help") is None
    assert tree.is_ancestor(repo.path, head, head)


def test_a_token_goes_to_its_host_in_a_header_only(tmp_path: Path) -> None:
    env = token_header("https://github.com/a/b.git", "s3cret")
    assert env["GIT_CONFIG_KEY_0"] == "http.https://github.com/.extraHeader"
    assert "s3cret" not in "".join(env.values())
    assert token_header(str(tmp_path), "s3cret") == {}
    assert without_credentials("push to https://ann:pw@x.org/y failed") == "push to https://x.org/y failed"


def test_git_is_told_nothing_by_the_users_own_configuration(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / ".gitconfig").write_text("[user]\n\tname = Somebody\n")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_DIR", os.devnull)
    assert run_git(None, "config", "--get", "user.name", accept=(0, 1)) == b""
