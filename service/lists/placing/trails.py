"""What belongs to an entry and stands below it, apart from it: a quoted abstract, a figure, a paragraph.

A paper that goes behind the last entry goes behind that, too; else it would take it over.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from service.lists.reading.blocks import Kind
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry

_ENOUGH = 2  # entries with something below them, and half of all
_MOST = 200  # pairs of entries that are looked at
_EDGE = re.compile(
    rb"\s*(?:#{1,6}\s|\||<!--|</|<h\d|<summary|<a\b|<br\s*/?>\s*$|([-*_])(?:\s*\1){2,}\s*$)", re.IGNORECASE
)
_ITEM = re.compile(rb"\s*(?:([-*+])|\d{1,5}[.)])\s")
_OPENS = re.compile(rb"\s*(<[a-z]+)", re.IGNORECASE)
_FOLD = b"<details"
_CLOSES = re.compile(rb"</details>", re.IGNORECASE)

Trail = list[tuple[str, int]]  # what each paragraph is, and the line behind it


def behind_last(document: ListDocument, region: int) -> int:
    """Return the line behind a section's last entry and what is said of it."""
    listed = document.main_part(region)
    end = listed[-1].block.last
    if listed[0].block.kind is Kind.ROW:
        return end
    seen = _seen(document, listed)
    if len(listed) - 1 < _ENOUGH:
        seen = Counter[tuple[str, ...]]()
        for index in range(len(document.regions)):
            seen += _seen(document, document.main_part(index))
    several = sum(n for kinds, n in seen.items() if kinds)
    if several < _ENOUGH or several * 2 < seen.total():
        return end
    trail = _trail(document, listed[-1], document.regions[region].last)
    kinds = tuple(kind for kind, _ in trail)
    most = next((n for n in range(len(kinds), 0, -1) if kinds[:n] in seen), 0)
    return trail[most - 1][1] if most else end


def _seen(document: ListDocument, listed: Sequence[Entry]) -> Counter[tuple[str, ...]]:
    pairs = [(a, b) for a, b in pairwise(listed) if a.block.kind is not Kind.ROW][-_MOST:]
    return Counter(tuple(kind for kind, _ in _trail(document, a, b.block.first)) for a, b in pairs)


def _trail(document: ListDocument, entry: Entry, stop: int) -> Trail:
    """Return the paragraphs behind an entry up to a line, a heading, a rule or another item of the list."""
    found: Trail = []
    at, lines = entry.block.last, document.lines
    while at < stop:
        line = lines[at]
        if not line.strip():
            at += 1
            continue
        if _EDGE.match(line) or _is_sibling(line, lines[entry.block.first]):
            break
        kind, at = _kind(line), _end(lines, at, stop)
        found.append((kind, at))
    return found


def _is_sibling(line: bytes, first: bytes) -> bool:
    ours, theirs = _ITEM.match(first), _ITEM.match(line)
    return ours is not None and theirs is not None and bool(ours[1]) == bool(theirs[1])


def _kind(line: bytes) -> str:
    tag = _OPENS.match(line)
    if tag:
        return tag[1].decode().casefold()
    said = line.lstrip()
    return "item" if _ITEM.match(line) else said[:1].decode("latin-1") if said[:1] in b">!" else "words"


def _end(lines: Sequence[bytes], at: int, stop: int) -> int:
    is_fold = lines[at].lstrip()[: len(_FOLD)].lower() == _FOLD
    while at < stop and (is_fold or lines[at].strip()):
        is_fold = is_fold and not _CLOSES.search(lines[at])
        at += 1
    return at
