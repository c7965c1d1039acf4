"""Numbers of a numbered list, moved by one below an entry that comes or goes; nothing else may change."""

import re
from collections.abc import Collection, Sequence
from itertools import pairwise

from service.errors import EditRefused
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.lines import split_lines

_MARKER = re.compile(rb"(\s*(?:#{1,6}[ \t]+)?)(\d{1,5})([.)])(?!\d)")
_FEW = 3  # entries in a row that show that the list counts


def renumber_below(document: ListDocument, new: Entry) -> tuple[bytes, int, int] | None:
    """Return the file in which the entries below count on, its first changed line and how many change.

    None where the list does not count, or counts right as it is.
    """
    listed = [e for e in document.section(new.region) if _number(document, e) is not None]
    if new not in listed:
        return None
    at = listed.index(new)
    below = listed[at + 1 :]
    before = [n for e in (*listed[:at], *below) if (n := _number(document, e)) is not None]
    counts = len(before) >= _FEW and all(b == a + 1 for a, b in pairwise(before))
    if not counts or not below or _number(document, below[0]) != _number(document, new):
        return None
    lines = list(document.lines)
    for entry in below:
        lines[entry.first_line - 1] = _moved(lines[entry.first_line - 1], 1)
    data = b"".join(lines)
    guard_numbers(document.data, data, [e.first_line - 1 for e in below])
    return data, below[0].first_line, len(below)


def renumber_back(document: ListDocument, gone: Entry) -> bytes | None:
    """Return the file in which the entries below one that is to go count as if it were gone already.

    None where they do not all count on from it.
    """
    listed = [e for e in document.section(gone.region) if _number(document, e) is not None]
    if gone not in listed:
        return None
    below = listed[listed.index(gone) + 1 :]
    numbers = [n for e in (gone, *below) if (n := _number(document, e)) is not None]
    if not below or any(b != a + 1 for a, b in pairwise(numbers)):
        return None
    lines = list(document.lines)
    for entry in below:
        lines[entry.first_line - 1] = _moved(lines[entry.first_line - 1], -1)
    data = b"".join(lines)
    guard_numbers(document.data, data, [e.first_line - 1 for e in below])
    return data


def guard_numbers(before: bytes, after: bytes, announced: Collection[int]) -> None:
    """Check that only the numbers at the start of the announced lines (from 0) differ.

    Raises:
        EditRefused: anything else does.
    """
    old, new = split_lines(before), split_lines(after)
    allowed = set(announced)
    same = len(old) == len(new) and all(
        a == b or (at in allowed and _without_number(a) == _without_number(b))
        for at, (a, b) in enumerate(zip(old, new, strict=False))
    )
    if not same:
        raise EditRefused("Renumbering would change more than numbers; nothing has been written.")


def without_numbers(data: bytes) -> bytes:
    """Return a file with the numbers of its numbered items blanked, to compare all else."""
    return b"".join(map(_without_number, split_lines(data)))


def _number(document: ListDocument, entry: Entry) -> int | None:
    marker = _MARKER.match(_first_line(document.lines, entry))
    return int(marker[2]) if marker else None


def _first_line(lines: Sequence[bytes], entry: Entry) -> bytes:
    return lines[entry.first_line - 1]


def _moved(line: bytes, by: int) -> bytes:
    return _MARKER.sub(lambda m: m[1] + str(int(m[2]) + by).encode() + m[3], line, count=1)


def _without_number(line: bytes) -> bytes:
    return _MARKER.sub(rb"\g<1>0\3", line, count=1)
