"""What a person has judged lately, with what had been proposed: for the summary of a sitting."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from service.db.candidates import Tags
from service.db.engine import AnySession
from service.db.models import CandidateRow, ProposalRow, VerdictRow
from service.domain.review import VerdictKind


@dataclass(frozen=True, slots=True)
class Judged:
    """One standing verdict, and the tags that had been proposed for its paper."""

    kind: VerdictKind
    given_at: datetime
    tags: Tags
    proposed: Tags | None


def lately(session: AnySession, *, user_id: int, list_id: int, limit: int) -> list[Judged]:
    """Return a person's newest standing verdicts on a list, newest first."""
    undo = aliased(VerdictRow)
    query = (
        select(VerdictRow, ProposalRow)
        .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
        .outerjoin(undo, undo.undoes_id == VerdictRow.id)
        .outerjoin(ProposalRow, ProposalRow.id == VerdictRow.proposal_id)
        .where(
            VerdictRow.user_id == user_id,
            VerdictRow.kind != VerdictKind.UNDO,
            CandidateRow.list_id == list_id,
            undo.id.is_(None),
        )
        .order_by(VerdictRow.id.desc())
        .limit(limit)
    )
    return [
        Judged(
            kind=VerdictKind(verdict.kind),
            given_at=verdict.given_at,
            tags={facet: tuple(names) for facet, names in verdict.tags.items()},
            proposed=_proposed(proposal),
        )
        for verdict, proposal in session.execute(query)
    ]


def _proposed(proposal: ProposalRow | None) -> Tags | None:
    if proposal is None:
        return None
    return {facet: tuple(names) for facet, names in proposal.proposed.items()}
