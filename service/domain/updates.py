"""Updates: changes that entries may want, and what people say of them."""

from dataclasses import dataclass
from enum import StrEnum

from service.errors import BadInput, Conflict


class UpdateState(StrEnum):
    """Where an update stands."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


class UpdateVerdict(StrEnum):
    """What a person can say of an update."""

    CONFIRM = "confirm"
    DISMISS = "dismiss"
    UNDO = "undo"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An update as it stands: where, at which revision, and whether the list says it already."""

    state: UpdateState
    revision: int
    has_landed: bool


_AFTER = {
    UpdateVerdict.CONFIRM: UpdateState.ACCEPTED,
    UpdateVerdict.DISMISS: UpdateState.REJECTED,
    UpdateVerdict.UNDO: UpdateState.PENDING,
}


def read_verdict(word: str) -> UpdateVerdict:
    """Read what a form sent.

    Raises:
        BadInput: it is no verdict.
    """
    try:
        return UpdateVerdict(word)
    except ValueError as exc:
        raise BadInput(f"{word[:20]!r} is no verdict on an update; give confirm, dismiss or undo.") from exc


def decide_update(verdict: UpdateVerdict, standing: Standing, *, revision: int) -> UpdateState:
    """Return where a verdict puts an update; `revision` is the one that the person saw.

    Raises:
        Conflict: it has changed since, or the list says it already.
    """
    if standing.has_landed:
        raise Conflict("The list says this already; change it there.")
    if revision != standing.revision:
        raise Conflict("This update has changed since the page was made; look at it again.")
    is_pending = standing.state is UpdateState.PENDING
    if is_pending is (verdict is UpdateVerdict.UNDO):
        raise Conflict("Somebody else has decided on this update just now; look at it again.")
    return _AFTER[verdict]
