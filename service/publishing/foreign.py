"""Somebody else's commits on our branch: what they hold, and whether they bring anything of their own."""

from collections.abc import Collection
from pathlib import Path

from service.publishing.git import git_line, run_git, token_header
from service.publishing.mirror import ORIGIN
from service.publishing.tree import is_ancestor, resolve

SEEN = "refs/listkeeper/seen"
_MOST = 100  # commits that are looked at; "Update branch" makes one each time it is pressed


def fetch_branch(repo: Path, where: str, branch: str, *, token: str = "") -> None:
    """Bring a branch of a repository to `SEEN` in the mirror.

    Raises:
        PublishError: it cannot be read.
    """
    wanted = f"+refs/heads/{branch}:{SEEN}"
    words = ("--quiet", "--no-tags", "--force", "--no-write-fetch-head", "--", where, wanted)
    run_git(repo, "fetch", *words, env=token_header(where, token))


def only_follows_list(repo: Path, commit: str, *, ours: Collection[str]) -> bool:
    """Whether a branch has only our commits and merges of the list into them, as “Update branch” makes them.

    Such a merge holds what git alone makes of its two sides: there is nothing in it that could be lost. Nor
    is there once the list has all of it, with one of ours.
    """
    known = [name for each in sorted(ours) if (name := resolve(repo, each))]
    lists = git_line(repo, "for-each-ref", "--format=%(objectname)", ORIGIN).splitlines()
    asked = "\n".join([commit, *(f"^{name}" for name in (*known, *lists))]).encode()
    told = run_git(repo, "rev-list", f"--max-count={_MOST + 1}", "--parents", "--stdin", stdin=asked)
    rows = [line.split() for line in told.decode("ascii").splitlines()]
    if not rows:
        return any(is_ancestor(repo, name, commit) for name in known)
    return len(rows) <= _MOST and bool(known) and all(_is_plain_merge(repo, *row) for row in rows)


def _is_plain_merge(repo: Path, commit: str, *parents: str) -> bool:
    if len(parents) != 2:  # noqa: PLR2004 - a merge of two sides
        return False
    made = run_git(repo, "merge-tree", "--write-tree", "--no-messages", *parents, accept=(0, 1))
    return made.decode("ascii", "replace").strip() == git_line(repo, "rev-parse", f"{commit}^{{tree}}")
