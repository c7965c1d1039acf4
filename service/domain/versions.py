"""Versions: whether a new one says something else, or the same in other words."""

import re
from difflib import SequenceMatcher

_ALIKE = 0.9  # share of words that stayed in their order; typos and polish stay above it


def is_material(before: str, after: str) -> bool:
    """Whether an abstract changed so much that what a model said of it may not hold any more."""
    old, new = (re.findall(r"\w+", text.casefold()) for text in (before, after))
    if old == new:
        return False
    return SequenceMatcher(None, old, new, autojunk=False).ratio() < _ALIKE
