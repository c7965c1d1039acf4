"""What a verdict is given upon, in one question that also holds its candidate."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, Text, and_, bindparam, cast

from service.db.candidates import Candidate, joined, only_one, to_candidate
from service.db.claims import Claim
from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.list_specs import read_spec
from service.db.models import CandidateRow, ClaimRow, ListRow, ProposalRow, UserRow, VerdictRow
from service.db.proposals import latest_of
from service.domain.taxonomy import Taxonomy
from service.errors import Conflict


@dataclass(frozen=True, slots=True)
class Seen:
    """The proposal that a person had before the eyes."""

    id: int
    bundle_id: int
    relevance: float


@dataclass(frozen=True, slots=True)
class Grounds:
    """A candidate, the verdict of the same request before, who is on it, its list's tags, a proposal."""

    candidate: Candidate
    known: int | None
    claim: Claim | None
    taxonomy: Taxonomy
    seen: Seen | None

    def check_claim(self, user_id: int) -> None:
        """Accept a verdict of a person whom nobody else is in the way of.

        Raises:
            Conflict: somebody else is on the candidate.
        """
        if self.claim is not None and self.claim.user_id != user_id:
            raise Conflict(
                f"{self.claim.user} is on this paper until {self.claim.until:%H:%M} UTC; "
                "take it over first, or go on with the next one."
            )


_OF_REQUEST = VerdictRow.request_key == bindparam("request_key")
_HELD = and_(ClaimRow.candidate_id == bindparam("candidate_id"), ClaimRow.until > bindparam("now"))
_SEEN = and_(ProposalRow.id == bindparam("seen"), ProposalRow.candidate_id == bindparam("candidate_id"))
_GROUNDS = (
    joined()
    .add_columns(
        cast(ListRow.spec, Text).label("spec"),
        cast(ListRow.changes, Text).label("changes"),
        VerdictRow.id.label("verdict_id"),
        VerdictRow.candidate_id.label("judged"),
        ClaimRow.user_id,
        ClaimRow.until,
        UserRow.name,
        ProposalRow.id.label("seen"),
        ProposalRow.bundle_id,
        ProposalRow.relevance.label("seen_relevance"),
    )
    .join(ListRow, ListRow.id == CandidateRow.list_id)
    .outerjoin(VerdictRow, _OF_REQUEST)
    .outerjoin(ClaimRow, _HELD)
    .outerjoin(UserRow, UserRow.id == ClaimRow.user_id)
    .outerjoin(ProposalRow, _SEEN)
    .where(CandidateRow.id == bindparam("candidate_id"))
)
_HOLDING = _GROUNDS.with_for_update(of=CandidateRow, key_share=True)


def claim(
    session: WriteSession, candidate_id: int, request_key: str, proposal_id: int | None, *, now: datetime
) -> Grounds:
    """Return what a verdict is given upon; nobody else can judge its candidate until this session ends.

    A double click waits here for the first one. PostgreSQL shows it then what that made of the candidate, but
    of all else what was there before the wait: so what is told of another revision than the person saw is to
    be asked for again, by `grounds_of`.

    Raises:
        NotFound: there is no such candidate.
        Conflict: the request came for another candidate before.
    """
    return _read(session, _HOLDING, candidate_id, request_key, proposal_id, now)


def grounds_of(
    session: AnySession, candidate_id: int, request_key: str, proposal_id: int | None, *, now: datetime
) -> Grounds:
    """Return what a verdict is given upon about a candidate that is held; what another did meanwhile counts.

    Raises:
        NotFound: there is no such candidate.
        Conflict: the request came for another candidate before.
    """
    return _read(session, _GROUNDS, candidate_id, request_key, proposal_id, now)


def _read(
    session: AnySession,
    query: Select[Any],
    candidate_id: int,
    request_key: str,
    proposal_id: int | None,
    now: datetime,
) -> Grounds:
    asked = {"candidate_id": candidate_id, "request_key": request_key, "seen": proposal_id, "now": now}
    rows = plain_rows(session, query, asked)
    candidate = only_one([to_candidate(row) for row in rows])
    (row,) = rows
    if row.verdict_id is not None and row.judged != candidate_id:
        raise Conflict("This form was sent for another paper before; reload the page and send it again.")
    claim = Claim(candidate_id, row.user_id, row.name, row.until) if row.until is not None else None
    seen = Seen(row.seen, row.bundle_id, row.seen_relevance) if row.seen is not None else None
    spec, _ = read_spec(row.spec, row.changes)
    seen = seen or _newest(session, candidate_id)
    return Grounds(candidate, row.verdict_id, claim, spec.taxonomy, seen)


def _newest(session: AnySession, candidate_id: int) -> Seen | None:
    """Return the newest proposal, for a person who saw none that is known."""
    found = latest_of(session, candidate_id)
    return Seen(found.id, found.bundle_id, found.relevance) if found else None
