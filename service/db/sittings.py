"""What a person has judged lately, with what had been proposed: for the summary of a sitting."""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from sqlalchemy import Text, bindparam, cast, select
from sqlalchemy.orm import aliased

from service.db.candidates import Tags
from service.db.engine import AnySession, plain_rows
from service.db.models import CandidateRow, ProposalRow, VerdictRow
from service.domain.review import VerdictKind


@dataclass(frozen=True, slots=True)
class Judged:
    """One standing verdict, and the tags that had been proposed for its paper."""

    kind: VerdictKind
    given_at: datetime
    tags: Tags
    proposed: Tags | None


_UNDO = aliased(VerdictRow)
_LATELY = (
    select(
        VerdictRow.kind, VerdictRow.given_at, cast(VerdictRow.tags, Text), cast(ProposalRow.proposed, Text)
    )
    .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    .outerjoin(_UNDO, _UNDO.undoes_id == VerdictRow.id)
    .outerjoin(ProposalRow, ProposalRow.id == VerdictRow.proposal_id)
    .where(
        VerdictRow.user_id == bindparam("user_id"),
        VerdictRow.kind != VerdictKind.UNDO,
        CandidateRow.list_id == bindparam("list_id"),
        _UNDO.id.is_(None),
    )
    .order_by(VerdictRow.id.desc())
    .limit(bindparam("most"))
)


def lately(session: AnySession, *, user_id: int, list_id: int, limit: int) -> list[Judged]:
    """Return a person's newest standing verdicts on a list, newest first."""
    asked = {"user_id": user_id, "list_id": list_id, "most": limit}
    return [
        Judged(VerdictKind(kind), given_at, _tags(tags) or {}, _tags(proposed))
        for kind, given_at, tags, proposed in plain_rows(session, _LATELY, asked)
    ]


@lru_cache(maxsize=4096)
def _tags(text: str | None) -> Tags | None:
    """Read tags as the database keeps them; most papers have the tags of another one."""
    known = json.loads(text) if text else None
    return None if known is None else {facet: tuple(names) for facet, names in known.items()}
