"""Memory: what happens in a list's repository is a verdict, the maintainers' or that of a revert of ours."""

from datetime import datetime

from service.db import people, verdicts
from service.db.candidates import Candidate, Tags
from service.db.engine import WriteSession, take_turn
from service.db.publications import Publication
from service.domain.people import User
from service.domain.review import CandidateState, RejectReason, VerdictGiven, VerdictKind
from service.workflows.review import give_verdict, undo_verdict

MAINTAINERS = "the list's maintainers"
REVERT = "Listkeeper's revert"
_NO_PASSWORD = "!"  # noqa: S105  # no password has this hash: nobody can sign in


def refuse(session: WriteSession, candidate: Candidate, reason: str, *, now: datetime) -> None:
    """Reject a paper for its list in the maintainers' name; it is not offered again unless a person asks."""
    given = VerdictGiven(
        kind=VerdictKind.REJECT,
        revision=candidate.revision,
        request_key=f"refused-{candidate.id}-{candidate.revision}",
        reason=RejectReason.OTHER,
        note=reason,
    )
    _give(session, candidate.id, given, now)


def take_out(session: WriteSession, candidate: Candidate, revert: Publication, *, now: datetime) -> None:
    """Reject a paper that a revert of ours took off its list: in our name, with who asked for it, and why."""
    note = f"Taken off the list again, as {revert.asked_by} asked on {revert.made_at:%Y-%m-%d}"
    given = VerdictGiven(
        kind=VerdictKind.REJECT,
        revision=candidate.revision,
        request_key=f"reverted-{candidate.id}-{candidate.revision}",
        reason=RejectReason.OTHER,
        note=f"{note}: {revert.reason}" if revert.reason else f"{note}.",
    )
    user = _account(session, REVERT, now)
    give_verdict(session, candidate.id, given, user=user, now=now, despite_claim=True)


def correct(session: WriteSession, candidate: Candidate, tags: Tags, reason: str, *, now: datetime) -> None:
    """Confirm a paper again in the maintainers' name, with the tags that they gave it in their file."""
    given = VerdictGiven(
        kind=VerdictKind.ACCEPT,
        revision=candidate.revision,
        request_key=f"corrected-{candidate.id}-{candidate.revision}",
        tags=tags,
        note=reason,
    )
    _give(session, candidate.id, given, now)


def take_back(session: WriteSession, candidate: Candidate, reason: str, *, now: datetime) -> bool:
    """Take back the refusal that was recorded with this reason, if it is what stands of the paper now."""
    standing = [v for v in verdicts.of_candidate(session, candidate.id) if not v.is_undone]
    if candidate.state is not CandidateState.REJECTED or candidate.landed_at is not None or not standing:
        return False
    last = standing[-1]
    if (last.user, last.note) != (MAINTAINERS, reason):
        return False
    key = f"taken-back-{last.id}"
    undo_verdict(session, last.id, user=_maintainers(session, now), request_key=key, now=now)
    return True


def _give(session: WriteSession, candidate_id: int, given: VerdictGiven, now: datetime) -> None:
    """Record what has happened in the repository, also while somebody here has the paper open."""
    user = _maintainers(session, now)
    give_verdict(session, candidate_id, given, user=user, now=now, despite_claim=True)


def _maintainers(session: WriteSession, now: datetime) -> User:
    return _account(session, MAINTAINERS, now)


def _account(session: WriteSession, name: str, now: datetime) -> User:
    known = people.by_name(session, name)
    if known is None:
        take_turn(session, people.TURN)
        known = people.by_name(session, name)
    if known is not None:
        return known[0]
    return people.add(session, name=name, password_hash=_NO_PASSWORD, role="reviewer", now=now)
