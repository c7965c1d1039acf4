"""A bare copy of a list's repository, made and kept up to date from wherever the list lives.

What the list's own side says lies under `refs/remotes/origin/`; ours under `refs/heads/`.
Every step can be killed and done again: git moves a ref after its objects are there, and what a killed git
leaves behind (lock files, a folder without a repository) is cleared under our own lock.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from service.errors import BadInput, PublishError
from service.publishing.git import LOOK_TIMEOUT, git_line, run_git, token_header, without_credentials
from service.publishing.locks import held
from service.publishing.sources import ListSource, SourceKind
from service.publishing.tree import (
    LARGEST_FILE,
    Author,
    check_path,
    commit_files,
    has_file,
    read_file,
    resolve,
    update_ref,
)

LARGEST_REPOSITORY = 500_000_000  # bytes in one pack; lists with pictures reach 100 million
ORIGIN = "refs/remotes/origin/"
_HEAD = f"{ORIGIN}HEAD"
_FILE_BRANCH = "as-given"
_FILE_AUTHOR = Author("Listkeeper", "listkeeper@localhost")
_FILE_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Mirror:
    """A list's repository on this machine, as its own side last said it is.

    `is_file` says that it was made from a plain file, so that its history tells nothing.
    """

    path: Path
    branch: str
    head: str
    is_file: bool


def mirror_path(data_dir: Path, slug: str) -> Path:
    """Return where a list's mirror lies."""
    return data_dir / "lists" / f"{slug}.git"


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Work on a mirror alone.

    Raises:
        Conflict: another process works on it and does not end.
    """
    with held(path.with_suffix(".lock")):
        yield


def ensure_mirror(path: Path, source: ListSource, *, file_path: str, token: str = "") -> Mirror:
    """Make the mirror of a source, or bring it up to date; call it `locked`.

    A plain Markdown file becomes a repository of its own, where it lies at `file_path`.

    Raises:
        BadInput: the source holds nothing that can be followed.
        PublishError: it cannot be reached.
    """
    _ensure_repository(path)
    if source.kind is SourceKind.FILE:
        branch = _FILE_BRANCH
        _commit_file(path, Path(source.where), file_path)
    else:
        branch = _fetch(path, source, token)
    _point_head(path, branch)
    return open_mirror(path)


def open_mirror(path: Path) -> Mirror:
    """Return a mirror as it was when it was last brought up to date.

    Raises:
        BadInput: there is none yet.
    """
    found = _opened(path, _marks(path)) if path.is_dir() else None
    if found is None:
        raise BadInput(f"The list {path.stem} was not synced yet; run `listkeeper lists sync` first.")
    return found


@lru_cache(maxsize=64)
def _opened(path: Path, _marks: tuple[tuple[str, int, int, int], ...]) -> Mirror | None:
    """Ask git once for each state of the refs: whoever moves one puts another file in its place."""
    branch = _branch(path)
    head = resolve(path, f"{ORIGIN}{branch}") if branch else None
    return Mirror(path, branch, head, is_file=branch == _FILE_BRANCH) if head else None


def _marks(path: Path) -> tuple[tuple[str, int, int, int], ...]:
    files = [path / "packed-refs", *sorted((path / ORIGIN).rglob("*"))]
    stats = ((str(file), file.stat()) for file in files if file.is_file())
    return tuple((name, stat.st_ino, stat.st_mtime_ns, stat.st_size) for name, stat in stats)


def _branch(path: Path) -> str:
    name = run_git(path, "symbolic-ref", "--quiet", _HEAD, accept=(0, 1, 128)).decode("utf-8", "replace")
    return name.strip().removeprefix(ORIGIN)


def _ensure_repository(path: Path) -> None:
    if path.is_dir():
        is_bare = run_git(path, "rev-parse", "--is-bare-repository", accept=(0, 128)).strip() == b"true"
        if is_bare and git_line(path, "rev-parse", "--git-dir") == ".":
            _clear_locks(path)
            return
        shutil.rmtree(path)
    beside = path.with_suffix(".new")
    shutil.rmtree(beside, ignore_errors=True)
    beside.parent.mkdir(parents=True, exist_ok=True)
    run_git(None, "init", "--bare", "--quiet", "--template=", str(beside))
    beside.rename(path)


def _clear_locks(path: Path) -> None:
    for folder in (path, path / "refs", path / "objects" / "info"):
        for left in folder.rglob("*.lock") if folder.name == "refs" else folder.glob("*.lock"):
            left.unlink(missing_ok=True)


def _fetch(path: Path, source: ListSource, token: str) -> str:
    env = token_header(source.where, token)
    try:
        answer = run_git(path, "ls-remote", "--symref", "--", source.where, env=env, timeout=LOOK_TIMEOUT)
    except PublishError as exc:
        where = without_credentials(source.where)
        raise PublishError(
            f"{where} cannot be read ({exc}); check the address, then try again.",
            is_permanent=exc.is_permanent,
        ) from exc
    ref, branch = _default_branch(answer.decode("utf-8", "replace"), source)
    try:
        run_git(
            path,
            "fetch",
            *("--quiet", "--force", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"),
            "--",
            source.where,
            f"+{ref}:{ORIGIN}{branch}",
            env=env,
            largest=LARGEST_REPOSITORY,
        )
    except PublishError as exc:
        if "signal 25" not in str(exc):  # SIGXFSZ: the pack grew past the limit
            raise
        raise BadInput(
            f"The repository is larger than {LARGEST_REPOSITORY // 10**6} MB; follow a smaller copy of it."
        ) from exc
    return branch


def _default_branch(told: str, source: ListSource) -> tuple[str, str]:
    """Return the ref to fetch and the name of its branch, from what `ls-remote --symref` says."""
    refs: dict[str, str] = {}
    for line in told.splitlines():
        value, _, name = line.partition("\t")
        if value.startswith("ref: refs/heads/") and name == "HEAD":
            ref = value.removeprefix("ref: ")
            return ref, ref.removeprefix("refs/heads/")
        refs[name] = value
    heads = {n: c for n, c in refs.items() if n.startswith("refs/heads/") and c == refs.get("HEAD", c)}
    for name in ("refs/heads/main", "refs/heads/master", *sorted(heads)):
        if name in heads:
            return name, name.removeprefix("refs/heads/")
    if "HEAD" in refs:
        return "HEAD", "main"
    raise BadInput(f"{without_credentials(source.where)} has no commits yet; follow it once it has a list.")


def _point_head(path: Path, branch: str) -> None:
    run_git(path, "symbolic-ref", _HEAD, f"{ORIGIN}{branch}")
    known = git_line(path, "for-each-ref", "--format=%(refname)", ORIGIN).splitlines()
    for name in known:
        if name not in (_HEAD, f"{ORIGIN}{branch}"):
            update_ref(path, name, None)


def _commit_file(path: Path, file: Path, file_path: str) -> None:
    check_path(file_path)
    if file.stat().st_size > LARGEST_FILE:
        raise BadInput(f"{file.name} is larger than {LARGEST_FILE // 10**6} MB; give the list's own file.")
    data = file.read_bytes()
    ref = f"{ORIGIN}{_FILE_BRANCH}"
    base = resolve(path, ref)
    if base and has_file(path, base, file_path) and read_file(path, base, file_path) == data:
        return
    count = int(git_line(path, "rev-list", "--count", base)) if base else 0
    commit = commit_files(
        path,
        base,
        {file_path: data},
        message=f"{file_path} as it was given\n",
        author=_FILE_AUTHOR,
        at=_FILE_EPOCH + timedelta(minutes=count),
    )
    update_ref(path, ref, commit)
