"""Source windows: when a day counts as complete, and how the lists' queries become few requests."""

from collections.abc import Iterable
from enum import StrEnum

LONGEST_QUERY = 2800  # characters; twice that when escaped still fits the 8 kB that servers take as an address


class WindowState(StrEnum):
    """How far what we have of a day can be trusted."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def decide_window(*, expected: int | None, fetched: int, stored: int, problem: str | None) -> WindowState:
    """Call a day green only when everything that the source says there is has been stored."""
    if expected is None:
        return WindowState.RED
    if problem is None and expected == fetched == stored:
        return WindowState.GREEN
    return WindowState.AMBER


def merge_queries(queries: Iterable[str], *, longest: int = LONGEST_QUERY) -> list[str]:
    """Join the lists' queries with OR, so that a paper that several lists want is asked for once.

    Equal queries count once; a joint query stays below `longest` characters where single ones do.
    """
    merged: list[str] = []
    for query in dict.fromkeys(" ".join(q.split()) for q in queries if q.strip()):
        part = f"({query})"
        if merged and len(merged[-1]) + len(part) + len(" OR ") <= longest:
            merged[-1] += f" OR {part}"
        else:
            merged.append(part)
    return merged
