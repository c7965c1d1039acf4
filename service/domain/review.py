"""Verdicts: what a person may say about a candidate, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from service.domain.taxonomy import Taxonomy
from service.errors import BadInput, Conflict

LONGEST_NOTE = 2000  # characters
LATER_DAYS = 7  # when no date is given


class CandidateState(StrEnum):
    """Where a candidate stands."""

    PENDING = "pending"
    LATER = "later"
    UNSURE = "unsure"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


UNDECIDED = (CandidateState.PENDING, CandidateState.UNSURE, CandidateState.LATER)


class VerdictKind(StrEnum):
    """What a person can say."""

    ACCEPT = "accept"
    REJECT = "reject"
    UNSURE = "unsure"
    LATER = "later"
    UNDO = "undo"


class RejectReason(StrEnum):
    """Why a paper does not belong on a list; only the first and the third teach the classifier fully."""

    OUT_OF_SCOPE = "out of scope"
    ALREADY_LISTED = "already listed"
    WRONG_KIND = "not a paper of this kind"
    LOW_QUALITY = "low quality"
    OTHER = "other"


class CandidateSource(StrEnum):
    """How a paper came to a list's queue."""

    CRAWL = "crawl"
    MANUAL = "manual"
    SISTER = "sister list"
    SUGGESTION = "suggestion"


STATE_AFTER = {
    VerdictKind.ACCEPT: CandidateState.ACCEPTED,
    VerdictKind.REJECT: CandidateState.REJECTED,
    VerdictKind.UNSURE: CandidateState.UNSURE,
    VerdictKind.LATER: CandidateState.LATER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class VerdictGiven:
    """What arrived from a form or the API. `revision` and `proposal_id` are those that the person saw."""

    kind: VerdictKind
    revision: int
    request_key: str
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    reason: str | None = None
    note: str = ""
    due_on: date | None = None
    proposal_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What to store for a verdict."""

    kind: VerdictKind
    state: CandidateState
    tags: Mapping[str, tuple[str, ...]]
    reason: RejectReason | None
    note: str
    due_on: date | None


def decide_verdict(given: VerdictGiven, *, revision: int, taxonomy: Taxonomy, now: datetime) -> Decision:
    """Check a verdict against the candidate and the list's rules.

    Raises:
        Conflict: the candidate has changed since the person saw it.
        BadInput: a tag, reason, date or note cannot be used; the text says which.
    """
    if given.kind is VerdictKind.UNDO:
        raise BadInput("An undo names the verdict that it takes back; use undo instead.")
    if given.revision != revision:
        raise Conflict("This paper has changed since the page was made; look at it again.")
    if len(given.note) > LONGEST_NOTE:
        raise BadInput(f"The note is longer than {LONGEST_NOTE} characters; shorten it.")
    if "\x00" in given.note:  # PostgreSQL keeps no such text
        raise BadInput("The note holds a character that is no text (NUL); type it again.")
    return Decision(
        kind=given.kind,
        state=STATE_AFTER[given.kind],
        tags=_checked_tags(given, taxonomy),
        reason=_checked_reason(given),
        note=given.note.strip(),
        due_on=_checked_date(given, now),
    )


def _checked_tags(given: VerdictGiven, taxonomy: Taxonomy) -> Mapping[str, tuple[str, ...]]:
    if given.kind is not VerdictKind.ACCEPT:
        return {}
    for name, tags in given.tags.items():
        facet = taxonomy.facet(name)
        if facet is None:
            raise BadInput(f"This list has no facet {name!r}; reload the page.")
        unknown = [t for t in tags if facet.tag(t) is None]
        if unknown:
            raise BadInput(f"{facet.title} has no tag {unknown[0]!r}; reload the page.")
        if facet.exclusive and len(set(tags)) > 1:
            raise BadInput(f"{facet.title} takes one tag, not {len(set(tags))}; take the others off.")
    return taxonomy.normalise(given.tags)


def _checked_reason(given: VerdictGiven) -> RejectReason | None:
    if given.kind is not VerdictKind.REJECT:
        return None
    try:
        reason = RejectReason(given.reason or RejectReason.OUT_OF_SCOPE)
    except ValueError as exc:
        allowed = ", ".join(RejectReason)
        raise BadInput(f"{given.reason!r} is no reason; give one of: {allowed}.") from exc
    if reason is RejectReason.OTHER and not given.note.strip():
        raise BadInput("The reason “other” needs a note that says why.")
    return reason


def _checked_date(given: VerdictGiven, now: datetime) -> date | None:
    if given.kind is not VerdictKind.LATER:
        return None
    due_on = given.due_on or now.date() + timedelta(days=LATER_DAYS)
    if due_on <= now.date():
        raise BadInput("“Later” needs a date after today.")
    return due_on
