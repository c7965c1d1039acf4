"""One paper into one file, remembered: the same question about the same bytes is answered once."""

import hashlib
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from service.domain.lists import ListSpec
from service.errors import BadInput
from service.lists import Edit, Habits, NewEntry, PastAddition, insert_entry, past_additions
from service.publishing.history import read_revisions
from service.publishing.mirror import Mirror
from service.workflows.publish_learn import as_additions

_KEPT = 256  # answers; each holds the file as it would be


def insert(
    mirror: Mirror,
    spec: ListSpec,
    path: str,
    data: bytes,
    entry: NewEntry,
    *,
    corrected: tuple[str, ...] = (),
) -> Edit | str:
    """Return the file with the paper in it, or why it cannot be there."""
    asked = _Asked(
        repo=mirror.path,
        head=mirror.head,
        path=path,
        said=hashlib.sha256(f"{entry!r}\n{spec!r}\n{corrected!r}\n".encode() + data).hexdigest(),
        data=data,
        entry=entry,
        spec=spec,
        corrected=corrected,
    )
    return _insert(asked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A question; `said` stands for all that is not compared itself."""

    repo: Path
    head: str
    path: str
    said: str
    data: bytes = field(compare=False)
    entry: NewEntry = field(compare=False)
    spec: ListSpec = field(compare=False)
    corrected: tuple[str, ...] = field(compare=False)


@lru_cache(maxsize=_KEPT)
def _insert(asked: _Asked) -> Edit | str:
    try:
        return insert_entry(
            asked.data,
            asked.entry,
            taxonomy=asked.spec.taxonomy,
            habits=Habits.from_catalog(asked.spec.habits),
            history=(*as_additions(asked.data, asked.corrected), *_past(asked.repo, asked.head, asked.path)),
            path=asked.path,
        )
    except BadInput as exc:
        return str(exc)


@lru_cache(maxsize=64)
def _past(repo: Path, head: str, path: str) -> tuple[PastAddition, ...]:
    """Return how entries came into a file until `head`; a commit never changes, so this is read once."""
    return past_additions(read_revisions(repo, path, revision=head))
