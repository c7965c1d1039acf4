"""One author alone, told by where the list has authors: `_Ann Chen_` where others have `_Bo Li, Mei Ito_`."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.lists.reading.names import is_name
from service.lists.reading.parts import Cell, Column, Field, Part, Reading, column_of
from service.lists.reading.venue_leads import leads_on

_ENOUGH = 3  # lists of authors in one frame
_MANY = 5  # single names in one frame, where the list never names two
_MOST = 0.8  # of the words in a frame are names, and of the names differ from each other
_COLUMNS = (Column.TITLE, Column.AUTHORS)
INSTITUTION = re.compile(
    r"\b(?:AI|Research|Group|Labs?|Team|Corp|Academy|College|School|Hospital|Cent(?:er|re)|Foundation|Studios?"
    r"|Technolog(?:y|ies)|Universit\w+|Institut\w+)\b"
)
_MARKS = re.compile(r"[^\w\s]+|\n")

Frame = tuple[str, str, str, str, int]


def with_names_in_company(readings: Sequence[Reading]) -> list[Reading]:
    """Read a name as the paper's author where authors stand as a rule: behind the same marks, in the same."""
    authors, others, names = Counter[Frame](), Counter[Frame](), dict[Frame, Counter[str]]()
    for reading in readings:
        for frame, part in _framed(reading):
            if part.role == "authors":
                authors[frame] += 1
            elif _is_alone(said := reading.value(part.slots[0])):
                names.setdefault(frame, Counter())[said] += 1
            else:
                others[frame] += 1
    frames = {f for f, said in names.items() if _holds_names(authors[f], said, others[f])}
    return [_read(reading, frames) for reading in readings] if frames else list(readings)


def _holds_names(authors: int, names: Counter[str], others: int) -> bool:
    """Whether nearly all that stands in a frame are names; those that recur are no people."""
    total = authors + names.total() + others
    if total - others < _MOST * total:
        return False
    differ = len(names) >= _MOST * names.total()
    return authors >= max(_ENOUGH, names.total()) or (
        differ and (authors >= _ENOUGH or names.total() + authors >= _MANY)
    )


def _is_alone(said: str) -> bool:
    return is_name(said) and not INSTITUTION.search(said) and not leads_on(said)


def _framed(reading: Reading) -> Iterator[tuple[Frame, Part]]:
    """Return the words and authors behind a title, each with its column, the marks around it and its turn."""
    for cell in reading.cells:
        column = column_of(cell.header) if cell.header else Column.TITLE
        if column in _COLUMNS:
            yield from _framed_in(reading, cell)


def _framed_in(reading: Reading, cell: Cell) -> Iterator[tuple[Frame, Part]]:
    turns, at, is_behind = Counter[tuple[str, str, str, str]](), cell.start, cell.header != ""
    for part in cell.parts:
        if part.role in ("authors", "text") and len(part.slots) == 1 and is_behind:
            slot = part.slots[0]
            around = reading.text[part.start : slot.start], reading.text[slot.end : part.end]
            frame = (cell.header, "".join(_MARKS.findall(reading.text[at : part.start])), *around)
            yield (*frame, turns[frame]), part
            turns[frame] += 1
        is_behind = is_behind or part.role == "title"
        at = part.end


def _read(reading: Reading, frames: set[Frame]) -> Reading:
    found = {
        part.start
        for frame, part in _framed(reading)
        if frame in frames and part.role == "text" and _is_alone(reading.value(part.slots[0]))
    }
    if not found or any(p.role == "authors" for p in reading.parts()):
        return reading
    cells = tuple(
        replace(cell, parts=tuple(_as_authors(p) if p.start in found else p for p in cell.parts))
        for cell in reading.cells
    )
    return replace(reading, cells=cells)


def _as_authors(part: Part) -> Part:
    return replace(part, role="authors", slots=(replace(part.slots[0], field=Field.AUTHORS),))
