"""Cached vectors, known by model, revision and text hash."""

from collections.abc import Iterable, Mapping

from sqlalchemy import select
from sqlalchemy.dialects import postgresql, sqlite

from service.db.engine import AnySession, WriteSession
from service.db.models import EmbeddingRow

_BATCH = 500  # hashes in one IN (...)


def known(session: AnySession, model: str, revision: str, hashes: Iterable[str]) -> dict[str, bytes]:
    """Return the stored vectors (float32, little-endian) of these texts, by text hash."""
    wanted = list(dict.fromkeys(hashes))
    found: dict[str, bytes] = {}
    for start in range(0, len(wanted), _BATCH):
        query = select(EmbeddingRow.text_hash, EmbeddingRow.vector).where(
            EmbeddingRow.model == model,
            EmbeddingRow.revision == revision,
            EmbeddingRow.text_hash.in_(wanted[start : start + _BATCH]),
        )
        found.update((text_hash, vector) for text_hash, vector in session.execute(query))
    return found


def store(session: WriteSession, model: str, revision: str, vectors: Mapping[str, bytes]) -> None:
    """Keep vectors; one that is there already stays, for it is the same."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    items = sorted(vectors.items())  # two who store the same ones wait for one another, and not in a ring
    for start in range(0, len(items), _BATCH):
        rows = [
            {"model": model, "revision": revision, "text_hash": text_hash, "vector": vector}
            for text_hash, vector in items[start : start + _BATCH]
        ]
        session.execute(insert(EmbeddingRow).values(rows).on_conflict_do_nothing())
