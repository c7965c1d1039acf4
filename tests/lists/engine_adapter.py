"""The engine as `eval_lists.py --py tests.lists.engine_adapter:insert` calls it; histories stay in memory."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path

from service.lists import NewEntry, PastAddition, insert_entry, read_document
from service.lists.editing.extras import KINDS, with_extras
from service.lists.placing.past import read_additions
from service.publishing.git import run_git
from service.publishing.history import read_revisions
from service.settings import Settings
from service.workflows.alike import TitleReader

_LIMIT = 100


@lru_cache(maxsize=4096)
def _additions(before: bytes, after: bytes) -> tuple[PastAddition, ...]:
    return read_additions(before, after)


def history_of(repo: Path, path: str) -> tuple[PastAddition, ...]:
    """Read the past additions of a file, newest first."""
    found: list[PastAddition] = []
    for before, after in read_revisions(repo, path):
        found += _additions(before, after)
        if len(found) >= _LIMIT:
            break
    return tuple(found[:_LIMIT])


@cache
def _reader() -> TitleReader:
    return TitleReader(Settings())


def _today(repo: Path) -> date:
    """Return the day of the newest commit: the clock of the case, as near as its repository tells."""
    return date.fromisoformat(run_git(repo, "log", "-1", "--format=%as").decode().strip())


def _told(before: bytes, entry: Mapping[str, object], file: str, repo: str) -> NewEntry:
    """Read the facts; without a section, the entry knows which papers mean the same."""
    facts = replace(NewEntry.from_mapping(entry), today=_today(Path(repo)))
    if facts.section_path is not None:
        return facts
    return _reader().with_alike(facts, read_document(before, path=file))


def insert(before: bytes, entry: Mapping[str, object], repo: str, file: str) -> bytes:
    """Insert one case's entry, as `listkeeper lists insert` does."""
    facts, past = _told(before, entry, file, repo), history_of(Path(repo), file)
    return insert_entry(before, facts, history=past, path=file, beside_namesake=True).data


def insert_all(before: bytes, entry: Mapping[str, object], repo: str, file: str) -> bytes:
    """Insert one case's entry with every extra that is offered switched on, as `--with` does."""
    facts = _told(before, entry, file, repo)
    past = history_of(Path(repo), file)
    edit = insert_entry(before, facts, history=past, path=file, beside_namesake=True)
    return with_extras(edit.data, facts, KINDS, section=edit.section_path, path=file)[0]
