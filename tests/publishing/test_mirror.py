import os
from pathlib import Path

import pytest

from service.errors import BadInput, Conflict, ListkeeperError, PublishError
from service.publishing.locks import held
from service.publishing.mirror import Mirror, ensure_mirror, mirror_path, open_mirror
from service.publishing.sources import find_in_folder, find_source
from service.publishing.tree import read_file
from tests.publishing.repositories import Repo, bare_copy, git

README = b"# A list\n\n- [One](https://arxiv.org/abs/2501.00001)\n"


def mirrored(tmp_path: Path, source: Path | str, *, file_path: str = "README.md") -> Mirror:
    return ensure_mirror(tmp_path / "m" / "list.git", find_source(str(source)), file_path=file_path)


@pytest.mark.parametrize("form", ["repository", "bare", "bundle", "file address"])
def test_a_list_is_mirrored_from_wherever_it_lives(tmp_path: Path, form: str) -> None:
    repo = Repo(tmp_path / "work")
    head = repo.commit(readme=README)
    forms: dict[str, Path | str] = {
        "repository": repo.path,
        "bare": bare_copy(repo.path, tmp_path / "bare.git"),
        "bundle": repo.bundle(tmp_path / "list.bundle"),
        "file address": f"file://{repo.path}",
    }
    source = forms[form]
    mirror = mirrored(tmp_path, source)
    assert (mirror.head, mirror.branch, mirror.is_file) == (head, "main", False)
    assert read_file(mirror.path, mirror.head, "README.md") == README
    assert mirrored(tmp_path, source) == mirror == open_mirror(mirror.path)


def test_the_mirror_follows_new_commits_rewritten_history_and_a_renamed_default_branch(
    tmp_path: Path,
) -> None:
    repo = Repo(tmp_path / "work", branch="trunk")
    repo.commit(readme=README)
    assert mirrored(tmp_path, repo.path).branch == "trunk"
    second = repo.commit("More", readme=README + b"- more\n")
    assert mirrored(tmp_path, repo.path).head == second
    git(repo.path, "reset", "--quiet", "--hard", "HEAD~1")
    third = repo.commit("Otherwise", readme=README + b"- other\n")
    assert mirrored(tmp_path, repo.path).head == third
    git(repo.path, "branch", "-m", "main")
    renamed = mirrored(tmp_path, repo.path)
    assert (renamed.branch, renamed.head) == ("main", third)
    assert git(renamed.path, "for-each-ref", "--format=%(refname)").splitlines() == [
        "refs/remotes/origin/HEAD",
        "refs/remotes/origin/main",
    ]


def test_a_plain_file_becomes_one_commit_for_each_content_with_the_same_id_anywhere(tmp_path: Path) -> None:
    heads = []
    for place in ("a", "b"):
        file = tmp_path / place / "list.md"
        file.parent.mkdir()
        file.write_bytes(README)
        first = mirrored(tmp_path / place, file)
        assert mirrored(tmp_path / place, file) == first
        file.write_bytes(README + b"\r\n")
        second = mirrored(tmp_path / place, file)
        assert read_file(second.path, second.head, "README.md") == README + b"\r\n"
        assert git(second.path, "rev-list", "--count", second.head) == "2"
        assert second.is_file
        heads.append((first.head, second.head))
    assert heads[0] == heads[1]


def test_a_mirror_can_change_from_a_file_to_a_repository(tmp_path: Path) -> None:
    file = tmp_path / "list.md"
    file.write_bytes(README)
    mirrored(tmp_path, file)
    repo = Repo(tmp_path / "work")
    head = repo.commit(readme=README)
    mirror = mirrored(tmp_path, repo.path)
    assert (mirror.head, mirror.is_file) == (head, False)


