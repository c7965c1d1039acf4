"""The guard: an edit may add the lines it announced, and may change nothing else."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.errors import EditRefused
from service.lists.reading.lines import line_ending, split_lines


class AdditionKind(StrEnum):
    """What an addition is."""

    ENTRY = "entry"
    HEADING = "heading"
    ORDINAL = "ordinal"
    NEWS = "news"


@dataclass(frozen=True, slots=True)
class Addition:
    """Lines that an edit puts in front of line `at` (from 0) of the file before."""

    kind: AdditionKind
    at: int
    lines: tuple[bytes, ...]

    @property
    def text(self) -> str:
        """What is added, for a person to read."""
        return b"".join(self.lines).decode("utf-8", "replace")


def apply(before: bytes, additions: Sequence[Addition]) -> bytes:
    """Return the file with the additions in it; a missing final newline stays missing."""
    lines = split_lines(before)
    eol = line_ending(lines)
    out: list[bytes] = []
    for index in range(len(lines) + 1):
        for addition in additions:
            if addition.at == index:
                if out and not out[-1].endswith(b"\n"):
                    out[-1] += eol
                out += addition.lines
        if index < len(lines):
            out.append(lines[index])
    was_open = bool(lines) and not lines[-1].endswith(b"\n")
    if was_open and any(a.at == len(lines) for a in additions):
        out[-1] = out[-1].removesuffix(eol)
    return b"".join(out)


def guard(before: bytes, after: bytes, announced: Sequence[Addition]) -> None:
    """Check that `after` is `before` with the announced lines and not one other byte changed.

    Raises:
        EditRefused: it is not.
    """
    kept, at, position = split_lines(before), 0, 0
    eol = line_ending(kept)
    found = split_lines(after)
    pending = sorted(announced, key=lambda a: a.at)
    for index in range(len(kept) + 1):
        while pending and pending[0].at == index:
            for line in pending.pop(0).lines:
                _must(at < len(found) and _same(found[at], line, eol, is_last=at == len(found) - 1))
                at += 1
        if index < len(kept):
            _must(at < len(found) and _same(found[at], kept[index], eol, is_last=index == len(kept) - 1))
            at, position = at + 1, position + 1
    _must(at == len(found) and not pending)


def _same(found: bytes, expected: bytes, eol: bytes, *, is_last: bool) -> bool:
    """Equal, or differing in nothing but the line end that the file's last line gains or lacks."""
    if found == expected:
        return True
    return is_last and found.removesuffix(eol) == expected.removesuffix(eol)


def _must(holds: bool) -> None:  # noqa: FBT001 - an assertion that stays in optimised runs
    if not holds:
        raise EditRefused("The edit would change more than the lines it adds; nothing has been written.")
