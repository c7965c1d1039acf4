"""A unified diff as lines that know what they are, one under another or side by side, for a page to show."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from itertools import groupby, zip_longest

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.4  # of the longer line; two with less in common did not become one another
_LONGEST = 4000  # characters of a line whose words are compared
_PLACE = re.compile(r"@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@")


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a changed line: `is_changed` where it differs from the line that it faces."""

    text: str
    is_changed: bool


@dataclass(frozen=True, slots=True)
class DiffLine:
    """A line of a diff: its kind is file, place, added, removed or same.

    `words` are the line in parts, without its sign, where another line became it or it became another.
    """

    kind: str
    text: str
    words: tuple[Words, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class DiffSide:
    """One side of a row: the line's number in its file, what became of it, and its text."""

    number: int
    kind: str
    text: str
    words: tuple[Words, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class DiffRow:
    """Two lines that face each other; a row with `title` stands over those that follow."""

    before: DiffSide | None = None
    after: DiffSide | None = None
    title: str = ""


def read_diff(diff: str) -> list[DiffLine]:
    """Split a unified diff; line ends stay out of the texts, so that CRLF does not show."""
    lines = [DiffLine(_kind(line), line.rstrip("\r")) for line in diff.split("\n") if line]
    return list(_with_words(lines))


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
            removed.append(DiffSide(old, "removed", line.text[1:], line.words))
            old += 1
        elif line.kind == "added":
            added.append(DiffSide(new, "added", line.text[1:], line.words))
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


def _with_words(lines: Sequence[DiffLine]) -> Iterator[DiffLine]:
    """Compare the lines that were removed in one place with those that were added there, one by one."""
    removed: list[DiffLine] = []
    for kind, group in groupby(lines, key=lambda line: line.kind):
        here = list(group)
        if kind == "removed":
            removed = here
            continue
        pairs = [_compared(*pair) for pair in zip(removed, here, strict=False)] if kind == "added" else []
        yield from (before for before, _ in pairs)
        yield from removed[len(pairs) :]
        yield from (after for _, after in pairs)
        yield from here[len(pairs) :]
        removed = []
    yield from removed


def _compared(before: DiffLine, after: DiffLine) -> tuple[DiffLine, DiffLine]:
    if max(len(before.text), len(after.text)) > _LONGEST:
        return before, after
    old, new = (_WORD.findall(line.text[1:]) for line in (before, after))
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    same = sum(len("".join(old[i:j]).strip()) for kind, i, j, _, _ in steps if kind == "equal")
    if same < _ALIKE * max(len(before.text), len(after.text)):
        return before, after
    kinds = [
        kind != "equal" or _is_gap(old[i:j], at, len(steps)) for at, (kind, i, j, _, _) in enumerate(steps)
    ]
    return (
        replace(
            before,
            words=_parts((flag, old[step[1] : step[2]]) for flag, step in zip(kinds, steps, strict=True)),
        ),
        replace(
            after,
            words=_parts((flag, new[step[3] : step[4]]) for flag, step in zip(kinds, steps, strict=True)),
        ),
    )


def _is_gap(words: Sequence[str], at: int, count: int) -> bool:
    """Whether what is equal between two changes is a sign or a space, which would only cut them up."""
    return 0 < at < count - 1 and len(words) == 1 and not words[0].isalnum()


def _parts(pieces: Iterable[tuple[bool, Sequence[str]]]) -> tuple[Words, ...]:
    grouped = groupby((piece for piece in pieces if piece[1]), key=lambda piece: piece[0])
    return tuple(
        Words("".join(word for _, words in group for word in words), is_changed)
        for is_changed, group in grouped
    )


def _facing(removed: Sequence[DiffSide], added: Sequence[DiffSide]) -> Iterator[DiffRow]:
    return (DiffRow(before, after) for before, after in zip_longest(removed, added))


def _kind(line: str) -> str:
    if line.startswith(("--- ", "+++ ", "diff ")):
        return "file"
    return {"@": "place", "+": "added", "-": "removed"}.get(line[0], "same")
