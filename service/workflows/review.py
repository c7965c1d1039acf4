"""Verdicts: check what a person said, store it, and write it into the ledger."""

from datetime import datetime

from service.db import candidates, ledger, undo, verdicts
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.grounds import Grounds, Seen, claim, grounds_of
from service.db.proposals import Proposal
from service.domain.people import User
from service.domain.review import Decision, VerdictGiven, decide_verdict
from service.errors import BadInput, Conflict, NotFound


def give_verdict(
    session: WriteSession,
    candidate_id: int,
    given: VerdictGiven,
    *,
    user: User,
    now: datetime,
    list_id: int | None = None,
    despite_claim: bool = False,
) -> int:
    """Store a verdict and return its id; the same request again is answered with the first one's.

    `despite_claim` is for what has happened already, in the list itself: no claim can hold it up.

    Raises:
        NotFound: there is no such candidate, or not in the queue of that list.
        Conflict: it has changed since the person saw it, somebody else has claimed it, or the request came
            for another paper before.
        BadInput: a tag, reason or date cannot be used.
    """
    grounds = claim(session, candidate_id, given.request_key, given.proposal_id, now=now)
    if grounds.candidate.revision != given.revision:
        grounds = grounds_of(session, candidate_id, given.request_key, given.proposal_id, now=now)
    if list_id not in (None, grounds.candidate.list_id):
        raise NotFound("This paper is not in this list's queue; go back to the queue.")
    if grounds.known is not None:
        return grounds.known
    if not despite_claim:
        grounds.check_claim(user.id)
    return _store(session, given, grounds, user=user, now=now)


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
        subject=subject_of(before),
        before=standing_of(before),
        after=standing_of(after),
    )
    return after


def redo_verdict(
    session: WriteSession, undo_id: int, *, user: User, request_key: str, now: datetime
) -> Candidate:
    """Give a verdict again that the same person took back, and return its candidate as it stands then.

    Raises:
        NotFound: nothing was taken back by this id.
        Conflict: the paper was judged since.
        BadInput: somebody else took it back.
    """
    row = verdicts.undone_by(session, undo_id)
    candidate = candidates.claim(session, row.candidate_id)
    if verdicts.of_request(session, request_key, candidate_id=candidate.id) is not None:
        return candidate
    known = undo.undone(session, undo_id)
    if known is None:
        raise Conflict("This paper was judged again since; look at it and give a verdict of your own.")
    if known.verdict.user != user.name:
        raise BadInput(f"This verdict is {known.verdict.user}'s; give your own instead.")
    given = given_again(known.verdict, candidate, request_key=request_key, now=now)
    grounds = grounds_of(session, candidate.id, request_key, given.proposal_id, now=now)
    _store(session, given, grounds, user=user, now=now, redoes_id=undo_id)
    return candidates.by_id(session, candidate.id)


def given_again(
    verdict: verdicts.Verdict, candidate: Candidate, *, request_key: str, now: datetime
) -> VerdictGiven:
    """Return what a person would send to say the same again; a date that has passed becomes the usual one."""
    return VerdictGiven(
        kind=verdict.kind,
        revision=candidate.revision,
        request_key=request_key,
        tags=verdict.tags,
        reason=verdict.reason,
        note=verdict.note,
        due_on=verdict.due_on if verdict.due_on and verdict.due_on > now.date() else None,
        proposal_id=verdict.proposal_id,
    )


def subject_of(candidate: Candidate) -> str:
    """Return how the ledger names a candidate."""
    return f"candidate:{candidate.id} {candidate.paper.record.arxiv_id}"


def standing_of(candidate: Candidate) -> dict[str, object]:
    """Return how a candidate stands, for the ledger."""
    return {"state": candidate.state, "tags": candidate.tags}


def outcome_of(decision: Decision, proposal: Proposal | Seen | None) -> dict[str, object]:
    """Return what a decision did and what it was made upon, for the ledger."""
    return {
        "state": decision.state,
        "tags": decision.tags,
        "reason": decision.reason,
        "bundle": proposal.bundle_id if proposal else None,
        "relevance": proposal.relevance if proposal else None,
    }


def _store(
    session: WriteSession,
    given: VerdictGiven,
    grounds: Grounds,
    *,
    user: User,
    now: datetime,
    redoes_id: int | None = None,
) -> int:
    candidate = grounds.candidate
    decision = decide_verdict(given, revision=candidate.revision, taxonomy=grounds.taxonomy, now=now)
    proposal = grounds.seen
    verdict_id = verdicts.record(
        session,
        candidate,
        decision,
        user_id=user.id,
        proposal_id=proposal.id if proposal else None,
        request_key=given.request_key,
        now=now,
        redoes_id=redoes_id,
    )
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action="redo" if redoes_id else decision.kind,
        subject=subject_of(candidate),
        before=standing_of(candidate),
        after=outcome_of(decision, proposal),
    )
    return verdict_id


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