def test_what_a_killed_git_leaves_behind_is_cleared(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "work")
    head = repo.commit(readme=README)
    path = tmp_path / "m" / "list.git"
    path.mkdir(parents=True)
    (path / "HEAD").write_text("half")
    assert mirrored(tmp_path, repo.path).head == head
    for name in ("HEAD.lock", "packed-refs.lock", "config.lock", "refs/remotes/origin/main.lock"):
        (path / name).touch()
    second = repo.commit("More", readme=README + b"x\n")
    assert mirrored(tmp_path, repo.path).head == second


def test_hooks_of_the_source_and_of_the_mirror_do_not_run(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "work")
    repo.commit(readme=README)
    mirror = mirrored(tmp_path, repo.path)
    ran = tmp_path / "ran"
    for folder in (repo.path / ".git" / "hooks", mirror.path / "hooks"):
        folder.mkdir(exist_ok=True)
        for name in ("post-update", "reference-transaction", "post-checkout", "pre-auto-gc"):
            hook = folder / name
            hook.write_text(f"#!/bin/sh\ntouch {ran}\n")
            hook.chmod(0o755)
    git(repo.path, "config", "uploadpack.packObjectsHook", f"touch {ran};")
    repo.write("new.md", b"x")
    git(repo.path, "-c", f"core.hooksPath={os.devnull}", "add", ".")
    git(repo.path, "-c", f"core.hooksPath={os.devnull}", "commit", "--quiet", "-m", "More")
    mirrored(tmp_path, repo.path)
    assert not ran.exists()


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("ext::sh -c touch% /tmp/x", "There is no"),
        ("ext://x", "not supported"),
        ("--upload-pack=touch", "no repository"),
        ("https://ann:secret@example.org/x.git", "holds a user name or password"),
        ("https://token@example.org/x.git", "holds a user name or password"),
        ("", "no repository"),
        ("no/such/place", "There is no"),
    ],
)
def test_a_source_that_cannot_be_used_is_refused_without_its_secrets(source: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        find_source(source)
    assert "secret" not in str(caught.value)


def test_a_file_that_is_neither_bundle_nor_markdown_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.pdf"
    file.write_bytes(b"%PDF")
    with pytest.raises(BadInput, match=r"list\.pdf is neither a git bundle nor a Markdown file"):
        find_source(str(file))


def test_a_folder_that_is_no_repository_is_told_of(tmp_path: Path) -> None:
    with pytest.raises(PublishError, match="cannot be read"):
        mirrored(tmp_path, tmp_path)


def test_a_torn_bundle_is_told_of_and_leaves_the_mirror_as_it_was(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "work")
    repo.commit(readme=README)
    bundle = repo.bundle(tmp_path / "list.bundle")
    before = mirrored(tmp_path, bundle)
    repo.commit("More", readme=README + b"x\n")
    whole = repo.bundle(bundle).read_bytes()
    bundle.write_bytes(whole[:-40])
    with pytest.raises(ListkeeperError):
        mirrored(tmp_path, bundle)
    assert open_mirror(before.path) == before


def test_a_repository_without_commits_is_told_of(tmp_path: Path) -> None:
    empty = Repo(tmp_path / "work")
    with pytest.raises(BadInput, match="has no commits yet"):
        mirrored(tmp_path, empty.path)


def test_a_list_that_was_never_synced_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="listkeeper lists sync"):
        open_mirror(mirror_path(tmp_path, "some-list"))


def test_a_folder_of_sources_is_searched_by_name(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_bytes(README)
    assert find_in_folder(tmp_path, "one").where.endswith("one.md")
    with pytest.raises(BadInput, match=r"has no two\.bundle and no two\.md"):
        find_in_folder(tmp_path, "two")


def test_a_mirror_is_worked_on_by_one_at_a_time(tmp_path: Path) -> None:
    with (
        held(tmp_path / "x.lock"),
        pytest.raises(Conflict, match="Another Listkeeper"),
        held(tmp_path / "x.lock", wait=0.0),
    ):
        pass
    with held(tmp_path / "x.lock", wait=0.0):
        pass
