"""Replay a repository's past through the list engine, file by file."""

from pathlib import Path

from service.lists.replayed import ReplayScore, replay
from service.publishing.history import read_revisions


def replay_repository(repo: Path, path: str = "README.md", *, limit: int | None = None) -> list[ReplayScore]:
    """Return how every addition to the file would have come out, newest first.

    Raises:
        BadInput: the folder is no git repository.
        PublishError: git failed.
    """
    return replay(list(read_revisions(repo, path, limit=1000)), path=path, limit=limit)
