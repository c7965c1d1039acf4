"""Authors beside titles in plain words: a list sets them off in one way, which tells where its titles end."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from service.lists.reading.names import is_name, is_shortened, parse_authors
from service.lists.reading.parts import Cell, Field, Part, Reading, Slot
from service.lists.reading.title_ends import MOST_BREAKS
from service.lists.reading.venue_leads import leads_on
from service.lists.reading.venues import find_venue

_BEHIND = {
    ".": re.compile(r"(?<!\b[^\W\d_])(?<!\b(?:Dr|Jr|Md|Sk|St|vs))\.\s+"),  # none behind an initial
    ",": re.compile(r",\s+"),
    ";": re.compile(r";\s+"),
    "(": re.compile(r"\s+\("),
    "by": re.compile(r"\s+by\s+"),
}  # what stands between a title and its authors
_BEFORE = {".": _BEHIND["."], ":": re.compile(r":\s+")}  # between authors and their title
_MARKS = (*_BEHIND, *(f"{mark} <" for mark in _BEFORE))
_FIRST = (",", ";")  # marks that stand between names, too: authors begin behind the first one
_MARKED = "*_\"“'`[《"
_ENOUGH = 3
_NAME_WORDS = 5  # `et al.` among them
_HALF = 0.5  # of the titles in plain words
_LONGEST = 2000  # characters of a title and its authors
_EDGES = " \t\r\n.,;()"


@dataclass(frozen=True, slots=True)
class _Place:
    """Which part of a cell is a title in plain words, and what stands between it and its authors.

    `mark` has ` <` behind it where the authors stand before the title; it is empty where there are none.
    """

    cell: Cell
    title: int
    mark: str


def with_set_off_authors(readings: Sequence[Reading]) -> list[Reading]:
    """Divide titles from authors as most entries of the list do, where one was read in another way.

    One author alone, and a title with commas, are told from the rest of a title by no word of their own.
    """
    places = [_place(reading) for reading in readings]
    plain = [(r, p) for r, p in zip(readings, places, strict=True) if p]
    seen = {
        mark: sum(p.mark == mark or (not p.mark and _divided(r, p, mark) is not r) for r, p in plain)
        for mark in _MARKS
    }
    usual = max(_MARKS, key=seen.__getitem__)
    if seen[usual] < max(_ENOUGH, _HALF * len(plain)):
        return list(readings)
    again = {*_MARKS, ""}
    if usual in _FIRST or usual.endswith("<"):
        again.remove(usual)  # a later place of the same mark is no better
    return [
        _divided(reading, place, usual) if place and place.mark in again else reading
        for reading, place in zip(readings, places, strict=True)
    ]


def _place(reading: Reading) -> _Place | None:
    for cell in reading.cells:
        for number, part in enumerate(cell.parts):
            if part.role == "title":
                is_plain = part.slots == (Slot(part.start, part.end, Field.TITLE),)
                is_marked = part.start > 0 and reading.text[part.start - 1] in _MARKED
                if is_marked or not is_plain:
                    return None
                return _Place(cell, number, _mark(reading, cell, number))
    return None


def _mark(reading: Reading, cell: Cell, number: int) -> str:
    title, parts = cell.parts[number], cell.parts
    if number + 1 < len(parts) and parts[number + 1].role == "authors":
        between = reading.text[title.end : parts[number + 1].slots[0].start].strip()
        return between or "line"
    if number > 0 and parts[number - 1].role == "authors":
        names = parts[number - 1].slots[0]
        is_cut = reading.value(names).endswith(".")  # the full stop of `et al.` is the sentence's, too
        between = reading.text[names.end - is_cut : title.start].strip()
        return f"{between} <"
    return ""


def _divided(reading: Reading, place: _Place, mark: str) -> Reading:
    """Divide the words of a title, and of what was taken for its authors or a remark, at the list's mark."""
    parts, at = place.cell.parts, place.title
    first, last = at, at + 1
    beside = at - 1 if mark.endswith("<") else at + 1
    if 0 <= beside < len(parts) and parts[beside].role in ("authors", "text"):
        first, last = min(first, beside), max(last, beside + 1)
    start, end = parts[first].start, parts[last - 1].end
    new = _division(reading.text, start, end, mark) if end - start < _LONGEST else None
    if new is None or new == parts[first:last]:
        return reading
    own = replace(place.cell, parts=(*parts[:first], *new, *parts[last:]))
    return replace(reading, cells=tuple(own if c is place.cell else c for c in reading.cells))


def _division(text: str, start: int, end: int, mark: str) -> tuple[Part, Part] | None:
    """Return title and authors in their order, or None if no place divides words from names."""
    is_before = mark.endswith("<")
    breaks = list((_BEFORE[mark[:-2]] if is_before else _BEHIND[mark]).finditer(text, start, end))
    for found in breaks[:MOST_BREAKS] if is_before or mark in _FIRST else breaks[:-MOST_BREAKS:-1]:
        names, title = (start, found.start()), (found.end(), end)
        if not is_before:
            names, title = title, names
        are_names = _are_names(text[slice(*names)], is_sure=mark not in _FIRST)
        if are_names and not parse_authors(text[slice(*title)]):
            by = _own(text, *names, Field.AUTHORS)
            stands_alone = is_before or mark in ".,;"
            first = by.start if stands_alone else found.end() - len(found[0].lstrip())
            last = by.end + (mark == "(" and text[by.end : by.end + 1] == ")")
            authors = Part(first, last, "authors", (by,))
            own = _own(text, *title, Field.TITLE)
            parts = (authors, Part(own.start, own.end, "title", (own,)))
            return parts if is_before else (parts[1], parts[0])
    return None


def _are_names(said: str, *, is_sure: bool) -> bool:
    """Whether words are one full name, or several; before `et al.`, where the mark is sure, any names do."""
    bare = said.strip(_EDGES)
    names = parse_authors(bare) or parse_authors(said)
    if leads_on(bare) or find_venue(bare):
        return False
    if not names:
        is_short = all(len(name.split()) <= _NAME_WORDS for name in bare.split(","))
        return is_short and (is_name(bare) or (is_sure and is_shortened(bare)))
    return is_shortened(said) or all(" " in name for name in names)


def _own(text: str, start: int, end: int, field: Field) -> Slot:
    """Return the slot without the marks around it; the full stop of `et al.` is its own."""
    said = text[start:end]
    start += len(said) - len(said.lstrip(_EDGES))
    if field is Field.TITLE:
        return Slot(start, start + len(text[start:end].rstrip(" \t\r\n.,;")), field)
    end -= len(said) - len(said.rstrip(" \t\r\n,;()" if is_shortened(said) else _EDGES))
    return Slot(start, end, field)
