"""Real git repositories for tests: made, changed and looked into with the git command."""

import os
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

IDENTITY = {
    "GIT_AUTHOR_NAME": "Ann Author",
    "GIT_AUTHOR_EMAIL": "ann@example.org",
    "GIT_COMMITTER_NAME": "Ann Author",
    "GIT_COMMITTER_EMAIL": "ann@example.org",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}
START = datetime(2025, 9, 1, 12, tzinfo=UTC)


def git(repo: Path, *arguments: str, at: datetime = START, stdin: bytes = b"") -> str:
    """Run git as somebody else would and return what it prints, without the last line end."""
    date = f"{int(at.timestamp())} +0000"
    done = subprocess.run(
        ["git", "-c", "core.autocrlf=false", "-c", "init.defaultBranch=main", "-C", str(repo), *arguments],
        input=stdin,
        capture_output=True,
        check=False,
        timeout=60,
        env={**os.environ, **IDENTITY, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date},
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8", "replace").rstrip("\n")


class Repo:
    """A repository with a work tree, as a maintainer has it."""

    def __init__(self, path: Path, branch: str = "main") -> None:
        self.path = path
        path.mkdir(parents=True)
        git(path, "init", "--quiet", "-b", branch)

    def write(self, name: str, data: bytes) -> None:
        """Put a file into the work tree."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)

    def commit(
        self,
        message: str = "Change",
        *,
        readme: bytes | None = None,
        files: Mapping[str, bytes] | None = None,
        at: datetime = START,
    ) -> str:
        """Commit everything, with README.md and `files` written first; return the id."""
        named = {"README.md": readme} if readme is not None else {}
        for name, data in {**named, **(files or {})}.items():
            self.write(name, data)
        git(self.path, "add", "--all")
        git(self.path, "commit", "--quiet", "--allow-empty", "-m", message, at=at)
        return self.head()

    def head(self, name: str = "HEAD") -> str:
        """Return the commit that a name stands for."""
        return git(self.path, "rev-parse", name)

    def bundle(self, path: Path) -> Path:
        """Write all branches into a git bundle."""
        git(self.path, "bundle", "create", "--quiet", str(path), "HEAD", "--branches")
        return path


def bare_copy(repo: Path, path: Path) -> Path:
    """Make a bare clone, as a hosting service has it."""
    git(repo, "clone", "--quiet", "--bare", str(repo), str(path))
    return path


def show(repo: Path, commit: str, path: str = "README.md") -> bytes:
    """Return a file at a commit, byte for byte."""
    done = subprocess.run(
        ["git", "-C", str(repo), "cat-file", "blob", f"{commit}:{path}"], capture_output=True, check=True
    )
    return done.stdout
