"""Verdicts: check what a person said, store it, and write it into the ledger."""

from datetime import datetime

from service.db import candidates, ledger, lists, proposals, verdicts
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.people import User
from service.domain.review import VerdictGiven, decide_verdict
from service.errors import BadInput, Conflict


def give_verdict(
    session: WriteSession, candidate_id: int, given: VerdictGiven, *, user: User, now: datetime
) -> int:
    """Store a verdict and return its id; the same request again is answered with the first one's.

    Raises:
        NotFound: there is no such candidate.
        Conflict: it has changed since the person saw it, or the request came for another paper before.
        BadInput: a tag, reason or date cannot be used.
    """
    candidate = candidates.claim(session, candidate_id)
    known = verdicts.of_request(session, given.request_key, candidate_id=candidate_id)
    if known is not None:
        return known
    taxonomy = lists.by_id(session, candidate.list_id).spec.taxonomy
    decision = decide_verdict(given, revision=candidate.revision, taxonomy=taxonomy, now=now)
    proposal = proposals.latest_of(session, candidate.id)
    verdict_id = verdicts.record(
        session,
        candidate,
        decision,
        user_id=user.id,
        proposal_id=proposal.id if proposal else None,
        request_key=given.request_key,
        now=now,
    )
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action=decision.kind,
        subject=_subject(candidate),
        before=_standing(candidate),
        after={
            "state": decision.state,
            "tags": decision.tags,
            "reason": decision.reason,
            "bundle": proposal.bundle_id if proposal else None,
            "relevance": proposal.relevance if proposal else None,
        },
    )
    return verdict_id


def undo_verdict(
    session: WriteSession, verdict_id: int, *, user: User, request_key: str, now: datetime
) -> Candidate:
    """Take a verdict back and return its candidate as it stands then.

    Raises:
        NotFound: there is no such verdict.
        Conflict: it was taken back already, a later one stands on top of it, or the paper has landed.
        BadInput: the verdict is somebody else's.
    """
    before = candidates.claim(session, verdicts.by_id(session, verdict_id).candidate_id)
    if verdicts.of_request(session, request_key, candidate_id=before.id) is not None:
        return before
    verdict = verdicts.by_id(session, verdict_id)
    _check_undo(session, verdict, before, user)
    verdicts.record_undo(session, verdict, user_id=user.id, request_key=request_key, now=now)
    after = candidates.by_id(session, verdict.candidate_id)
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="undo",
        subject=_subject(before),
        before=_standing(before),
        after=_standing(after),
    )
    return after


def _check_undo(session: WriteSession, verdict: verdicts.Verdict, candidate: Candidate, user: User) -> None:
    if verdict.is_undone:
        raise Conflict("This verdict was taken back already.")
    if verdict.user != user.name:
        raise BadInput(f"This verdict is {verdict.user}'s; give your own instead.")
    if candidate.landed_at is not None:
        raise Conflict("This paper is on the list already; take it out there.")
    standing = [v for v in verdicts.of_candidate(session, candidate.id) if not v.is_undone]
    if standing[-1].id != verdict.id:
        raise Conflict("A later verdict stands on top of this one; take that back first.")


def _subject(candidate: Candidate) -> str:
    return f"candidate:{candidate.id} {candidate.paper.record.arxiv_id}"


def _standing(candidate: Candidate) -> dict[str, object]:
    return {"state": candidate.state, "tags": candidate.tags}
