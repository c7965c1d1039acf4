"""What a verdict is given upon, in one question, asked once its candidate is held."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Text, and_, bindparam, cast, select

from service.db.candidates import Candidate
from service.db.claims import Claim
from service.db.engine import AnySession, plain_rows
from service.db.list_specs import read_spec
from service.db.models import ClaimRow, ListRow, ProposalRow, UserRow, VerdictRow
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
    """The verdict that the same request made before, who is on the paper, the list's tags, the proposal."""

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
    select(
        cast(ListRow.spec, Text).label("spec"),
        cast(ListRow.changes, Text).label("changes"),
        VerdictRow.id.label("verdict_id"),
        VerdictRow.candidate_id.label("judged"),
        ClaimRow.user_id,
        ClaimRow.until,
        UserRow.name,
        ProposalRow.id.label("seen"),
        ProposalRow.bundle_id,
        ProposalRow.relevance,
    )
    .select_from(ListRow)
    .outerjoin(VerdictRow, _OF_REQUEST)
    .outerjoin(ClaimRow, _HELD)
    .outerjoin(UserRow, UserRow.id == ClaimRow.user_id)
    .outerjoin(ProposalRow, _SEEN)
    .where(ListRow.id == bindparam("list_id"))
)


def grounds_of(
    session: AnySession, candidate: Candidate, request_key: str, proposal_id: int | None, *, now: datetime
) -> Grounds:
    """Return what a verdict about a candidate is given upon; of a proposal that is not known, the newest.

    Raises:
        Conflict: the request came for another candidate before.
    """
    asked = {
        "list_id": candidate.list_id,
        "candidate_id": candidate.id,
        "request_key": request_key,
        "seen": proposal_id,
        "now": now,
    }
    (row,) = plain_rows(session, _GROUNDS, asked)
    if row.verdict_id is not None and row.judged != candidate.id:
        raise Conflict("This form was sent for another paper before; reload the page and send it again.")
    claim = Claim(candidate.id, row.user_id, row.name, row.until) if row.until is not None else None
    seen = Seen(row.seen, row.bundle_id, row.relevance) if row.seen is not None else None
    spec, _ = read_spec(row.spec, row.changes)
    return Grounds(row.verdict_id, claim, spec.taxonomy, seen or _newest(session, candidate.id))


def _newest(session: AnySession, candidate_id: int) -> Seen | None:
    found = latest_of(session, candidate_id)
    return Seen(found.id, found.bundle_id, found.relevance) if found else None
