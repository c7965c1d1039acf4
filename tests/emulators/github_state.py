"""What the GitHub emulator knows: accounts, repositories on disk, pull requests, comments."""

import shutil
import subprocess
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.emulators.github_app import HostedApp

NOW = datetime(2025, 11, 5, 12, tzinfo=UTC).isoformat().replace("+00:00", "Z")


def git(repo: Path, *arguments: str) -> str:
    """Run git on a repository; an empty answer where it fails."""
    done = subprocess.run(
        ["git", "-C", str(repo), *arguments], capture_output=True, check=False, text=True, timeout=60
    )
    return done.stdout.strip() if done.returncode == 0 else ""


@dataclass
class HostedRepo:
    """A repository of an account; `path` is bare."""

    full_name: str
    path: Path
    default_branch: str = "main"
    writers: set[str] = field(default_factory=set)
    is_archived: bool = False
    parent: str | None = None

    @property
    def owner(self) -> str:
        return self.full_name.split("/")[0]

    def head(self, branch: str) -> str:
        """Return where a branch stands, or nothing."""
        return git(self.path, "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}")


@dataclass
class Request:
    """A pull request."""

    number: int
    base_repo: str
    base: str
    head_repo: str
    head: str
    title: str
    body: str
    author: str
    state: str = "open"
    merged_at: str | None = None
    last_head: str = ""
    has_head_repo: bool = True
    comments: list[dict[str, Any]] = field(default_factory=list)
    review_comments: list[dict[str, Any]] = field(default_factory=list)
    reviews: list[dict[str, Any]] = field(default_factory=list)


class Hosting:
    """All accounts, repositories and pull requests; tokens are `token-of-NAME`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.repos: dict[str, HostedRepo] = {}
        self.renamed: dict[str, str] = {}
        self.requests: list[Request] = []
        self.app: HostedApp | None = None

    def host(self, full_name: str, source: Path, *, default_branch: str = "main") -> HostedRepo:
        """Put a copy of a repository under a name."""
        path = self.folder / f"{full_name}.git"
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["git", "clone", "--quiet", "--bare", str(source), str(path)], check=True, timeout=60)
        subprocess.run(["git", "-C", str(path), "config", "http.receivepack", "true"], check=True, timeout=60)
        repo = HostedRepo(full_name, path, default_branch)
        repo.writers.add(repo.owner)
        self.repos[full_name] = repo
        return repo

    def find(self, full_name: str) -> HostedRepo | None:
        return self.repos.get(self.renamed.get(full_name, full_name))

    def rename(self, old: str, new: str) -> None:
        """Move a repository with its pull requests and forks; its old name leads to the new one."""
        repo = self.repos.pop(old)
        repo.full_name = new
        self.repos[new] = repo
        self.renamed[old] = new
        for request in self.requests:
            request.base_repo = new if request.base_repo == old else request.base_repo
            request.head_repo = new if request.head_repo == old else request.head_repo
        for fork in self.repos.values():
            fork.parent = new if fork.parent == old else fork.parent

    def fork(self, parent: HostedRepo, account: str) -> HostedRepo:
        """Return the account's fork, whatever its name, made if there is none."""
        name = f"{account}/{parent.full_name.split('/')[1]}"
        forks = (r for r in self.repos.values() if (r.owner, r.parent) == (account, parent.full_name))
        known = next(forks, None)
        if known is None:
            known = self.host(name, parent.path, default_branch=parent.default_branch)
            known.parent = parent.full_name
        return known

    def delete_repository(self, full_name: str) -> None:
        """Take a repository away; pull requests from it are closed."""
        shutil.rmtree(self.repos.pop(full_name).path)
        for request in self.requests:
            if request.head_repo == full_name:
                request.state, request.has_head_repo = "closed", False

    def delete_branch(self, full_name: str, branch: str) -> None:
        """Take a branch away; open pull requests from it, or into it, are closed."""
        repo = self.repos[full_name]
        for request in self.requests:
            if (request.head_repo, request.head, request.state) == (full_name, branch, "open"):
                request.last_head, request.state = repo.head(branch), "closed"
            if (request.base_repo, request.base, request.state) == (full_name, branch, "open"):
                request.last_head = self.repos[request.head_repo].head(request.head)
                request.state = "closed"
        git(repo.path, "update-ref", "-d", f"refs/heads/{branch}")

    def update_branch(self, number: int, *, extra: bytes = b"") -> str:
        """Merge the base into a pull request's branch, as the button does; `extra` is put into the merge."""
        request = self.requests[number - 1]
        base, head = self.repos[request.base_repo], self.repos[request.head_repo]
        work = self.folder / f"update-{number}-{len(extra)}"
        subprocess.run(
            ["git", "clone", "--quiet", "-b", request.head, str(head.path), str(work)], check=True, timeout=60
        )
        person = ("-c", "user.name=M", "-c", "user.email=m@x.org")
        git(work, "fetch", "--quiet", str(base.path), request.base)
        git(work, *person, "merge", "--quiet", "--no-ff", "--no-commit", "FETCH_HEAD")
        if extra:
            readme = work / "README.md"
            readme.write_bytes(readme.read_bytes() + extra)
        git(work, *person, "commit", "--quiet", "-am", f"Merge branch '{request.base}'")
        git(work, "push", "--quiet", "origin", request.head)
        return head.head(request.head)

    def requests_of(self, repo: HostedRepo) -> list[Request]:
        return [r for r in self.requests if r.base_repo == repo.full_name]

    def merge(self, number: int, *, without: str | None = None, way: str = "merge") -> str:
        """Merge as a maintainer does (or `squash`, `rebase`), leaving lines that hold `without` out.

        Returns the commit on the base.
        """
        request = self.requests[number - 1]
        base, head = self.repos[request.base_repo], self.repos[request.head_repo]
        git(base.path, "fetch", "--quiet", str(head.path), request.head)
        work = self.folder / f"merge-{number}"
        subprocess.run(["git", "clone", "--quiet", str(base.path), str(work)], check=True, timeout=60)
        person = ["-c", "user.name=M", "-c", "user.email=m@x.org"]
        ways = {
            "merge": [[*person, "merge", "--quiet", "--no-ff", "-m", "M", "FETCH_HEAD"]],
            "squash": [
                ["merge", "--quiet", "--squash", "FETCH_HEAD"],
                [*person, "commit", "--quiet", "-m", "S"],
            ],
            "rebase": [[*person, "cherry-pick", "HEAD..FETCH_HEAD"]],
        }
        for words in (["fetch", "--quiet", str(head.path), request.head], *ways[way]):
            subprocess.run(["git", "-C", str(work), *words], check=True, capture_output=True, timeout=60)
        if without is not None:
            file = work / "README.md"
            kept = [
                line for line in file.read_bytes().splitlines(keepends=True) if without.encode() not in line
            ]
            file.write_bytes(b"".join(kept))
            words = [*person, "commit", "--quiet", "-am", "Less"]
            subprocess.run(["git", "-C", str(work), *words], check=True, timeout=60)
        subprocess.run(["git", "-C", str(work), "push", "--quiet", "origin", "HEAD"], check=True, timeout=60)
        request.last_head = head.head(request.head)
        request.state, request.merged_at = "closed", NOW
        return git(base.path, "rev-parse", base.default_branch)
