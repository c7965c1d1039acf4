"""Publications: sets of confirmed entries on their way to a list's repository."""

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
    CLOSED = "closed"
    FAILED = "failed"


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
