"""Lint a followed list: its files as they were last synced, compared with the other lists'."""

from collections.abc import Sequence

from sqlalchemy import Engine

from service.db import lists
from service.db.engine import reading
from service.domain.lists import ListSpec
from service.errors import NotFound
from service.lists import ListDocument, read_document
from service.lists.checking.findings import Finding
from service.lists.checking.lint import lint


def lint_list(engine: Engine, specs: Sequence[ListSpec], name: str) -> dict[str, tuple[Finding, ...]]:
    """Return the findings of each of the list's files, by path.

    Raises:
        NotFound: there is no such list, or it was never synced.
    """
    spec = next((s for s in specs if name == s.slug or name in s.aliases), None)
    if spec is None:
        raise NotFound(f"There is no list or file {name!r}; `listkeeper lists show` names the lists.")
    documents = {s.slug: _documents(engine, s) for s in specs}
    if not documents[spec.slug]:
        raise NotFound(f"{spec.slug} was never synced; run `listkeeper lists sync --list {spec.slug}` first.")
    others = [d for slug, found in documents.items() if slug != spec.slug for d in found]
    return {d.path: lint(d, taxonomy=spec.taxonomy, others=others) for d in documents[spec.slug]}


def _documents(engine: Engine, spec: ListSpec) -> list[ListDocument]:
    """Return the list's files at its last sync; none where it never was."""
    with reading(engine) as session:
        stored = next((s for s in lists.every(session) if s.slug == spec.slug), None)
        if stored is None or stored.head is None:
            return []
        shots = [lists.snapshot(session, stored.id, stored.head, path) for path in spec.paths]
    return [read_document(s.content, path=s.path, taxonomy=spec.taxonomy) for s in shots if s is not None]
