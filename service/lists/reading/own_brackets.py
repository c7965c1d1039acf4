"""Words that each stand in square brackets of their own, as in `[video] [audio]`, unlike `[video; audio]`."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from service.lists.reading.dressed import TEXT
from service.lists.reading.own_names import tails_begin_with_names
from service.lists.reading.parts import Part, Reading

_MARKS = ("**", "__", "*", "_", "`")


def has_own_brackets(entries: Sequence[tuple[str, Reading]]) -> bool:
    """Whether words in brackets stand side by side in any entry (title, reading), never two in one pair."""
    tails = [[p for p in r.parts() if p.role == "tail"] for _, r in entries]
    alone = [[_with_brackets(r.text, p) for p in own] for (_, r), own in zip(entries, tails, strict=True)]
    if any(part is None for own in alone for part in own):
        return False
    beside = (
        not r.text[a.end : b.start].strip()
        for (_, r), own in zip(entries, alone, strict=True)
        for a, b in pairwise(own)
        if a and b
    )
    return any(beside) and not tails_begin_with_names(entries)


def with_own_brackets(reading: Reading) -> Reading:
    """Take the brackets and the emphasis around each word for its own, as code marks are."""
    cells = tuple(
        replace(cell, parts=tuple(_with_brackets(reading.text, p) or p for p in cell.parts))
        for cell in reading.cells
    )
    return Reading(reading.text, cells)


def _with_brackets(text: str, part: Part) -> Part | None:
    """Return a word in brackets with them; None for other parts, or if something else stands in them too."""
    start, end = part.start - 1, part.end + 1
    if part.role != "tail" or start < 0 or text[start] != "[" or text[end - 1 : end] != "]":
        return None
    mark = next((m for m in _MARKS if text.endswith(m, 0, start) and text.startswith(m, end)), "")
    return replace(part, start=start - len(mark), end=end + len(mark), role=TEXT)
