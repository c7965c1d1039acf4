"""Who may do what: four roles, each holding the rights of those before it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.errors import BadInput


class Role(StrEnum):
    """What an account may do, on all lists or on one."""

    READER = "reader"
    REVIEWER = "reviewer"
    MAINTAINER = "maintainer"
    ADMIN = "admin"

    @property
    def words(self) -> str:
        """What the role allows, in words."""
        return _WORDS[self]

    def covers(self, least: "Role") -> bool:
        """Tell whether this role holds the rights of another one."""
        order = list(Role)
        return order.index(self) >= order.index(least)


_WORDS = {
    Role.READER: "read, and follow with tokens",
    Role.REVIEWER: "give verdicts",
    Role.MAINTAINER: "publish, invite, and change the list's settings",
    Role.ADMIN: "everything, on every list",
}


@dataclass(frozen=True, slots=True)
class User:
    """A person who may sign in. `role` counts on all lists; `lists` holds what goes beyond it on some."""

    id: int
    name: str
    role: Role
    lists: Mapping[int, Role] = field(default_factory=dict)
    keys: Mapping[str, str] = field(default_factory=dict)

    def role_on(self, list_id: int) -> Role:
        """Return the larger one of the two roles."""
        here = self.lists.get(list_id, Role.READER)
        return here if here.covers(self.role) else self.role

    def may(self, least: Role, list_id: int | None = None) -> bool:
        """Tell whether the person has a role on a list, or without one on any list at all."""
        if list_id is not None:
            return self.role_on(list_id).covers(least)
        return self.role.covers(least) or any(role.covers(least) for role in self.lists.values())


def parse_role(text: str, *, most: Role = Role.ADMIN) -> Role:
    """Read a role.

    Raises:
        BadInput: there is none of that name, or it is more than may be given here.
    """
    allowed = [role for role in Role if most.covers(role)]
    if text not in allowed:
        raise BadInput(f"{text[:20]!r} is no role that you can give; give one of: {', '.join(allowed)}.")
    return Role(text)
