"""Candidates: papers that wait for a list's verdict, or are past it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Select,
    and_,
    bindparam,
    func,
    not_,
    or_,
    select,
    update,
)

from service.db.engine import AnySession, WriteSession, plain, plain_rows
from service.db.models import CandidateRow, EntryRow, PaperRow, VerdictRow
from service.db.papers import PAPER, StoredPaper, to_paper
from service.db.turns import take_list
from service.db.waiting import is_waiting
from service.domain.review import UNDECIDED, CandidateSource, CandidateState, VerdictKind
from service.errors import Conflict, NotFound

Tags = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A paper waiting for a list's verdict, or past it. `tags` are the confirmed ones.

    `near` are listed papers that mean the same, by arXiv id, with their likeness: only where somebody asked
    the proposal for them (`proposals.near`).
    """

    id: int
    list_id: int
    paper: StoredPaper
    state: CandidateState
    source: CandidateSource
    relevance: float
    tags: Tags
    revision: int
    due_on: date | None
    created_at: datetime
    decided_at: datetime | None
    landed_at: datetime | None
    near: Mapping[str, float] = field(default_factory=dict)


def add(
    session: WriteSession,
    *,
    list_id: int,
    paper_id: int,
    source: CandidateSource,
    relevance: float,
    now: datetime,
) -> int:
    """Put a paper into a list's queue, or refresh the relevance of one that waits there; return its id."""
    take_list(session, list_id)
    row = session.scalar(
        select(CandidateRow).where(CandidateRow.list_id == list_id, CandidateRow.paper_id == paper_id)
    )
    if row is None:
        row = CandidateRow(
            list_id=list_id,
            paper_id=paper_id,
            state=CandidateState.PENDING,
            source=source,
            relevance=relevance,
            tags={},
            revision=1,
            created_at=now,
        )
        session.add(row)
        session.flush()  # the proposal needs the id
    elif row.state != CandidateState.ACCEPTED:
        row.relevance = relevance
    return row.id


def queue(
    session: AnySession,
    list_id: int,
    *,
    today: date,
    limit: int,
    after: tuple[float, int] | None = None,
) -> list[Candidate]:
    """Return the candidates that wait for a verdict, likeliest first, after the (relevance, id) pair."""
    query = (
        joined()
        .where(CandidateRow.list_id == list_id, is_waiting(today))
        .order_by(CandidateRow.relevance.desc(), CandidateRow.id)
        .limit(limit)
    )
    if after is not None:
        relevance, last_id = after
        query = query.where(
            or_(
                CandidateRow.relevance < relevance,
                and_(CandidateRow.relevance == relevance, CandidateRow.id > last_id),
            )
        )
    return read(session, query)


def waiting(session: AnySession, *, today: date) -> Mapping[int, int]:
    """Return how many candidates wait for a verdict, by list id."""
    query = select(CandidateRow.list_id, func.count()).where(is_waiting(today)).group_by(CandidateRow.list_id)
    return {row[0]: row[1] for row in session.execute(query)}


def undecided_papers(session: AnySession, list_id: int) -> dict[int, int]:
    """Return paper id → candidate id of every candidate of a list that is neither accepted nor rejected.

    Who marks a paper as unsure, or puts it off, decides later, and then on what the newest bundle says.
    """
    query = select(CandidateRow.paper_id, CandidateRow.id).where(
        CandidateRow.list_id == list_id, CandidateRow.state.in_(UNDECIDED)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def decided_papers(session: AnySession, list_id: int) -> set[int]:
    """Return the ids of the papers that a person has accepted or rejected for a list."""
    query = select(CandidateRow.paper_id).where(
        CandidateRow.list_id == list_id, CandidateRow.state.not_in(UNDECIDED)
    )
    return set(session.scalars(query))


def by_id(session: AnySession, candidate_id: int) -> Candidate:
    """Return one candidate.

    Raises:
        NotFound: there is none of that id.
    """
    return only_one(read(session, _BY_ID, {"id": candidate_id}))


def claim(session: WriteSession, candidate_id: int) -> Candidate:
    """Return one candidate that nobody else can judge until this session ends.

    A double click waits here for the first one, and then sees what that did.

    Raises:
        NotFound: there is none of that id.
    """
    return only_one(read(session, _CLAIMED, {"id": candidate_id}))


def of_paper(session: AnySession, paper_id: int) -> list[Candidate]:
    """Return a paper's candidates in all lists."""
    return read(session, joined().where(CandidateRow.paper_id == paper_id))


def accepted(session: AnySession, list_id: int, *, landed: bool | None = None) -> list[Candidate]:
    """Return a list's confirmed candidates, oldest decision first; all, landed, or not landed yet."""
    query = joined().where(CandidateRow.list_id == list_id, CandidateRow.state == CandidateState.ACCEPTED)
    if landed is not None:
        query = query.where(
            CandidateRow.landed_at.is_not(None) if landed else CandidateRow.landed_at.is_(None)
        )
    return read(session, query.order_by(CandidateRow.decided_at, CandidateRow.id))


def judged(session: AnySession, list_id: int) -> list[Candidate]:
    """Return a list's accepted and rejected candidates, for training."""
    states = (CandidateState.ACCEPTED, CandidateState.REJECTED)
    query = joined().where(CandidateRow.list_id == list_id, CandidateRow.state.in_(states))
    return read(session, query.order_by(CandidateRow.decided_at, CandidateRow.id))


def reject_reasons(session: AnySession, list_id: int) -> dict[int, str]:
    """Return candidate id → reason of a list's standing rejections."""
    query = (
        select(VerdictRow.candidate_id, VerdictRow.reason)
        .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
        .where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.REJECTED,
            VerdictRow.kind == VerdictKind.REJECT,
        )
        .order_by(VerdictRow.id)
    )
    return {row[0]: row[1] for row in session.execute(query) if row[1]}


