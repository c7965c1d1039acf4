"""Second opinions: given without seeing the verdict; where two people differ, a third word settles it."""

from collections.abc import Mapping
from datetime import datetime

from service.db import candidates, ledger, lists, opinions, verdicts
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.domain.agreement import is_uncertain
from service.domain.people import User
from service.domain.review import VerdictGiven, VerdictKind, decide_verdict
from service.errors import BadInput, Conflict, NotFound
from service.workflows.review import give_verdict, standing_of, subject_of


def give_opinion(
    session: WriteSession,
    candidate_id: int,
    *,
    kind: VerdictKind,
    tags: Mapping[str, tuple[str, ...]],
    note: str,
    user: User,
    now: datetime,
) -> None:
    """Keep what a second person says of a judged paper; the paper stays where the verdict put it.

    Raises:
        Conflict: somebody gave one already, or the verdict is not there any more.
        BadInput: the verdict is one's own, or a tag cannot be used.
    """
    if kind not in (VerdictKind.ACCEPT, VerdictKind.REJECT):
        raise BadInput("A second opinion accepts or rejects; go on with the next paper if you are unsure.")
    candidate = candidates.claim(session, candidate_id)
    standing = [v for v in verdicts.of_candidate(session, candidate_id) if not v.is_undone]
    if not standing or not is_uncertain(standing[-1].kind, candidate.relevance):
        raise Conflict("No second opinion is wanted on this paper any more; go on with the next one.")
    if standing[-1].user == user.name:
        raise BadInput("The verdict is yours; a second opinion comes from somebody else.")
    if opinions.of_candidate(session, candidate_id) is not None:
        raise Conflict("Somebody has given a second opinion on this paper already; go on with the next one.")
    given = VerdictGiven(kind=kind, revision=candidate.revision, request_key="", tags=tags, note=note)
    taxonomy = lists.by_id(session, candidate.list_id).spec.taxonomy
    decision = decide_verdict(given, revision=candidate.revision, taxonomy=taxonomy, now=now)
    opinions.add(
        session,
        candidate_id=candidate_id,
        user_id=user.id,
        verdict_id=standing[-1].id,
        kind=decision.kind,
        tags=decision.tags,
        note=decision.note,
        now=now,
    )
    _note(session, candidate, "second opinion", user, now, {"kind": kind, "tags": decision.tags})


def settle(
    session: WriteSession,
    candidate_id: int,
    *,
    takes_second: bool,
    request_key: str,
    user: User,
    now: datetime,
) -> Candidate:
    """Settle a disagreement: the verdict stays, or the second opinion becomes a verdict of who settles.

    Raises:
        NotFound: there is no second opinion on this paper.
    """
    candidate = candidates.claim(session, candidate_id)
    opinion = opinions.of_candidate(session, candidate_id)
    if opinion is None:
        raise NotFound("There is no second opinion on this paper; reload the page.")
    if takes_second and opinion.settled_at is None:
        given = VerdictGiven(
            kind=opinion.kind,
            revision=candidate.revision,
            request_key=request_key,
            tags=opinion.tags,
            note=opinion.note,
        )
        give_verdict(session, candidate_id, given, user=user, now=now)
    if opinion.settled_at is None:
        opinions.settle(session, candidate_id, now=now)
        taken = opinion.user if takes_second else opinion.verdict.user
        _note(session, candidate, "settle", user, now, {"taken": taken})
    return candidates.by_id(session, candidate_id)


def _note(
    session: WriteSession,
    candidate: Candidate,
    action: str,
    user: User,
    now: datetime,
    after: Mapping[str, object],
) -> None:
    ledger.note(
        session,
        at=now,
        actor=user.name,
        action=action,
        subject=subject_of(candidate),
        before=standing_of(candidate),
        after=after,
    )
