"""The name in front of a title's colon, where an entry says it again: in its tail or in a column."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Cell, Column, Field, Part, Reading, Slot, column_of

_ENOUGH = 3  # entries that say a name again, or could
_NEAR = 5  # entries on each side
_TWO = 2  # names that were left away
_NAME = "{}"
_NAME_WORDS = 3
_LINKED = "["  # the form of a name that is a link's label
_MOST = 0.8  # of the cells in a column of names
_MARKS = re.compile(r"^(?:[*_`]|<(?:b|i|em|strong|code|u|su[bp])>)+|(?:[*_`]|</\w+>)+$", re.IGNORECASE)


def leading_name(title: str) -> str | None:
    """Return the name that a title begins with, as in `FishNet: Nets for Fish`."""
    name, colon, _ = title.partition(": ")
    return name if colon and is_short_name(name) else None


def is_short_name(words: str) -> bool:
    """Whether what stands before a title's colon may be the name of a method."""
    return 0 < len(words.split()) <= _NAME_WORDS


def bare_name(said: str) -> str:
    """Return a name without the emphasis around it."""
    return _MARKS.sub("", said)


def tails_begin_with_names(entries: Sequence[tuple[str, Reading]]) -> bool:
    """Whether most tails, by title and reading, begin with the title's name."""
    begun = []
    for title, reading in entries:
        name = leading_name(title)
        first = next((p for p in reading.parts() if p.role == "tail" and p.slots), None)
        if name and first:
            begun.append(reading.value(first.slots[0]).casefold() == name.casefold())
    return len(begun) >= _ENOUGH and sum(begun) * 2 > len(begun)


class NameColumns:
    """The columns where most cells hold the name in front of the title's colon, by title and reading.

    Or names at all, if their header says so and no title begins with that of its row.
    """

    def __init__(self, entries: Sequence[tuple[str, Reading]]) -> None:
        named = [(name, reading) for title, reading in entries if (name := leading_name(title))]
        self._of_all = _forms(named)
        self._of_several = _forms([(name, reading) for name, reading in named if " " in name])
        self._apart = _forms_apart(entries)

    @property
    def linked(self) -> frozenset[str]:
        """The columns (in lower case) that hold the names as links."""
        return frozenset(
            column
            for column, seen in self._of_all.items()
            if column and seen[_LINKED] >= _ENOUGH and seen[_LINKED] * 2 > seen.total()
        )

    def holds(self, reading: Reading, part: Part) -> bool:
        """Whether a part stands in a column that holds the names as links."""
        own = next(cell for cell in reading.cells if part in cell.parts)
        return own.header.casefold().strip() in self.linked

    def of(self, name: str) -> dict[str, str]:
        """Return the columns (in lower case) that would hold a name, and how: `{}`, `**{}**`.

        Words such as `Fourier Basis Mapping` are often no name, and left away by lists that name others.
        """
        found = {}
        for column, seen in self._of_all.items():
            form, count = seen.most_common(1)[0]
            if column and form not in ("", _LINKED) and count >= _ENOUGH and count * 2 > seen.total():
                found[column] = form
        if " " in name:
            several = self._of_several
            left_away = {c for c, seen in several.items() if seen[""] >= max(_TWO, seen.total() / 2)}
            return {column: form for column, form in found.items() if column not in left_away}
        return self._apart | found  # several words may be no name


def _forms(named: Sequence[tuple[str, Reading]]) -> dict[str, Counter[str]]:
    """Count how each column holds the names: as `{}`, `**{}**`, or not, which is nothing."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for name, reading in named:
        for cell in reading.cells:
            said = reading.text[cell.start : cell.end].strip()
            bare = bare_name(said)
            is_name = bare.casefold() == name.casefold()
            form = said.replace(bare, _NAME) if is_name else _LINKED if links_name(cell, name) else ""
            forms[cell.header.casefold().strip()][form] += 1
    return forms


def _forms_apart(entries: Sequence[tuple[str, Reading]]) -> dict[str, str]:
    """Return how columns of names hold them, where the titles go without."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    cells: Counter[str] = Counter()
    in_titles: set[str] = set()
    for title, reading in entries:
        for cell in (c for c in reading.cells if c.header and column_of(c.header) is Column.NAME):
            column, said = cell.header.casefold().strip(), reading.text[cell.start : cell.end].strip()
            bare = bare_name(said)
            cells[column] += 1
            if title.casefold().startswith(f"{bare.casefold()}:"):
                in_titles.add(column)
            if is_short_name(bare) and "](" not in said:
                forms[column][said.replace(bare, _NAME)] += 1
    return {
        column: seen.most_common(1)[0][0]
        for column, seen in forms.items()
        if column not in in_titles and seen.total() >= max(_ENOUGH, _MOST * cells[column])
    }


def links_name(cell: Cell, name: str) -> bool:
    """Whether a cell is a link that is called by a name."""
    label = cell.parts[0].label if len(cell.parts) == 1 else ""
    return name != "" and bare_name(label).casefold() == name.casefold()


def empty_columns(section: Sequence[Reading], gap: int) -> set[str]:
    """Return the columns (in lower case) that the titles with names near a gap leave empty."""
    near = [r for r in section[max(0, gap - _NEAR) : gap + _NEAR] if leading_name(r.title)]
    filled = {cell.header.casefold().strip() for r in near for cell in r.cells if cell.parts}
    there = {cell.header.casefold().strip() for r in near for cell in r.cells}
    return there - filled if len(near) >= _TWO else set()


def own_names_as_words(reading: Reading) -> Reading:
    """Read what the title begins with as a word: `[Prune and Merge; ...]` behind it names no people."""
    title = reading.title.casefold()
    if not any(_is_own_name(reading.text, p, title) for p in reading.parts()):
        return reading
    cells = [
        replace(
            cell,
            parts=tuple(
                _word(reading.text, p) if _is_own_name(reading.text, p, title) else p for p in cell.parts
            ),
        )
        for cell in reading.cells
    ]
    return Reading(reading.text, tuple(cells))


def _is_own_name(text: str, part: Part, title: str) -> bool:
    return part.role == "authors" and title.startswith(text[part.start : part.end].casefold())


def _word(text: str, part: Part) -> Part:
    role = "tail" if text[part.start - 1 : part.start] == "[" else "text"
    return Part(part.start, part.end, role, (Slot(part.start, part.end, Field.TEXT),), part.label)
