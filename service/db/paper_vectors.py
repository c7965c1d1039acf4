"""The vectors of the papers that are compared, and which papers are nearest to some of them."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, select

from service.db import vector_index
from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import PaperVectorRow

_BATCH = 500  # rows in one statement


def replace(session: WriteSession, model: str, revision: str, vectors: Mapping[int, bytes]) -> int:
    """Keep exactly these vectors (float32, little-endian; by paper, of one encoder); return how many are new.

    Vectors of another encoder go: two kinds cannot be compared.
    """
    take_turn(session, "paper vectors")
    query = select(PaperVectorRow.paper_id, PaperVectorRow.vector).where(
        PaperVectorRow.model == model, PaperVectorRow.revision == revision
    )
    known = {row[0]: bytes(row[1]) for row in session.execute(query)}
    fresh = {paper_id: vector for paper_id, vector in vectors.items() if known.get(paper_id) != vector}
    kept = vectors.keys() - fresh.keys()
    gone = [paper_id for paper_id in session.scalars(select(PaperVectorRow.paper_id)) if paper_id not in kept]
    for start in range(0, len(gone), _BATCH):
        some = gone[start : start + _BATCH]
        session.execute(delete(PaperVectorRow).where(PaperVectorRow.paper_id.in_(some)))
    rows = [
        {"paper_id": paper_id, "model": model, "revision": revision, "vector": vector}
        for paper_id, vector in fresh.items()
    ]
    if rows:
        session.execute(insert(PaperVectorRow), rows)
    vector_index.store(session, fresh)
    return len(fresh)


def nearest(session: AnySession, paper_ids: Sequence[int], *, limit: int) -> list[int]:
    """Return the papers whose vectors are nearest to the mean of these papers', the nearest first.

    PostgreSQL searches itself where it has pgvector; the answer is the same without. Papers that have no
    vector are neither asked for nor found.
    """
    ids = list(paper_ids)
    found = vector_index.nearest(session, ids, limit=limit)
    return nearest_exactly(session, ids, limit=limit) if found is None else found


def nearest_exactly(session: AnySession, paper_ids: Sequence[int], *, limit: int) -> list[int]:
    """Return what `nearest` does, by comparing every vector here."""
    import numpy as np  # noqa: PLC0415 -- not for a process that never searches by meaning

    query = select(PaperVectorRow.paper_id, PaperVectorRow.vector).order_by(PaperVectorRow.paper_id)
    known = session.execute(query).all()
    asked = set(paper_ids)
    places = [place for place, row in enumerate(known) if row.paper_id in asked]
    if not places:
        return []
    vectors = np.frombuffer(b"".join(row.vector for row in known), dtype="<f4").reshape(len(known), -1)
    likeness = vectors @ vectors[places].mean(axis=0)
    return [known[int(place)].paper_id for place in np.argsort(-likeness, kind="stable")[:limit]]
