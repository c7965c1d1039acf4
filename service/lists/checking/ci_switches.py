"""Where a file switches rules of its checks off and on again, in comments that only the checks read.

https://github.com/DavidAnson/markdownlint#configuration and https://github.com/remarkjs/remark-message-control
"""

import re
from collections.abc import Collection, Iterator, Sequence

from service.lists.checking.ci_rules import ITEM, ORDER, TWICE, rules_of

_MARKDOWNLINT = re.compile(r"<!--\s*markdownlint-([a-z-]+)((?:\s+[\w-]+)*)\s*-->", re.IGNORECASE)
_LINT = re.compile(r"<!--\s*lint\s+(disable|enable|ignore)((?:\s+[\w-]+)*)\s*-->", re.IGNORECASE)
_OF_REMARK = {"awesome-list-item": (ITEM,), "double-link": (TWICE,), "alphabetize-lists": (ORDER,)}


def switched_off(lines: Sequence[str], rules: Collection[str]) -> list[frozenset[str]]:
    """Return the rules that are off at each line."""
    everywhere = {
        rule
        for line in lines
        for word, names in _said(line, rules)
        if word == "disable-file"
        for rule in names
    }
    off: set[str] = set(everywhere)
    kept: frozenset[str] = frozenset(off)
    following: set[str] = set()
    found = []
    for line in lines:
        here, following = following, set()
        for word, names in _said(line, rules):
            if word == "disable":
                off |= names
            elif word == "enable":
                off -= names - everywhere
            elif word == "disable-line":
                here |= names
            elif word == "disable-next-line":
                following |= names
            elif word == "capture":
                kept = frozenset(off)
            elif word == "restore":
                off = set(kept)
        found.append(frozenset(off | here))
    return found


def _said(line: str, rules: Collection[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield what the comments of a line say, and of which rules; without names, it is said of all."""
    for word, names in _MARKDOWNLINT.findall(line):
        ours = {rule for name in names.split() for rule in rules_of(name)}
        yield word.lower(), ours if names.split() else {rule for rule in rules if rule.startswith("MD")}
    for word, names in _LINT.findall(line):
        ours = {rule for name in names.split() for rule in _OF_REMARK.get(name.lower(), ())}
        meant = "disable-next-line" if word.lower() == "ignore" else word.lower()
        yield meant, ours if names.split() else {rule for rule in rules if not rule.startswith("MD")}
