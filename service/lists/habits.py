"""A list's habits as a value that can be printed, stored in the catalog and overridden there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.errors import BadInput
from service.lists.rules import BY_NAME


@dataclass(frozen=True, slots=True)
class Habits:
    """What a maintainer would say about how the list is kept.

    `order` maps a section (its headings joined by ` > `; `*` for all others) to a rule's name; `words`
    explain everything that was learned, one habit each.
    """

    order: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def order_rule(self, path: Sequence[str]) -> str | None:
        """Return the rule that was set for a section, if one was.

        Raises:
            BadInput: there is no rule of that name.
        """
        name = self.order.get(" > ".join(path)) or self.order.get("*")
        if name is not None and name not in BY_NAME:
            raise BadInput(f"There is no order {name!r}; choose one of {', '.join(sorted(BY_NAME))}.")
        return name
