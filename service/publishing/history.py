"""A list file's past, read from its git repository: the file before and after each commit, newest first."""

from collections.abc import Iterator
from pathlib import Path

from service.errors import BadInput, PublishError
from service.publishing.git import run_git

_BATCH = 24  # revisions fetched at once
_NOTHING = "0" * 40


def read_revisions(
    repo: Path, path: str = "README.md", *, revision: str = "HEAD", limit: int = 400
) -> Iterator[tuple[bytes, bytes]]:
    """Return (before, after) of the commits that changed the file, newest first, at most `limit`.

    Merges and the commit that first made the file are left out. Files are fetched in batches, so that a
    reader who has seen enough may stop early.

    Raises:
        BadInput: the folder is no git repository.
        PublishError: git failed.
    """
    changes = _changes(repo, path, revision, limit)
    for start in range(0, len(changes), _BATCH):
        batch = changes[start : start + _BATCH]
        blobs = _blobs(repo, {name for pair in batch for name in pair})
        yield from (
            (blobs[before], blobs[after]) for before, after in batch if before in blobs and after in blobs
        )


def _changes(repo: Path, path: str, revision: str, limit: int) -> list[tuple[str, str]]:
    if not repo.is_dir():
        raise BadInput(f"{repo} is no folder; give the list's git repository.")
    wanted = ("--no-merges", "--format=", "--raw", "--no-abbrev", revision, "--", path)
    try:
        told = run_git(repo, "log", f"-n{limit}", *wanted)
    except PublishError as exc:
        if "not a git repository" not in str(exc):
            raise
        raise BadInput(f"{repo} is no git repository; give the list's, or its Markdown file.") from exc
    found = []
    for line in told.decode("utf-8", "replace").splitlines():
        words = line.split()
        if line.startswith(":") and len(words) > 4 and words[4] == "M":  # noqa: PLR2004 - modes, blobs, status
            found.append((words[2], words[3]))
    return [pair for pair in found if _NOTHING not in pair]


def _blobs(repo: Path, names: set[str]) -> dict[str, bytes]:
    """Fetch blobs through one `git cat-file --batch`."""
    told = run_git(repo, "cat-file", "--batch", stdin="".join(f"{n}\n" for n in sorted(names)).encode())
    found: dict[str, bytes] = {}
    at = 0
    while at < len(told):
        end = told.index(b"\n", at)
        name, kind, *size = told[at:end].decode().split()
        if kind == "missing":
            at = end + 1
            continue
        length = int(size[0])
        found[name] = told[end + 1 : end + 1 + length]
        at = end + 2 + length
    return found
