"""Our branch in somebody's repository: look first, move it only from where we saw it."""

from collections.abc import Callable, Collection
from pathlib import Path

from service.errors import BadInput, Conflict, PublishError
from service.publishing.foreign import fetch_branch, only_follows_list
from service.publishing.git import LOOK_TIMEOUT, run_git, token_header, without_credentials
from service.publishing.sources import ListSource, SourceKind, find_source

_REFUSED = "!"
_MOVED = ("stale info", "fetch first", "non-fast-forward", "failed to update ref", "cannot lock ref")


def find_target(text: str) -> ListSource:
    """Say which repository `text` names.

    Raises:
        BadInput: it names none that can be pushed to.
    """
    if Path(text).is_absolute() and not Path(text).exists():
        raise BadInput(f"There is no {text}; give --to the path or address of a repository of yours.")
    target = find_source(text)
    if target.kind in (SourceKind.ADDRESS, SourceKind.REPOSITORY):
        return target
    raise BadInput(
        f"{Path(target.where).name} is a {target.kind}; give --to a repository that can be pushed to."
    )


def branch_at(target: ListSource, branch: str, *, token: str = "") -> str | None:
    """Return the commit of a branch in a repository, or None if it has no such branch.

    Raises:
        PublishError: the repository cannot be read.
    """
    env = token_header(target.where, token)
    told = run_git(
        None, "ls-remote", "--", target.where, f"refs/heads/{branch}", env=env, timeout=LOOK_TIMEOUT
    )
    for line in told.decode("utf-8", "replace").splitlines():
        commit, _, name = line.partition("\t")
        if name == f"refs/heads/{branch}":
            return commit
    return None


def push_branch(
    repo: Path,
    target: ListSource,
    branch: str,
    commit: str,
    *,
    ours: Collection[str],
    is_merged: Callable[[str], bool] = lambda _: False,
    token: str = "",
) -> bool:
    """Make `branch` of a repository stand at `commit`; False if it does already.

    `ours` are the commits that we may replace: those that we made, and merges of the list into them. So
    we may what was merged into the list, which `is_merged` knows where git alone cannot tell.

    Raises:
        Conflict: somebody else has put a commit on the branch, or moves it at this moment.
        PublishError: the repository refuses; its words are quoted.
    """
    there = branch_at(target, branch, token=token)
    if there == commit:
        return False
    if there is not None and there not in ours and not is_merged(there):
        fetch_branch(repo, target.where, branch, token=token)
        if not only_follows_list(repo, there, ours=ours):
            raise Conflict(
                f"Somebody else's commit {there[:12]} is on the branch {branch}; merge it or take the branch "
                "away, then publish again."
            )
    lease = f"--force-with-lease=refs/heads/{branch}:{there or ''}"
    _push(repo, target, branch, commit, options=(lease,), token=token)
    return True


def push_onto(repo: Path, target: ListSource, branch: str, commit: str, *, token: str = "") -> bool:
    """Put a commit on the list's own branch, which is never moved by force; False if it is there already.

    Raises:
        Conflict: the branch has moved on since the commit was made.
        PublishError: the repository refuses; its words are quoted.
    """
    if branch_at(target, branch, token=token) == commit:
        return False
    _push(repo, target, branch, commit, options=(), token=token)
    return True


def _push(
    repo: Path, target: ListSource, branch: str, commit: str, *, options: tuple[str, ...], token: str
) -> None:
    told = run_git(
        repo,
        "push",
        *("--porcelain", "--no-verify", "--no-signed", "--recurse-submodules=no"),
        *options,
        "--",
        target.where,
        f"{commit}:refs/heads/{branch}",
        env=token_header(target.where, token),
        accept=(0, 1),
    )
    _check_told(told.decode("utf-8", "replace"), target, branch)


def _check_told(told: str, target: ListSource, branch: str) -> None:
    for line in told.splitlines():
        if not line.startswith(_REFUSED):
            continue
        reason = line.split("\t")[-1].strip()
        if any(words in reason for words in _MOVED):
            raise Conflict(f"The branch {branch} was moved just now by somebody else; publish again to look.")
        where = without_credentials(target.where)
        raise PublishError(f"{where} refuses the branch {branch}: {reason}.")
