"""A unified diff as lines that know what they are, one under another or side by side, for a page to show."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

_PLACE = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff: its kind is file, place, added, removed or same."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffSide:
    """One side of a row: the line's number in its file, what became of it, and its text."""

    number: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class DiffRow:
    """Two lines that face each other; a row with `title` stands over those that follow."""

    before: DiffSide | None = None
    after: DiffSide | None = None
    title: str = ""


def read_diff(diff: str) -> list[DiffLine]:
    """Split a unified diff; line ends stay out of the texts, so that CRLF does not show."""
    return [DiffLine(_kind(line), line.rstrip("\r")) for line in diff.split("\n") if line]


def side_by_side(lines: Sequence[DiffLine]) -> list[DiffRow]:
    """Face removed lines with those that were added in their place, and equal ones with themselves."""
    rows: list[DiffRow] = []
    removed: list[DiffSide] = []
    added: list[DiffSide] = []
    old = new = 0
    for line in lines:
        if line.text.startswith("\\"):  # a word about the last line's end
            continue
        if line.kind == "removed":
            removed.append(DiffSide(old, "removed", line.text[1:]))
            old += 1
        elif line.kind == "added":
            added.append(DiffSide(new, "added", line.text[1:]))
            new += 1
        else:
            rows += _facing(removed, added)
            removed, added = [], []
            place = _PLACE.match(line.text)
            if place is not None:
                old, new = int(place[1]), int(place[2])
                rows.append(DiffRow(title=f"from line {new}"))
            elif line.text.startswith("+++ "):
                rows.append(DiffRow(title=line.text.removeprefix("+++ b/")))
            elif line.kind == "same":
                text = line.text[1:]
                rows.append(DiffRow(DiffSide(old, "same", text), DiffSide(new, "same", text)))
                old, new = old + 1, new + 1
    return [*rows, *_facing(removed, added)]


def _facing(removed: Sequence[DiffSide], added: Sequence[DiffSide]) -> Iterator[DiffRow]:
    return (DiffRow(before, after) for before, after in zip_longest(removed, added))


def _kind(line: str) -> str:
    if line.startswith(("--- ", "+++ ", "diff ")):
        return "file"
    return {"@": "place", "+": "added", "-": "removed"}.get(line[0], "same")
