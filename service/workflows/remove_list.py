"""Follow a list no more: its catalog entry is put aside, and nothing that was learned or said is lost."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.catalog import built_in_catalog
from service.db import ledger, list_changes, lists
from service.db.engine import writing
from service.errors import NotFound
from service.settings import Settings
from service.workflows.catalog import known_specs, own_catalog, removed_path


@dataclass(frozen=True, slots=True)
class Removed:
    """What was put aside: the catalog entry lies at `kept`, `entries` are hidden, not forgotten."""

    slug: str
    kept: Path
    entries: int


def remove_list(engine: Engine, settings: Settings, name: str, *, now: datetime) -> Removed:
    """Take a list out of the catalog and off the pages; adding it again brings all of it back.

    Raises:
        NotFound: the catalog has no such list.
    """
    spec = next((s for s in known_specs(settings) if name == s.slug or name in s.aliases), None)
    if spec is None:
        raise NotFound(f"The catalog has no list {name!r}; `listkeeper lists show` names them.")
    with writing(engine) as session:
        stored = next((found for found in lists.every(session) if found.slug == spec.slug), None)
        count = list_changes.let_go(session, stored.id, now=now) if stored else 0
        ledger.note(session, at=now, actor="listkeeper", action="remove", subject=f"list:{spec.slug}")
    return Removed(spec.slug, _put_aside(settings, spec.slug), count)


def _put_aside(settings: Settings, slug: str) -> Path:
    """Move the list's own file aside, or mark a list that came with the service as left out."""
    kept = removed_path(settings, slug)
    kept.parent.mkdir(parents=True, exist_ok=True)
    own, built_in = (folder / kept.name for folder in (own_catalog(settings), built_in_catalog()))
    if own.exists():
        own.replace(kept)
    else:
        shutil.copyfile(built_in, kept)
    return kept
