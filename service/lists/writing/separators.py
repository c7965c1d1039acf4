"""What stands between the parts of a cell, and what usually does in the cells that have the same parts."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from service.lists.reading.dressed import kind_of_part
from service.lists.reading.parts import Cell, Part, Reading

_BLANKS = re.compile(r"\s+")
_ENOUGH = 3  # cells with the same parts, joined alike
_MOST = 0.6  # of the cells with the same parts
_MANY, _NEARLY_ALL = 8, 0.9  # from which one cell that differs has a slip


def separators(reading: Reading, cell: Cell) -> list[tuple[str, str, str]]:
    """Return (left role, right role, text between) along a cell, edges included."""
    marks = [
        (cell.start, cell.start, "^"),
        *((p.start, p.end, p.role) for p in cell.parts),
        (cell.end, cell.end, "$"),
    ]
    return [(a[2], b[2], reading.text[a[1] : b[0]]) for a, b in pairwise(marks)]


def form_of(reading: Reading, part: Part) -> str:
    """Return a part with each value replaced by its name."""
    out, at = "", part.start
    for slot in sorted(part.slots, key=lambda s: s.start):
        if slot.start >= at:
            out += reading.text[at : slot.start] + f"\x00{slot.field}\x01"
            at = slot.end
    return collapsed(out + reading.text[at : part.end])


def collapsed(text: str) -> str:
    """Return a text with one blank for each run of them."""
    return _BLANKS.sub(" ", text)


class UsualSeparators:
    """How cells with the same parts in the same order are joined, if most of them are joined alike.

    Forms that differ in blanks and ends of lines alone count as one.
    """

    def __init__(self, readings: Iterable[Reading]) -> None:
        self._seen: dict[tuple[str, ...], dict[tuple[str, ...], Counter[tuple[str, ...]]]] = {}
        for reading in readings:
            for cell in reading.cells:
                kinds = (cell.header, *(kind_of_part(reading, p) for p in cell.parts))
                joins = tuple(s[2] for s in separators(reading, cell))
                self._seen.setdefault(kinds, {}).setdefault(_but_blanks(joins), Counter())[joins] += 1

    def of(
        self, header: str, kinds: Iterable[str], instead_of: Sequence[str] | None = None
    ) -> tuple[str, ...] | None:
        """Return what joins the parts, edges included: one more than there are kinds. None if cells differ.

        With `instead_of`, what joins nearly all of many, where no more than one cell is joined like that.
        """
        seen = self._seen.get((header, *kinds))
        if not seen:
            return None
        joins = max(seen.values(), key=Counter.total)
        enough, most = (_ENOUGH, _MOST) if instead_of is None else (_MANY, _NEARLY_ALL)
        own = seen.get(_but_blanks(instead_of)) if instead_of is not None else None
        if joins.total() < max(enough, most * sum(map(Counter.total, seen.values()))):
            return None
        return None if own is not None and own.total() > 1 else joins.most_common(1)[0][0]


def _but_blanks(joins: Sequence[str]) -> tuple[str, ...]:
    return tuple(" ".join(said.split()) for said in joins)