def mark_landed(session: WriteSession, candidate_ids: Sequence[int], *, now: datetime) -> None:
    """Remember that papers are in the list's HEAD."""
    session.execute(update(CandidateRow).where(CandidateRow.id.in_(candidate_ids)).values(landed_at=now))


def mark_taken_off(session: WriteSession, candidate_ids: Sequence[int]) -> None:
    """Remember that papers are not in the list's HEAD any more: confirmed again, they wait to go there."""
    session.execute(update(CandidateRow).where(CandidateRow.id.in_(candidate_ids)).values(landed_at=None))


def mark_listed(session: WriteSession, list_id: int, *, now: datetime) -> None:
    """Take papers that came onto a list without us out of its queue; those that left it come back."""
    take_list(session, list_id)
    same = or_(
        EntryRow.arxiv_id == PaperRow.arxiv_id,
        and_(EntryRow.title_key == PaperRow.title_key, EntryRow.title_key != ""),
    )
    listed = (
        select(PaperRow.id)
        .join(EntryRow, same)
        .where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
    )
    ours = update(CandidateRow).where(CandidateRow.list_id == list_id, CandidateRow.state.in_(UNDECIDED))
    there = CandidateRow.paper_id.in_(listed)
    session.execute(ours.where(there, CandidateRow.landed_at.is_(None)).values(landed_at=now))
    session.execute(ours.where(not_(there), CandidateRow.landed_at.is_not(None)).values(landed_at=None))


def move(
    session: WriteSession,
    candidate: Candidate,
    *,
    state: CandidateState,
    tags: Tags,
    due_on: date | None,
    now: datetime,
) -> None:
    """Put a candidate where a verdict says.

    Raises:
        Conflict: it has changed since it was read.
    """
    values = {
        "moved": candidate.id,
        "known_revision": candidate.revision,
        "state": state,
        "tags": {facet: list(names) for facet, names in tags.items()},
        "due_on": due_on,
        "decided_at": now if state is not CandidateState.PENDING else None,
        "revision": candidate.revision + 1,
    }
    if plain(session, _MOVED, values).rowcount != 1:
        raise Conflict("Somebody else has judged this paper just now; look at it again.")


def only_one(found: Sequence[Candidate]) -> Candidate:
    """Return the one that was looked for.

    Raises:
        NotFound: there is none.
    """
    if not found:
        raise NotFound("This paper is not in any queue; go back to the queue and choose another one.")
    return found[0]


def joined() -> Select[Any]:
    """Return candidates with their papers, to be narrowed down; plain rows cost half of mapped ones."""
    of_paper = [column for column in PAPER if column.name != "id"]
    query = select(*CandidateRow.__table__.columns, *of_paper).select_from(CandidateRow)
    return query.join(PaperRow, PaperRow.id == CandidateRow.paper_id)


_BY_ID = joined().where(CandidateRow.id == bindparam("id"))
_CLAIMED = _BY_ID.with_for_update(of=CandidateRow, key_share=True)  # what refers to it may come meanwhile
_MOVED = update(CandidateRow).where(
    CandidateRow.id == bindparam("moved"), CandidateRow.revision == bindparam("known_revision")
)


def read(session: AnySession, query: Select[Any], asked: Mapping[str, Any] | None = None) -> list[Candidate]:
    """Return what such a query finds, as values."""
    return [to_candidate(row) for row in plain_rows(session, query, asked)]


def to_candidate(row: Any) -> Candidate:
    """Turn a row of such a query into the value that leaves this package."""
    return Candidate(
        id=row.id,
        list_id=row.list_id,
        paper=to_paper(row, row_id=row.paper_id),
        state=CandidateState(row.state),
        source=CandidateSource(row.source),
        relevance=row.relevance,
        tags={facet: tuple(names) for facet, names in row.tags.items()},
        revision=row.revision,
        due_on=row.due_on,
        created_at=row.created_at,
        decided_at=row.decided_at,
        landed_at=row.landed_at,
    )
