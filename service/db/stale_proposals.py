"""Proposals whose paper has changed since they were made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from service.db.candidates import joined, read
from service.db.engine import AnySession
from service.db.models import CandidateRow, PaperRow, PaperVersionRow, ProposalRow
from service.db.papers import StoredPaper
from service.domain.review import UNDECIDED


@dataclass(frozen=True, slots=True)
class Stale:
    """The paper of an undecided candidate, and the abstract that its latest proposal was made from."""

    paper: StoredPaper
    abstract_then: str


def stale(session: AnySession, list_id: int) -> list[Stale]:
    """Return the undecided candidates of a list whose papers have changed since the latest proposal."""
    made_at = (
        select(ProposalRow.candidate_id, func.max(ProposalRow.made_at).label("at"))
        .group_by(ProposalRow.candidate_id)
        .subquery()
    )
    changed = (
        CandidateRow.list_id == list_id,
        CandidateRow.state.in_(UNDECIDED),
        CandidateRow.landed_at.is_(None),
    )
    query = joined().join(made_at, made_at.c.candidate_id == CandidateRow.id)
    found = read(session, query.where(*changed, PaperRow.changed_at > made_at.c.at))
    times = dict(
        session.execute(
            select(made_at.c.candidate_id, made_at.c.at).where(
                made_at.c.candidate_id.in_([c.id for c in found])
            )
        ).all()
    )
    return [Stale(c.paper, _abstract_at(session, c.paper.id, times[c.id])) for c in found]


def _abstract_at(session: AnySession, paper_id: int, at: datetime) -> str:
    query = (
        select(PaperVersionRow.abstract)
        .where(
            PaperVersionRow.paper_id == paper_id,
            PaperVersionRow.learned_at <= at,
            PaperVersionRow.title != "",
        )
        .order_by(PaperVersionRow.version.desc())
        .limit(1)
    )
    return session.scalar(query) or ""
