"""The Markdown rules that a list's own checks hold it to, read from the settings of markdownlint.

https://github.com/DavidAnson/markdownlint/blob/main/doc/Rules.md
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ITEM, TWICE, ORDER = "awesome-list-item", "double-link", "alphabetical-order"
_ALIASES = {
    "MD004": ("ul-style",),
    "MD009": ("no-trailing-spaces",),
    "MD010": ("no-hard-tabs",),
    "MD012": ("no-multiple-blanks",),
    "MD013": ("line-length",),
    "MD022": ("blanks-around-headings", "blanks-around-headers"),
    "MD030": ("list-marker-space",),
    "MD033": ("no-inline-html",),
    "MD034": ("no-bare-urls",),
    "MD045": ("no-alt-text",),
    "MD047": ("single-trailing-newline",),
}
_TAGS = {
    "whitespace": ("MD009", "MD010", "MD012", "MD030"),
    "line_length": ("MD013",),
    "bullet": ("MD004",),
    "html": ("MD033",),
    "url": ("MD034",),
    "links": ("MD034",),
    "headings": ("MD022",),
    "headers": ("MD022",),
    "blank_lines": ("MD012", "MD022"),
    "ul": ("MD004", "MD030"),
    "accessibility": ("MD045",),
    "images": ("MD045",),
}
_NAMES = {alias: (rule,) for rule, aliases in _ALIASES.items() for alias in aliases} | _TAGS

_STYLES: Mapping[str, Mapping[str, Any]] = {  # those that come with markdownlint, as far as our rules go
    "all": {},
    "relaxed": {"whitespace": False, "line_length": False, "MD033": False, "MD034": False},
    "prettier": dict.fromkeys(("MD009", "MD010", "MD012", "MD013", "MD022", "MD030"), False),
}


@dataclass(frozen=True, slots=True)
class CiRules:
    """The rules in force with their settings, by name; `sources` are the files that say so."""

    sources: tuple[str, ...] = ()
    rules: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    link_checkers: tuple[str, ...] = ()

    def setting(self, rule: str, name: str, otherwise: Any) -> Any:
        """Return a setting of a rule, if it is of the kind of what it is without one."""
        value = self.rules.get(rule, {}).get(name, otherwise)
        return value if isinstance(value, type(otherwise)) else otherwise


def read_markdownlint(settings: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the rules that a configuration of markdownlint leaves in force; later lines win, as there.

    It may extend a style that comes with markdownlint.
    """
    style = _STYLES.get(str(settings.get("extends", "")).removeprefix("markdownlint/style/"), {})
    settings = {**style, **settings}
    is_on = settings.get("default", True) is not False
    rules: dict[str, Mapping[str, Any]] = {name: {} for name in _ALIASES if is_on}
    for name, value in settings.items():
        for rule in rules_of(str(name)):
            if value is False or value is None:
                rules.pop(rule, None)
            else:
                rules[rule] = value if isinstance(value, Mapping) else {}
    return rules


def rules_of(name: str) -> tuple[str, ...]:
    """Return the rules that a name, an alias or a tag of markdownlint stands for."""
    if name.upper() in _ALIASES:
        return (name.upper(),)
    return _NAMES.get(name.lower(), ())
