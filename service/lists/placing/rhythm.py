"""Numbers, blank lines and the exact line: what surrounds an entry."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from service.lists.placing.trails import behind_last
from service.lists.reading.blocks import Kind, is_delimiter
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry

_MARKER = re.compile(r"(\s*(?:#{1,6}\s+|\[(?=\d{1,3}\]))?)(\d+)([.)\]])(?!\d)")
_ANY_MARKER = re.compile(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+")
_RULE = re.compile(rb"\s{0,3}([-*_])(?:[ \t]*\1){2,}\s*|\s*<[hb]r\s*/?>\s*", re.IGNORECASE)
_APART = (Kind.PARAGRAPH, Kind.HEADING)
_NEAR = 6  # gaps looked at around the place


def lines_between(document: ListDocument, region: int, gap: int) -> tuple[bytes, ...]:
    """Return what usually lies between entries near the place: blank lines, and perhaps a rule among them."""
    near = [document.lines[a:b] for a, b in _between(document, region, gap)]
    ruled = Counter(tuple(lines) for lines in near if _is_ruled(lines))
    if len(near) > 1 and ruled.total() * 2 > len(near):
        return ruled.most_common(1)[0][0]
    return (document.eol,) * blank_lines(document, region, gap)


def _is_ruled(lines: Sequence[bytes]) -> bool:
    said = [line for line in lines if line.strip()]
    return len(said) == 1 and _RULE.fullmatch(said[0]) is not None


def _between(document: ListDocument, region: int, gap: int) -> list[tuple[int, int]]:
    pairs = list(pairwise(document.main_part(region)))
    near = sorted(range(len(pairs)), key=lambda i: abs(i + 1 - gap))[:_NEAR]
    return [(pairs[i][0].block.last, pairs[i][1].block.first) for i in near]


def blank_lines(document: ListDocument, region: int, gap: int) -> int:
    """Return how many blank lines usually lie between entries near the place."""
    seen = Counter(_blanks(document, a, b) for a, b in _between(document, region, gap))
    listed = document.main_part(region)
    least = 1 if listed and listed[0].block.kind in _APART else 0  # else two would run together
    return max(least, seen.most_common(1)[0][0]) if seen else least


def _blanks(document: ListDocument, first: int, last: int) -> int:
    between = document.lines[first:last]
    said = next((n for n, line in enumerate(reversed(between)) if line.strip()), 0)
    if said:
        return said  # of what stands between, the blank lines above the next entry
    return len(between) if len(between) < 5 and not any(line.strip() for line in between) else 0  # noqa: PLR2004 - more is no rhythm


def landing(document: ListDocument, region: int, gap: int, *, is_last: bool = False) -> int:
    """Return the line (from 0) in front of which an entry for this gap goes, be it the last of its group."""
    listed = document.main_part(region)
    if not listed:
        return _empty_landing(document, region)
    if gap >= len(listed):
        return behind_last(document, region)
    if gap > 0 and (is_last or listed[gap].block.header != listed[gap - 1].block.header):
        return listed[gap - 1].block.last
    return listed[gap].block.first


def _empty_landing(document: ListDocument, region: int) -> int:
    """Behind an empty table's head, else behind the heading and its blank line."""
    where = document.regions[region]
    lines = [line.decode("utf-8", "replace") for line in document.lines[where.first : where.last]]
    for index, line in enumerate(lines):
        if index and "|" in line and is_delimiter(line):
            return where.first + index + 1
    has_blank = bool(lines) and not lines[0].strip()
    return where.first + int(has_blank and len(lines) > 1)


def numbered(text: str, like: Entry, listed: Sequence[Entry], gap: int, *, is_last: bool = False) -> str:
    """Give a numbered entry the number after the one above it, or the number of the one below.

    Where numbers begin again below the gap, it is the first of these, unless it is the last of those above.
    """
    text = _marked(text, like, listed)
    marker = _MARKER.match(text)
    if marker is None or like.block.kind not in (Kind.ITEM, Kind.HEADING):
        return text
    numbers = [int(m[2]) if (m := _MARKER.match(e.reading.text)) else 0 for e in listed]
    if (numbers and set(numbers) == {1} and len(numbers) > 1) or (
        0 < gap < len(numbers) and numbers[gap] == 1 and not is_last
    ):
        number = 1
    elif gap > 0 and numbers:
        number = numbers[gap - 1] + 1
    else:
        number = numbers[0] if numbers else 1
    return text[: marker.start(2)] + str(number) + text[marker.end(2) :]


def _marked(text: str, like: Entry, listed: Sequence[Entry]) -> str:
    """Give an item that was copied from another section the marker of the items in its own."""
    found = (_ANY_MARKER.match(e.reading.text) for e in listed if e.block.kind is Kind.ITEM)
    markers = Counter(re.sub(r"\d+", "1", m[0]) for m in found if m)
    own = _ANY_MARKER.match(text) if like.block.kind is Kind.ITEM else None
    if own is None or not markers or re.sub(r"\d+", "1", own[0]).strip() in {m.strip() for m in markers}:
        return text
    return markers.most_common(1)[0][0] + text[own.end() :]


def next_ordinal(listed: Sequence[Entry], gap: int) -> str | None:
    """Number a new entry in the column, or the brackets, that count a section's entries."""
    numbers = [int(n) for e in listed if (n := _ordinal_of(e)) is not None]
    if not numbers:
        return None
    if len(numbers) > 1 and numbers[0] > numbers[-1]:
        return str(max(numbers) + 1)
    above = _ordinal_of(listed[gap - 1]) if 0 < gap <= len(listed) else None
    return str(numbers[0] if above is None else int(above) + 1)


def _ordinal_of(entry: Entry) -> str | None:
    part = next((p for p in entry.reading.parts() if p.role == "ordinal"), None)
    return entry.reading.value(part.slots[0]) if part else None
