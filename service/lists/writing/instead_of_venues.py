"""Entries that show a venue or else a date or number in its place, never both."""

from collections.abc import Collection, Sequence

_PAIRS = (("venue", "date"), ("venue", "id"), ("badge:venue", "badge:date"))
_TWICE = 2
_FEWEST = 4  # entries from which a single one tells something
_NEARLY_ALL = 0.8  # of the entries show one or the other: two of a kind


def shown_instead(entries: Sequence[Collection[str]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of roles of which each entry, given by the roles of its parts, shows one at most."""
    return tuple(pair for pair in _PAIRS if _is_one_or_other(entries, *pair))


def _is_one_or_other(entries: Sequence[Collection[str]], venue: str, other: str) -> bool:
    shown = [{role for role in (venue, other) if role in roles} for roles in entries]
    each = min(sum(venue in roles for roles in shown), sum(other in roles for roles in shown))
    nearly_all = sum(map(bool, shown)) >= max(_FEWEST, _NEARLY_ALL * len(shown))
    return each >= (1 if nearly_all else _TWICE) and not any(len(roles) > 1 for roles in shown)
