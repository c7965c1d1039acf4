"""Memory: what a list's maintainers decide in their repository is a verdict, under an account of theirs."""

from datetime import datetime

from service.db import people
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.people import User
from service.domain.review import RejectReason, VerdictGiven, VerdictKind
from service.workflows.review import give_verdict

MAINTAINERS = "the list's maintainers"
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
    give_verdict(session, candidate.id, given, user=_maintainers(session, now), now=now)


def _maintainers(session: WriteSession, now: datetime) -> User:
    known = people.by_name(session, MAINTAINERS)
    if known is not None:
        return known[0]
    return people.add(session, name=MAINTAINERS, password_hash=_NO_PASSWORD, role="reviewer", now=now)
