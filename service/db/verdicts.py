"""Verdicts: append-only; taking one back is another one."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, insert, select
from sqlalchemy.orm import aliased

from service.db import candidates
from service.db.candidates import Candidate, Tags
from service.db.engine import AnySession, WriteSession, plain, plain_rows
from service.db.models import CandidateRow, UserRow, VerdictRow
from service.domain.review import STATE_AFTER, CandidateState, Decision, VerdictKind
from service.errors import Conflict, NotFound

_NEW = insert(VerdictRow).returning(VerdictRow.id)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a person said, and whether it was taken back."""

    id: int
    candidate_id: int
    proposal_id: int | None
    user: str
    kind: VerdictKind
    tags: Tags
    reason: str | None
    note: str
    due_on: date | None
    given_at: datetime
    is_undone: bool
    batch: str | None = None


def record(
    session: WriteSession,
    candidate: Candidate,
    decision: Decision,
    *,
    user_id: int,
    proposal_id: int | None,
    request_key: str,
    now: datetime,
    redoes_id: int | None = None,
) -> int:
    """Store a verdict and move its candidate; return the verdict's id.

    Raises:
        Conflict: the candidate has changed since it was read.
    """
    candidates.move(
        session,
        candidate,
        state=decision.state,
        tags=decision.tags,
        due_on=decision.due_on,
        now=now,
    )
    values = {
        "candidate_id": candidate.id,
        "user_id": user_id,
        "proposal_id": proposal_id,
        "kind": decision.kind,
        "tags": {facet: list(tags) for facet, tags in decision.tags.items()},
        "reason": decision.reason,
        "note": decision.note,
        "due_on": decision.due_on,
        "request_key": request_key,
        "given_at": now,
        "redoes_id": redoes_id,
    }
    return int(plain(session, _NEW, values).scalar_one())


def record_undo(
    session: WriteSession, verdict: Verdict, *, user_id: int, request_key: str, now: datetime
) -> int:
    """Take a verdict back: the candidate stands again where the verdict before it had put it."""
    found = candidates.by_id(session, verdict.candidate_id)
    standing = [v for v in of_candidate(session, found.id) if v.id < verdict.id and not v.is_undone]
    before = standing[-1] if standing else None
    candidates.move(
        session,
        found,
        state=STATE_AFTER[before.kind] if before else CandidateState.PENDING,
        tags=before.tags if before else {},
        due_on=before.due_on if before else None,
        now=now,
    )
    undo = VerdictRow(
        candidate_id=found.id,
        user_id=user_id,
        kind=VerdictKind.UNDO,
        tags={},
        note="",
        undoes_id=verdict.id,
        request_key=request_key,
        given_at=now,
    )
    session.add(undo)
    session.flush()  # the caller needs the id
    return undo.id


def of_candidate(session: AnySession, candidate_id: int) -> list[Verdict]:
    """Return what was said about a candidate, oldest first; undos themselves are left out."""
    query = selected().where(VerdictRow.candidate_id == candidate_id).order_by(VerdictRow.id)
    return [to_verdict(row) for row in plain_rows(session, query)]


def of_list(session: AnySession, list_id: int, *, limit: int, before_id: int | None = None) -> list[Verdict]:
    """Return what was said about a list's candidates, newest first, before the verdict `before_id`."""
    query = selected().join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    query = query.where(CandidateRow.list_id == list_id).order_by(VerdictRow.id.desc()).limit(limit)
    if before_id is not None:
        query = query.where(VerdictRow.id < before_id)
    return [to_verdict(row) for row in plain_rows(session, query)]


def by_id(session: AnySession, verdict_id: int) -> Verdict:
    """Return one verdict.

    Raises:
        NotFound: there is none of that id.
    """
    rows = plain_rows(session, selected().where(VerdictRow.id == verdict_id))
    if not rows:
        raise NotFound("There is no such verdict; reload the page.")
    return to_verdict(rows[0])


def undone_by(session: AnySession, undo_id: int) -> Verdict:
    """Return the verdict that an undo took back.

    Raises:
        NotFound: there is no such undo.
    """
    undone_id = session.scalar(select(VerdictRow.undoes_id).where(VerdictRow.id == undo_id))
    if undone_id is None:
        raise NotFound("Nothing was taken back by this; reload the page.")
    return by_id(session, undone_id)


def of_request(session: AnySession, request_key: str, *, candidate_id: int) -> int | None:
    """Return the id of the verdict that a request made when it came the first time.

    Raises:
        Conflict: it came for another candidate.
    """
    row = session.scalar(select(VerdictRow).where(VerdictRow.request_key == request_key))
    if row is not None and row.candidate_id != candidate_id:
        raise Conflict("This form was sent for another paper before; reload the page and send it again.")
    return row.id if row else None


def count_since(session: AnySession, list_id: int, moment: datetime) -> int:
    """Return how many standing verdicts that teach were given on a list after a moment."""
    taken_back = aliased(VerdictRow)
    query = (
        select(func.count())
        .select_from(VerdictRow)
        .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
        .outerjoin(taken_back, taken_back.undoes_id == VerdictRow.id)
        .where(
            CandidateRow.list_id == list_id,
            VerdictRow.kind.in_((VerdictKind.ACCEPT, VerdictKind.REJECT)),
            VerdictRow.given_at > moment,
            taken_back.id.is_(None),
        )
    )
    return session.scalar(query) or 0


UNDO = aliased(VerdictRow)  # the row that took a verdict back


def selected() -> Select[Any]:
    """Return verdicts with who gave them and what took them back, to be narrowed down; undos are left out."""
    return (
        select(*VerdictRow.__table__.columns, UserRow.name.label("user"), UNDO.id.label("undone_by"))
        .join(UserRow, UserRow.id == VerdictRow.user_id)
        .outerjoin(UNDO, UNDO.undoes_id == VerdictRow.id)
        .where(VerdictRow.kind != VerdictKind.UNDO)
    )


def to_verdict(row: Any) -> Verdict:
    """Turn such a row into the value that leaves this package."""
    return Verdict(
        id=row.id,
        candidate_id=row.candidate_id,
        proposal_id=row.proposal_id,
        user=row.user,
        kind=VerdictKind(row.kind),
        tags={facet: tuple(names) for facet, names in row.tags.items()},
        reason=row.reason,
        note=row.note,
        due_on=row.due_on,
        given_at=row.given_at,
        is_undone=row.undone_by is not None,
        batch=row.batch,
    )
