"""A list's habits as a value that can be printed, stored in the catalog and overridden there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.errors import BadInput
from service.lists.placing.rules import BY_NAME
from service.lists.writing.set_forms import CHOICES, SetForms, is_form, mistake

_FIXED = " (fixed in the catalog)"
BLANK_LINES = "blank lines"
_OFFERS = ("news", "other places", "numbers", "new sections")
_SETTINGS: Mapping[str, tuple[str, ...]] = {
    BLANK_LINES: ("0", "1", "2", "3"),
    **dict.fromkeys(_OFFERS, ("offer", "never")),
    **CHOICES,
}


@dataclass(frozen=True, slots=True)
class Habits:
    """What a maintainer would say about how the list is kept.

    `order` maps a section (its headings joined by ` > `; `*` for all others) to a rule's name; `settings`
    fix other habits; `words` explain everything that was learned, one habit each.
    """

    order: Mapping[str, str] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    settings: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_catalog(cls, fixed: Mapping[str, str]) -> "Habits":
        """Read what a catalog entry fixes: `blank lines`, forms, what is offered, else a section's order.

        Raises:
            BadInput: a habit has no such value.
        """
        settings = {name: value for name, value in fixed.items() if name in _SETTINGS or is_form(name)}
        for name, value in settings.items():
            wanted = mistake(name, value)
            if name in _SETTINGS and value not in _SETTINGS[name]:
                wanted = " or ".join(_SETTINGS[name])
            if wanted:
                raise BadInput(f"The habit {name!r} is {wanted}, not {value!r}.")
        found = cls(order={k: v for k, v in fixed.items() if k not in settings}, settings=settings)
        for section in found.order:
            found.order_rule(section.split(" > "))
        return found

    def order_rule(self, path: Sequence[str]) -> str | None:
        """Return the rule that was set for a section, if one was.

        Raises:
            BadInput: there is no rule of that name.
        """
        name = self.order.get(" > ".join(path)) or self.order.get("*")
        if name is not None and name not in BY_NAME:
            raise BadInput(f"There is no order {name!r}; choose one of {', '.join(sorted(BY_NAME))}.")
        return name

    @property
    def blank_lines(self) -> int | None:
        """How many blank lines stand between entries, where that is fixed."""
        return int(self.settings[BLANK_LINES]) if BLANK_LINES in self.settings else None

    @property
    def forms(self) -> SetForms:
        """How parts of an entry are written, where that is fixed."""
        return SetForms(self.settings)

    def offers(self, what: str) -> bool:
        """Whether an extra (`news`, `other places`, `numbers`, `new sections`) may be offered."""
        return self.settings.get(what) != "never"

    def overridden(self, fixed: Mapping[str, str]) -> "Habits":
        """Return these habits with what a catalog entry fixes in their place.

        Raises:
            BadInput: a habit has no such value.
        """
        given = Habits.from_catalog(fixed)
        said = {name: value + _FIXED for name, value in given.settings.items()}
        if given.order:
            rules = (f"{section}: {BY_NAME[name].words}" for section, name in given.order.items())
            said["order"] = "; ".join(rules).removeprefix("*: ") + _FIXED
        order = given.order if "*" in given.order else {**self.order, **given.order}
        return Habits(order=order, words={**self.words, **said}, settings=given.settings)
