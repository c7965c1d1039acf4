"""Entries that show a venue or else a date or number in its place, never both."""

from collections.abc import Sequence

_PAIRS = (("venue", "date"), ("venue", "id"), ("badge:venue", "badge:date"))
_TWICE = 2
_FEWEST = 4  # entries from which a single one tells something
_NEARLY_ALL = 0.8  # of the entries show one or the other: two of a kind


def shown_instead(entries: Sequence[Sequence[str]]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of roles of which each entry, given by the roles of its parts, shows one at most.

    One entry alone may show it, but not among words: `A trend since Maps (ACL 2022) and Grids (ICLR 2022)`.
    """
    return tuple(pair for pair in _PAIRS if _is_one_or_other(entries, *pair))


def _is_one_or_other(entries: Sequence[Sequence[str]], venue: str, other: str) -> bool:
    shown = [{role for role in (venue, other) if role in roles} for roles in entries]
    counts = [(roles.count(venue), roles.count(other)) for roles in entries]
    each = min(sum(map(bool, count)) for count in zip(*counts, strict=True)) if counts else 0
    is_plain = max((max(count) for count in counts), default=0) <= 1
    nearly_all = sum(map(bool, shown)) >= max(_FEWEST, _NEARLY_ALL * len(shown))
    return each >= (1 if nearly_all and is_plain else _TWICE) and not any(len(roles) > 1 for roles in shown)
