"""Which papers are like which: the nearest of each, made once and read off an index."""

from collections.abc import Mapping, Sequence

from sqlalchemy import delete, insert, or_, select

from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import CandidateRow, EntryRow, LikenessRow, PaperRow
from service.db.papers import PAPER, StoredPaper, to_paper
from service.domain.review import CandidateState

Near = Mapping[int, Sequence[tuple[int, float]]]
"""The nearest papers of each, as (row id, likeness) pairs, the nearest first."""


def to_compare(session: AnySession) -> list[StoredPaper]:
    """Return the papers that are compared: what any list has, and what waits or was confirmed."""
    listed = select(EntryRow.arxiv_id).where(EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None))
    queued = select(CandidateRow.paper_id).where(CandidateRow.state != CandidateState.REJECTED)
    query = select(*PAPER).where(or_(PaperRow.arxiv_id.in_(listed), PaperRow.id.in_(queued)))
    return [to_paper(row) for row in session.execute(query.order_by(PaperRow.id))]


def replace(session: WriteSession, near: Near) -> int:
    """Store the nearest of these papers instead of those before; return how many papers have others now."""
    take_turn(session, "likenesses")
    changed = 0
    for paper_id, others in near.items():
        rounded = [(other, round(score, 4)) for other, score in others]
        known = select(LikenessRow.other_id, LikenessRow.score).where(LikenessRow.paper_id == paper_id)
        if sorted(rounded) == sorted((other, score) for other, score in session.execute(known)):
            continue
        changed += 1
        session.execute(delete(LikenessRow).where(LikenessRow.paper_id == paper_id))
        rows = [{"paper_id": paper_id, "other_id": o, "score": s} for o, s in rounded]
        if rows:
            session.execute(insert(LikenessRow), rows)
    return changed


def nearest(session: AnySession, paper_id: int, *, limit: int) -> list[tuple[StoredPaper, float]]:
    """Return the papers that are most like one, with their likeness, the nearest first."""
    query = (
        select(*PAPER, LikenessRow.score)
        .join(LikenessRow, LikenessRow.other_id == PaperRow.id)
        .where(LikenessRow.paper_id == paper_id)
        .order_by(LikenessRow.score.desc(), LikenessRow.other_id)
        .limit(limit)
    )
    return [(to_paper(row), row.score) for row in session.execute(query)]
