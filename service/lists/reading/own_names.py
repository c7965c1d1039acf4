"""The name in front of a title's colon, where an entry says it again: in its tail or in a column."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.parts import Field, Part, Reading, Slot

_ENOUGH = 3  # entries that say a name again, or could
_NEAR = 5  # entries on each side
_TWO = 2  # names that were left away
_NAME = "{}"
_NAME_WORDS = 3


def leading_name(title: str) -> str | None:
    """Return the name that a title begins with, as in `FishNet: Nets for Fish`."""
    name, colon, _ = title.partition(": ")
    return name if colon and is_short_name(name) else None


def is_short_name(words: str) -> bool:
    """Whether what stands before a title's colon may be the name of a method."""
    return 0 < len(words.split()) <= _NAME_WORDS


def tails_begin_with_names(entries: Sequence[tuple[str, Reading]]) -> bool:
    """Whether most tails, by title and reading, begin with the title's name."""
    begun = []
    for title, reading in entries:
        name = leading_name(title)
        first = next((p for p in reading.parts() if p.role == "tail" and p.slots), None)
        if name and first:
            begun.append(reading.value(first.slots[0]).casefold() == name.casefold())
    return len(begun) >= _ENOUGH and sum(begun) * 2 > len(begun)


def columns_of_names(entries: Sequence[tuple[str, Reading]]) -> dict[str, str]:
    """Return the columns where most cells hold the title's name, and how: `{}`, `**{}**`."""
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for title, reading in entries:
        name = leading_name(title)
        for cell in reading.cells if name else ():
            said = reading.text[cell.start : cell.end].strip()
            bare = said.strip("*_`")
            forms[cell.header.casefold().strip()][
                said.replace(bare, _NAME) if name and bare.casefold() == name.casefold() else ""
            ] += 1
    found = {}
    for column, seen in forms.items():
        form, count = seen.most_common(1)[0]
        if column and form and count >= _ENOUGH and count * 2 > sum(seen.values()):
            found[column] = form
    return found


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
