"""Publications: sets of confirmed entries on their way to a list's repository."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.lists import Policy
from service.errors import Forbidden


class PublicationState(StrEnum):
    """How far a publication got."""

    PLANNED = "planned"
    COMMITTED = "committed"
    PUSHED = "pushed"
    OPENED = "opened"
    LANDED = "landed"
    PARTLY_LANDED = "partly landed"
    CLOSED = "closed"
    FAILED = "failed"


OVER = (PublicationState.LANDED, PublicationState.PARTLY_LANDED, PublicationState.CLOSED)


@dataclass(frozen=True, slots=True)
class Placement:
    """Where in a list an entry stands: its file, and the headings above it."""

    path: str
    section: tuple[str, ...]

    @property
    def words(self) -> str:
        """The place as people read it."""
        return " > ".join(self.section) or "no section"


@dataclass(frozen=True, slots=True)
class Move:
    """A maintainer put an entry of ours elsewhere."""

    old: Placement
    new: Placement

    @property
    def words(self) -> str:
        """From where to where, with the files where those differ."""
        if self.old.path == self.new.path:
            return f"from “{self.old.words}” to “{self.new.words}”"
        old, new = (f"“{each.words}” in {each.path}" for each in (self.old, self.new))
        return f"from {old} to {new}"


@dataclass(frozen=True, slots=True)
class Turns:
    """Candidates by id: those that may go to the list's repository now, and those whose turn comes later."""

    go: tuple[int, ...]
    wait: tuple[int, ...]


def decide_turns(
    confirmed: Sequence[int], *, on_their_way: Collection[int], sent_today: Collection[int], daily: int
) -> Turns:
    """Keep what is on its way already, and let new papers go until the list has had `daily` of them today.

    A paper counts on the day (UTC) on which it first went out, also if it has landed or was refused since.
    """
    left = max(0, daily - len(sent_today))
    go, wait = [], []
    for candidate_id in confirmed:
        if candidate_id in on_their_way:
            go.append(candidate_id)
        elif left > 0:
            go.append(candidate_id)
            left -= 1
        else:
            wait.append(candidate_id)
    return Turns(tuple(go), tuple(wait))


def check_policy(policy: Policy, *, name: str, is_own_copy: bool) -> None:
    """Accept a push only where it is invited, or into a copy that the operator named.

    Raises:
        Forbidden: the list has not invited publications; the text says what to do.
    """
    if is_own_copy or policy is Policy.INVITED:
        return
    if policy is Policy.NEVER:
        raise Forbidden(f"{name} does not want publications from Listkeeper; nothing has been sent.")
    raise Forbidden(
        f"{name} has not invited Listkeeper yet: ask its maintainers, then set its policy to `invited`; "
        "until then take the patch file, or push to a copy of yours with --to."
    )
