"""Files at a commit, and commits from files: git's plumbing, without a work tree.

A commit is a function of its base, its files, its text, its author and its moment: the same of these gives
the same id, however often it is made.
"""

import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from service.errors import BadInput
from service.publishing.git import git_line, run_git

LARGEST_FILE = 10_000_000  # bytes; the longest lists have about one million
_FILE_MODES = ("100644", "100755")
_OTHER_MODES = {"120000": "a symbolic link", "160000": "a submodule", "040000": "a folder"}
_MARKDOWN = (".md", ".markdown", ".mdown", ".mkd")
_IDENTITY = re.compile(r"[<>\n\r\0]")


@dataclass(frozen=True, slots=True)
class Author:
    """Who stands in a commit."""

    name: str
    email: str


def check_path(path: str) -> None:
    """Accept the path of a Markdown file inside a repository.

    Raises:
        BadInput: it leaves the repository or names no Markdown file.
    """
    pure = PurePosixPath(path)
    hidden = any(part.lower().startswith(".git") and part.lower() != ".github" for part in pure.parts)
    if (
        not path
        or pure.is_absolute()
        or ".." in pure.parts
        or "\\" in path
        or hidden
        or not path.isprintable()
    ):
        raise BadInput(f"{path[:80]!r} must be a path inside the list's repository, like README.md.")
    if pure.suffix.lower() not in _MARKDOWN:
        raise BadInput(f"{path[:80]} is no Markdown file; name the list's .md file in its catalog entry.")


def read_file(repo: Path, commit: str, path: str) -> bytes:
    """Return a list file as it is at a commit.

    Raises:
        BadInput: the path is not there, is no plain file, or the file is too large.
    """
    check_path(path)
    _, blob = _entry(repo, commit, path)
    size = int(git_line(repo, "cat-file", "-s", blob))
    if size > LARGEST_FILE:
        raise BadInput(
            f"{path} has {size / 1e6:.0f} MB; a list file may have {LARGEST_FILE / 1e6:.0f} MB. "
            "Name the right file in the list's catalog entry."
        )
    return run_git(repo, "cat-file", "blob", blob)


def has_file(repo: Path, commit: str, path: str) -> bool:
    """Whether a commit has a plain file at that path."""
    found = run_git(repo, "ls-tree", "-z", commit, "--", path).decode("utf-8", "replace")
    return found.startswith(_FILE_MODES)


def read_plain(repo: Path, commit: str, path: str) -> bytes:
    """Return any plain file that `list_files` names, whatever its kind and size."""
    return run_git(repo, "cat-file", "blob", f"{commit}:{path}")


def list_files(repo: Path, commit: str) -> dict[str, int]:
    """Return the plain files of a commit with their sizes in bytes, by path."""
    told = run_git(repo, "ls-tree", "-r", "-l", "-z", commit).decode("utf-8", "replace")
    found: dict[str, int] = {}
    for line in told.split("\0"):
        facts, _, path = line.partition("\t")
        if line.startswith(_FILE_MODES):
            found[path] = int(facts.split()[3])
    return found


def commit_files(
    repo: Path,
    base: str | None,
    files: Mapping[str, bytes],
    *,
    message: str,
    author: Author,
    at: datetime,
) -> str:
    """Return the id of a commit on `base` in which `files` have these bytes and all else is as before."""
    with tempfile.TemporaryDirectory(prefix="listkeeper-index-") as folder:
        index = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        if base is not None:
            run_git(repo, "read-tree", base, env=index)
        for path, data in sorted(files.items()):
            blob = run_git(repo, "hash-object", "-w", "--no-filters", "--stdin", stdin=data)
            mode = _mode(repo, base, path)
            line = f"{mode} {blob.decode('ascii').strip()}\t{path}\0"
            run_git(repo, "update-index", "-z", "--index-info", stdin=line.encode(), env=index)
        tree = git_line(repo, "write-tree", env=index)
    parents = ["-p", base] if base is not None else []
    made = run_git(
        repo, "commit-tree", *parents, tree, stdin=message.encode("utf-8"), env=_identity(author, at)
    )
    return made.decode("ascii").strip()


def update_ref(repo: Path, name: str, commit: str | None) -> None:
    """Point a ref at a commit, or take it away; doing it twice changes nothing."""
    if commit is None:
        run_git(repo, "update-ref", "-d", name)
    else:
        run_git(repo, "update-ref", name, commit)


def resolve(repo: Path, name: str) -> str | None:
    """Return the commit that a ref or id stands for, if there is one."""
    found = run_git(
        repo, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}", accept=(0, 1, 128)
    )
    return found.decode("ascii", "replace").strip() or None


def is_ancestor(repo: Path, old: str, new: str) -> bool:
    """Whether the history of `new` goes through `old`; a commit that is not there is in no history."""
    base = run_git(repo, "merge-base", old, new, accept=(0, 1, 128))
    return base.decode("ascii", "replace").strip() == old


def _entry(repo: Path, commit: str, path: str) -> tuple[str, str]:
    found = run_git(repo, "ls-tree", "-z", commit, "--", path).decode("utf-8", "replace").rstrip("\0")
    if not found:
        raise BadInput(f"There is no {path} in the list's repository{_others(repo, commit)}.")
    mode, _, blob = found.split("\t", 1)[0].split(" ")
    if mode not in _FILE_MODES:
        kind = _OTHER_MODES.get(mode, "something else")
        raise BadInput(f"{path} is {kind} in the list's repository; name a plain file in its catalog entry.")
    return mode, blob


def _others(repo: Path, commit: str) -> str:
    names = run_git(repo, "ls-tree", "-z", "--name-only", commit).decode("utf-8", "replace").split("\0")
    files = [name for name in names if name.lower().endswith(_MARKDOWN)]
    if not files:
        return ", nor any other Markdown file at its top"
    return f"; at its top there is {', '.join(files[:5])} — name that in the catalog entry's paths"


def _mode(repo: Path, base: str | None, path: str) -> str:
    return _entry(repo, base, path)[0] if base is not None and has_file(repo, base, path) else "100644"


def _identity(author: Author, at: datetime) -> dict[str, str]:
    name = _IDENTITY.sub(" ", author.name).strip() or "Listkeeper"
    email = _IDENTITY.sub("", author.email).strip()
    date = f"{int(at.astimezone(UTC).timestamp())} +0000"
    return {
        f"GIT_{role}_{key}": value
        for role in ("AUTHOR", "COMMITTER")
        for key, value in (("NAME", name), ("EMAIL", email), ("DATE", date))
    }
