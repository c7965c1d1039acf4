"""A list's habits as a value that can be printed, stored in the catalog and overridden there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Habits:
    """What a maintainer would say about how the list is kept.

    `order` maps a section (` > ` between headings; `*` for all others) to a rule's name; `words` explain
    everything that was learned, one habit each.
    """

    order: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)

    def order_rule(self, path: Sequence[str]) -> str | None:
        """Return the rule that was set for a section, if one was."""
        return self.order.get(" > ".join(path)) or self.order.get("*")
