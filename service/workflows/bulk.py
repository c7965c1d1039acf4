"""One verdict about all papers that a filter matches: seen first, given in one stroke, taken back in one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from hashlib import sha256

from service.db import bulk, ledger, proposals, undo, verdict_batches, verdicts
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.db.queues import QueueFilter
from service.db.turns import take_list
from service.db.verdict_batches import Judgement, TakenBack
from service.db.verdicts import Verdict
from service.domain.people import User
from service.domain.review import (
    STATE_AFTER,
    CandidateState,
    Decision,
    VerdictGiven,
    VerdictKind,
    decide_verdict,
)
from service.errors import BadInput, Conflict
from service.workflows.review import given_again, outcome_of, standing_of, subject_of

SHORTEST_KEY, LONGEST_KEY = 8, 40  # characters of a stroke's key; each verdict's own adds the candidate's id


@dataclass(frozen=True, slots=True, kw_only=True)
class Stroke:
    """One verdict for many papers; `seen` stands for the papers that the person saw in the preview."""

    kind: VerdictKind
    seen: str
    key: str
    reason: str | None = None
    note: str = ""
    due_on: date | None = None


def digest_of(matched: Sequence[tuple[int, int]]) -> str:
    """Return what stands for these candidates as they are: (id, revision) pairs."""
    return sha256(repr(sorted(matched)).encode()).hexdigest()


def give_stroke(
    session: WriteSession,
    found: StoredList,
    wanted: QueueFilter,
    stroke: Stroke,
    *,
    user: User,
    now: datetime,
) -> int:
    """Judge all papers that match and return how many; accepting takes each one's own proposed tags.

    Raises:
        Conflict: other papers match now than the person saw.
        BadInput: the verdict cannot be given to many, or its reason or date cannot be used.
    """
    if not SHORTEST_KEY <= len(stroke.key) <= LONGEST_KEY:
        raise BadInput("This form carries no usable key; reload the page and send it again.")
    take_list(session, found.id)
    if verdict_batches.is_known(session, stroke.key):
        return verdict_batches.size(session, stroke.key)
    matched = bulk.matching(session, found.id, wanted, user_id=user.id, now=now)
    claimed = verdict_batches.claim_all(session, [candidate_id for candidate_id, _ in matched])
    if digest_of([(each.id, each.revision) for each in claimed]) != stroke.seen:
        raise Conflict(f"Now {len(matched):,} papers match, not those that you saw; look at them again.")
    said = proposals.latest_by_id(session, [each.id for each in claimed])
    judgements, lines = [], []
    for candidate in claimed:
        proposal = said.get(candidate.id)
        given = VerdictGiven(
            kind=stroke.kind,
            revision=candidate.revision,
            request_key=f"{stroke.key}-{candidate.id}",
            tags=found.spec.taxonomy.today(proposal.proposed) if proposal else {},
            reason=stroke.reason,
            note=stroke.note,
            due_on=stroke.due_on,
        )
        decision = _decide(given, candidate, found, now)
        judgements.append(Judgement(candidate, decision, proposal.id if proposal else None))
        after = {**outcome_of(decision, proposal), "batch": stroke.key}
        lines.append(_line(candidate, decision.kind, user, now, after))
    verdict_batches.record_all(session, judgements, user_id=user.id, batch=stroke.key, now=now)
    ledger.note_all(session, lines)
    return len(judgements)


def undo_stroke(session: WriteSession, found: StoredList, batch: str, *, user: User, now: datetime) -> int:
    """Take a stroke back and return how many papers stand as before; doing it twice does it once.

    Papers that landed or were judged again since stay as they are.

    Raises:
        BadInput: it is somebody else's.
    """
    take_list(session, found.id)
    ids = [verdict.candidate_id for verdict in verdict_batches.standing(session, batch)]
    claimed = {c.id: c for c in verdict_batches.claim_all(session, ids)}
    standing = verdict_batches.standing(session, batch)  # one may have been taken back by itself meanwhile
    if any(verdict.user != user.name for verdict in standing):
        raise BadInput(f"These verdicts are {standing[0].user}'s; give your own instead.")
    said = verdict_batches.before(session, ids)
    backs = list(_taken_back(standing, claimed, said))
    verdict_batches.undo_all(session, backs, user_id=user.id, batch=f"undo-{batch}"[:64], now=now)
    after = [
        {"state": b.state, "tags": {k: list(v) for k, v in b.tags.items()}, "batch": batch} for b in backs
    ]
    ledger.note_all(
        session, [_line(b.candidate, "undo", user, now, a) for b, a in zip(backs, after, strict=True)]
    )
    return len(backs)


def redo_stroke(
    session: WriteSession, found: StoredList, undo_batch: str, *, key: str, user: User, now: datetime
) -> int:
    """Give the verdicts again that were taken back in one stroke, where no others were given since."""
    take_list(session, found.id)
    if verdict_batches.is_known(session, key):
        return verdict_batches.size(session, key)
    known = [undo.undone(session, undo_id) for undo_id in undo.of_batch(session, undo_batch)]
    again = {each.verdict.candidate_id: each for each in known if each and each.verdict.user == user.name}
    judgements, lines = [], []
    for candidate in verdict_batches.claim_all(session, list(again)):
        taken = again[candidate.id]
        given = given_again(taken.verdict, candidate, request_key=f"{key}-{candidate.id}", now=now)
        decision = _decide(given, candidate, found, now)
        judgements.append(Judgement(candidate, decision, given.proposal_id, taken.undo_id))
        lines.append(_line(candidate, "redo", user, now, {**outcome_of(decision, None), "batch": key}))
    verdict_batches.record_all(session, judgements, user_id=user.id, batch=key, now=now)
    ledger.note_all(session, lines)
    return len(judgements)


def _decide(given: VerdictGiven, candidate: Candidate, found: StoredList, now: datetime) -> Decision:
    """Decide as for a single paper; a tag that was taken out of the taxonomy since is let go."""
    taxonomy = found.spec.taxonomy
    known = replace(given, tags=taxonomy.normalise(given.tags))
    return decide_verdict(known, revision=candidate.revision, taxonomy=taxonomy, now=now)


def _taken_back(
    standing: Sequence[Verdict], claimed: dict[int, Candidate], said: dict[int, list[Verdict]]
) -> Iterator[TakenBack]:
    for verdict in standing:
        candidate = claimed[verdict.candidate_id]
        of_paper = said[candidate.id]
        if candidate.landed_at is not None or of_paper[-1].id != verdict.id:
            continue
        earlier: verdicts.Verdict | None = of_paper[-2] if len(of_paper) > 1 else None
        state = STATE_AFTER[earlier.kind] if earlier else CandidateState.PENDING
        due_on = earlier.due_on if earlier else None
        yield TakenBack(candidate, verdict.id, state, earlier.tags if earlier else {}, due_on)


def _line(
    candidate: Candidate, action: str, user: User, now: datetime, after: Mapping[str, object]
) -> dict[str, object]:
    return {
        "at": now,
        "actor": user.name,
        "action": str(action),
        "subject": subject_of(candidate),
        "before": standing_of(candidate),
        "after": after,
    }
