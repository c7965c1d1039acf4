"""Replay a repository's past through the list engine, or a file's entries one by one."""

from pathlib import Path

from service.errors import BadInput, NotFound
from service.lists import read_document
from service.lists.replaying.left_out import leave_one_out
from service.lists.replaying.replayed import ReplayScore, WithAlike, replay
from service.publishing.history import read_revisions


def replay_repository(
    repo: Path, path: str = "README.md", *, limit: int | None = None, with_alike: WithAlike | None = None
) -> list[ReplayScore]:
    """Return how every addition to the file would have come out, newest first.

    Raises:
        BadInput: the folder is no git repository.
        PublishError: git failed.
    """
    return replay(list(read_revisions(repo, path, limit=1000)), path=path, limit=limit, with_alike=with_alike)


def replay_file(
    file: Path, *, limit: int | None = None, with_alike: WithAlike | None = None
) -> list[ReplayScore]:
    """Return how every entry of a file would come out if it were taken away and added again, last one first.

    Raises:
        NotFound: the file cannot be read.
        BadInput: it is no list.
    """
    try:
        document = read_document(file.read_bytes(), path=file.name)
    except OSError as exc:
        raise NotFound(f"{file} cannot be read ({exc.strerror}); give a Markdown file.") from exc
    if not document.entries:
        raise BadInput(f"{file} has no entries that could be taken away and added again.")
    pairs = list(leave_one_out(document))[:limit]
    return [score for pair in pairs for score in replay([pair], path=file.name, with_alike=with_alike)]
