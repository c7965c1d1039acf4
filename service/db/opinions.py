"""Second opinions: what another person said of a judged paper without seeing the verdict."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, or_, select, update
from sqlalchemy.orm import aliased

from service.db.candidates import Candidate, Tags, joined, read
from service.db.engine import AnySession, WriteSession
from service.db.models import CandidateRow, OpinionRow, UserRow, VerdictRow
from service.db.verdicts import Verdict, by_id
from service.domain.agreement import SURE_HIGH, SURE_LOW, Pair
from service.domain.review import CandidateState, VerdictKind

_MOST = 1_000  # opinions that are compared; the newest


@dataclass(frozen=True, slots=True)
class Opinion:
    """A second opinion beside the verdict that it is about."""

    candidate_id: int
    user: str
    kind: VerdictKind
    tags: Tags
    note: str
    given_at: datetime
    settled_at: datetime | None
    verdict: Verdict

    @property
    def pair(self) -> Pair:
        """What the two people said."""
        return Pair(
            first=self.verdict.kind,
            second=self.kind,
            first_tags=self.verdict.tags,
            second_tags=self.tags,
        )


def wanted(session: AnySession, list_id: int, user_id: int, *, limit: int, seen: int = 0) -> list[Candidate]:
    """Return judged papers on which a person's second opinion is wanted, those after the id `seen`.

    Wanted is it where the model was unsure or said otherwise, and where nobody has given one yet.
    """
    query = (
        joined()
        .where(CandidateRow.list_id == list_id, CandidateRow.landed_at.is_(None), CandidateRow.id > seen)
        .where(_is_uncertain(), _is_by_another(user_id), ~_has_opinion())
        .order_by(CandidateRow.id)
        .limit(limit)
    )
    return read(session, query)


def add(
    session: WriteSession,
    *,
    candidate_id: int,
    user_id: int,
    verdict_id: int,
    kind: VerdictKind,
    tags: Tags,
    note: str,
    now: datetime,
) -> None:
    """Keep a second opinion; there is one for each paper."""
    session.add(
        OpinionRow(
            candidate_id=candidate_id,
            user_id=user_id,
            verdict_id=verdict_id,
            kind=kind,
            tags={facet: list(names) for facet, names in tags.items()},
            note=note,
            given_at=now,
        )
    )


def of_candidate(session: AnySession, candidate_id: int) -> Opinion | None:
    """Return the second opinion on a paper."""
    found = _read(session, _opinions().where(OpinionRow.candidate_id == candidate_id))
    return found[0] if found else None


def of_list(session: AnySession, list_id: int) -> list[Opinion]:
    """Return the second opinions on a list's papers, the newest first."""
    query = _opinions().join(CandidateRow, CandidateRow.id == OpinionRow.candidate_id)
    query = query.where(CandidateRow.list_id == list_id).order_by(OpinionRow.given_at.desc()).limit(_MOST)
    return _read(session, query)


def settle(session: WriteSession, candidate_id: int, *, now: datetime) -> None:
    """Remember that a disagreement was talked over."""
    query = update(OpinionRow).where(OpinionRow.candidate_id == candidate_id)
    session.execute(query.values(settled_at=now))


def _opinions() -> Select[Any, Any]:
    return select(OpinionRow, UserRow.name).join(UserRow, UserRow.id == OpinionRow.user_id)


def _read(session: AnySession, query: Select[Any, Any]) -> list[Opinion]:
    return [
        Opinion(
            candidate_id=row.candidate_id,
            user=name,
            kind=VerdictKind(row.kind),
            tags={facet: tuple(names) for facet, names in row.tags.items()},
            note=row.note,
            given_at=row.given_at,
            settled_at=row.settled_at,
            verdict=by_id(session, row.verdict_id),
        )
        for row, name in session.execute(query)
    ]


def _is_uncertain() -> ColumnElement[bool]:
    """Say in SQL what `service.domain.agreement.is_uncertain` says of a value."""
    return or_(
        and_(CandidateRow.state == CandidateState.ACCEPTED, CandidateRow.relevance <= SURE_HIGH),
        and_(CandidateRow.state == CandidateState.REJECTED, CandidateRow.relevance >= SURE_LOW),
    )


def _is_by_another(user_id: int) -> ColumnElement[bool]:
    mine = exists().where(VerdictRow.candidate_id == CandidateRow.id, VerdictRow.user_id == user_id)
    return ~mine


def _has_opinion() -> ColumnElement[bool]:
    known = aliased(OpinionRow)
    return exists().where(known.candidate_id == CandidateRow.id)
