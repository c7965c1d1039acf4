"""New month and year sections: opened where a list keeps one section a month, as it opened the last one."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.lists.reading.blocks import is_delimiter
from service.lists.reading.dates import find_date, respell
from service.lists.reading.document import ListDocument
from service.lists.reading.outline import Region
from service.lists.writing.new_entry import NewEntry

_SIBLINGS = 3  # dated sections that make a habit


@dataclass(frozen=True, slots=True)
class Opening:
    """A section to be made: the lines of its heading and table, where they go, and the section it is like."""

    at: int
    heading: tuple[bytes, ...]
    closing: tuple[bytes, ...]
    path: tuple[str, ...]
    like: int


@dataclass(frozen=True, slots=True)
class Dated:
    """A section whose heading is a date; month 0 for a whole year."""

    region: int
    month: tuple[int, int]


def plan_opening(document: ListDocument, entry: NewEntry) -> Opening | None:
    """Return the section to open for the paper's month or year, or None if it is there or none is needed."""
    day = entry.day
    siblings = dated_sections(document)
    if day is None or not opens_more(siblings):
        return None
    by_month = all(s.month[1] for s in siblings)
    if by_month and day[1] is None:
        return None
    wanted = (day[0], day[1] or 0) if by_month else (day[0], 0)
    is_later = wanted > max(s.month for s in siblings)
    if any(s.month == wanted for s in siblings) or not (is_later or len(siblings) >= _SIBLINGS):
        return None
    return _opening(document, siblings, wanted)


def opens_more(siblings: Sequence[Dated]) -> bool:
    """Whether dated sections are a habit: three of them, or two years that follow each other."""
    months = [s.month for s in siblings]
    are_years = len(months) > 1 and not any(month for _, month in months)
    return len(months) >= _SIBLINGS or (are_years and max(months)[0] - min(months)[0] == 1)


def dated_sections(document: ListDocument) -> list[Dated]:
    """Return the sections of one level whose headings are mere dates, if most entries stand there."""
    found: dict[tuple[int, tuple[str, ...]], list[Dated]] = {}
    for index, region in enumerate(document.regions):
        date = _heading_date(region)
        if date and document.section(index):
            found.setdefault((region.level, region.path[:-1]), []).append(Dated(index, date))
    best = max(found.values(), key=len, default=[])
    held = sum(len(document.section(s.region)) for s in best)
    same_form = len({bool(s.month[1]) for s in best}) == 1
    return best if held * 2 > len(document.entries) and same_form else []


def _heading_date(region: Region) -> tuple[int, int] | None:
    own = region.path[-1] if region.path else ""
    date = find_date(own)
    rest = own[: date.start] + own[date.end :] if date else own
    return (date.year, date.month or 0) if date and not re.search(r"\w", rest) else None


def _opening(document: ListDocument, siblings: Sequence[Dated], wanted: tuple[int, int]) -> Opening | None:
    newest_first = siblings[0].month > siblings[-1].month
    below = next((s for s in siblings if (s.month < wanted) == newest_first), None)
    like = below or siblings[-1]
    region = document.regions[like.region]
    line = document.lines[region.heading].decode("utf-8", "replace")
    heading = respell(line, wanted[0], wanted[1] or None, None)
    if heading is None:
        return None
    at = region.heading if below else region.last
    head = [heading.encode(), *_until_first_entry(document, like.region)]
    path = (
        *region.path[:-1],
        respell(region.path[-1], wanted[0], wanted[1] or None, None) or heading.strip(),
    )
    closing = tuple(_blank_tail(document, region))
    return Opening(at, tuple(head), closing, path, like.region)


def _until_first_entry(document: ListDocument, region: int) -> list[bytes]:
    """Return what stands between the heading and its first entry: blank lines and a table's head."""
    where, first = document.regions[region], document.section(region)[0].block.first
    lines = document.lines[where.first : first]
    return [x for i, x in enumerate(lines) if not x.strip() or (b"|" in x and (i == 0 or _is_head(lines, i)))]


def _is_head(lines: Sequence[bytes], at: int) -> bool:
    text = [x.decode("utf-8", "replace") for x in lines[at : at + 2]]
    return is_delimiter(text[0]) or (len(text) > 1 and is_delimiter(text[1]))


def _blank_tail(document: ListDocument, region: Region) -> list[bytes]:
    lines = document.lines[region.first : region.last]
    tail = []
    for line in reversed(lines):
        if line.strip():
            break
        tail.append(line)
    return tail
