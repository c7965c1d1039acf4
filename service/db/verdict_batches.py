"""Many verdicts in one stroke: as single ones are stored, with few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, select, update

from service.db.candidates import Candidate, Tags, joined, read
from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.models import CandidateRow, VerdictRow
from service.db.verdicts import UNDO, Verdict, selected, to_verdict
from service.domain.review import CandidateState, Decision, VerdictKind

_MOST = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class Judgement:
    """A decision about a candidate, and what it was made upon."""

    candidate: Candidate
    decision: Decision
    proposal_id: int | None
    redoes_id: int | None = None


@dataclass(frozen=True, slots=True)
class Move:
    """Where a candidate goes."""

    candidate: Candidate
    state: CandidateState
    tags: Tags
    due_on: date | None


@dataclass(frozen=True, slots=True)
class TakenBack:
    """A verdict that is taken back, and where its candidate stands then."""

    candidate: Candidate
    verdict_id: int
    state: CandidateState
    tags: Tags
    due_on: date | None


def claim_all(session: WriteSession, candidate_ids: Sequence[int]) -> list[Candidate]:
    """Return candidates of a list that nobody else can judge until this session ends, by id.

    Whoever asks has taken the list, see `turns`.
    """
    found: list[Candidate] = []
    ordered = sorted(candidate_ids)
    for start in range(0, len(ordered), _MOST):
        query = joined().where(CandidateRow.id.in_(ordered[start : start + _MOST])).order_by(CandidateRow.id)
        found += read(session, query.with_for_update(of=CandidateRow, key_share=True))
    return found


def record_all(
    session: WriteSession, judgements: Sequence[Judgement], *, user_id: int, batch: str, now: datetime
) -> None:
    """Store verdicts about claimed candidates, and move these."""
    said = ((each.candidate, each.decision) for each in judgements)
    _move(session, [Move(c, d.state, d.tags, d.due_on) for c, d in said], now)
    rows = [
        {
            "candidate_id": each.candidate.id,
            "user_id": user_id,
            "proposal_id": each.proposal_id,
            "kind": each.decision.kind,
            "tags": {facet: list(tags) for facet, tags in each.decision.tags.items()},
            "reason": each.decision.reason,
            "note": each.decision.note,
            "due_on": each.decision.due_on,
            "request_key": f"{batch}-{each.candidate.id}",
            "given_at": now,
            "batch": batch,
            "redoes_id": each.redoes_id,
        }
        for each in judgements
    ]
    if rows:
        session.execute(insert(VerdictRow), rows)


def undo_all(
    session: WriteSession, backs: Sequence[TakenBack], *, user_id: int, batch: str, now: datetime
) -> None:
    """Take verdicts back about claimed candidates; these stand again as they did before."""
    _move(session, [Move(b.candidate, b.state, b.tags, b.due_on) for b in backs], now)
    rows = [
        {
            "candidate_id": each.candidate.id,
            "user_id": user_id,
            "kind": VerdictKind.UNDO,
            "tags": {},
            "note": "",
            "undoes_id": each.verdict_id,
            "request_key": f"{batch}-{each.candidate.id}",
            "given_at": now,
            "batch": batch,
        }
        for each in backs
    ]
    if rows:
        session.execute(insert(VerdictRow), rows)


def standing(session: AnySession, batch: str) -> list[Verdict]:
    """Return the verdicts of a stroke that were not taken back."""
    query = selected().where(VerdictRow.batch == batch, UNDO.id.is_(None)).order_by(VerdictRow.id)
    return [to_verdict(row) for row in plain_rows(session, query)]


def size(session: AnySession, batch: str) -> int:
    """Return how many papers a stroke was about."""
    return session.scalar(select(func.count()).where(VerdictRow.batch == batch)) or 0


def is_known(session: AnySession, batch: str) -> bool:
    """Tell whether a stroke was made already."""
    return session.scalar(select(VerdictRow.id).where(VerdictRow.batch == batch).limit(1)) is not None


def before(session: AnySession, candidate_ids: Sequence[int]) -> dict[int, list[Verdict]]:
    """Return all verdicts on candidates that were not taken back, oldest first, by candidate id."""
    found: dict[int, list[Verdict]] = {}
    for start in range(0, len(candidate_ids), _MOST):
        some = candidate_ids[start : start + _MOST]
        query = selected().where(VerdictRow.candidate_id.in_(some), UNDO.id.is_(None)).order_by(VerdictRow.id)
        for row in plain_rows(session, query):
            verdict = to_verdict(row)
            found.setdefault(verdict.candidate_id, []).append(verdict)
    return found


def _move(session: WriteSession, moves: Sequence[Move], now: datetime) -> None:
    rows = [
        {
            "id": move.candidate.id,
            "state": move.state,
            "tags": {facet: list(names) for facet, names in move.tags.items()},
            "due_on": move.due_on,
            "decided_at": now if move.state is not CandidateState.PENDING else None,
            "revision": move.candidate.revision + 1,
        }
        for move in moves
    ]
    if rows:
        session.execute(update(CandidateRow), rows)
