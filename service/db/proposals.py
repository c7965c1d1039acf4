"""Proposals: what a bundle said about a candidate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ScalarSelect, bindparam, select
from sqlalchemy.orm import aliased

from service.db.candidates import Candidate, Tags, joined, only_one, to_candidate
from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.keyset import at_most
from service.db.models import CandidateRow, PaperRow, ProposalRow
from service.db.moments import know, once

_MOST = 500  # ids in one statement


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a bundle said about a candidate."""

    id: int
    bundle_id: int
    relevance: float
    scores: Mapping[str, Mapping[str, float]]
    proposed: Tags
    abstained: tuple[str, ...]
    evidence: Mapping[str, Any]
    made_at: datetime


def add(
    session: WriteSession,
    *,
    candidate_id: int,
    bundle_id: int,
    relevance: float,
    scores: Mapping[str, Mapping[str, float]],
    proposed: Tags,
    abstained: Sequence[str],
    evidence: Mapping[str, Any],
    now: datetime,
) -> None:
    """Store what a bundle said; a bundle says one thing about a candidate, the latest."""
    row = session.scalar(
        select(ProposalRow).where(
            ProposalRow.candidate_id == candidate_id, ProposalRow.bundle_id == bundle_id
        )
    )
    if row is None:
        row = ProposalRow(candidate_id=candidate_id, bundle_id=bundle_id)
        session.add(row)
    row.relevance = relevance
    row.scores = {facet: dict(tags) for facet, tags in scores.items()}
    row.proposed = {facet: list(tags) for facet, tags in proposed.items()}
    row.abstained = list(abstained)
    row.evidence = dict(evidence)
    row.made_at = now


def latest_of(session: AnySession, candidate_id: int) -> Proposal | None:
    """Return the newest proposal for a candidate."""
    return once(session, _newest(candidate_id), lambda: latest(session, [candidate_id]).get(candidate_id))


def candidate_with_newest(session: AnySession, candidate_id: int) -> Candidate:
    """Return one candidate; a reading session knows its newest proposal then.

    Raises:
        NotFound: there is none of that id.
    """
    rows = plain_rows(session, _WITH_NEWEST, {"id": candidate_id})
    for row in rows:
        is_said = row.said_id is not None
        said = _to_proposal(row, row_id=row.said_id, relevance=row.said_relevance) if is_said else None
        know(session, _newest(candidate_id), said)
    return only_one([to_candidate(row) for row in rows])


def _newest(candidate_id: int) -> tuple[str, int]:
    return ("newest proposal", candidate_id)


def of_list(
    session: AnySession, list_id: int, *, limit: int, before_id: int | None = None
) -> list[tuple[Proposal, int, str]]:
    """Return a list's proposals, newest first, each with its candidate and the paper's arXiv id."""
    query = (
        select(ProposalRow, PaperRow.arxiv_id)
        .join(CandidateRow, CandidateRow.id == ProposalRow.candidate_id)
        .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
        .where(CandidateRow.list_id == list_id)
        .order_by(ProposalRow.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        query = query.where(ProposalRow.id < before_id)
    return [(_to_proposal(row), row.candidate_id, arxiv_id) for row, arxiv_id in session.execute(query)]


def newest_id() -> ScalarSelect[int]:
    """Return, as part of a query over candidates, the id of the proposal that `latest` gives."""
    made = aliased(ProposalRow)
    return (
        select(made.id)
        .where(made.candidate_id == CandidateRow.id)
        .order_by(made.made_at.desc(), made.id.desc())
        .limit(at_most(1))
        .correlate(CandidateRow)
        .scalar_subquery()
    )


def latest(session: AnySession, candidate_ids: Sequence[int]) -> dict[int, Proposal]:
    """Return the newest proposal for each candidate, by candidate id."""
    # Not the highest id: after a roll-back the bundle from before speaks again, in its old row.
    rows = plain_rows(session, _OF_CANDIDATES, {"ids": list(candidate_ids)})
    return {row.candidate_id: _to_proposal(row) for row in rows}


_OF_CANDIDATES = (
    select(*ProposalRow.__table__.columns)
    .where(ProposalRow.candidate_id.in_(bindparam("ids", expanding=True)))
    .order_by(ProposalRow.made_at, ProposalRow.id)
)


_WITH_NEWEST = (
    joined()
    .add_columns(
        *(c for c in ProposalRow.__table__.columns if c.name not in ("id", "relevance")),
        ProposalRow.id.label("said_id"),
        ProposalRow.relevance.label("said_relevance"),
    )
    .outerjoin(ProposalRow, ProposalRow.id == newest_id())
    .where(CandidateRow.id == bindparam("id"))
)


def near(said: Proposal | None) -> dict[str, float]:
    """Return the listed papers that mean the same as a candidate, by arXiv id, with their likeness."""
    found = said.evidence.get("nearest", ()) if said else ()
    pairs = ((each.get("id"), each.get("similarity")) for each in found if isinstance(each, Mapping))
    return {str(name): float(likeness) for name, likeness in pairs if name and likeness is not None}


def latest_by_id(session: AnySession, candidate_ids: Sequence[int]) -> dict[int, Proposal]:
    """Return what `latest` does, for any number of candidates."""
    found: dict[int, Proposal] = {}
    for start in range(0, len(candidate_ids), _MOST):
        found |= latest(session, candidate_ids[start : start + _MOST])
    return found


def _to_proposal(row: Any, *, row_id: int | None = None, relevance: float | None = None) -> Proposal:
    return Proposal(
        id=row.id if row_id is None else row_id,
        bundle_id=row.bundle_id,
        relevance=row.relevance if relevance is None else relevance,
        scores=row.scores,
        proposed={facet: tuple(names) for facet, names in row.proposed.items()},
        abstained=tuple(row.abstained),
        evidence=row.evidence,
        made_at=row.made_at,
    )
