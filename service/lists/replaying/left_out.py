"""A snapshot without one of its entries: what the file looked like if that entry had come last."""

from collections.abc import Iterator

from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry


def leave_one_out(document: ListDocument) -> Iterator[tuple[bytes, bytes]]:
    """Return (without, with) for each entry of a file, the last one first; blank lines keep their rhythm."""
    for entry in reversed(document.entries):
        first, last = _lines_of(document, entry)
        yield b"".join(document.lines[:first] + document.lines[last:]), document.data


def _lines_of(document: ListDocument, entry: Entry) -> tuple[int, int]:
    """Return the entry's lines with the blank ones that came with it: below it, or above it at an end."""
    first, last = entry.block.first, entry.block.last
    listed = document.section(entry.region)
    at = listed.index(entry)
    if at + 1 < len(listed):
        below = document.lines[last : listed[at + 1].block.first]
        return (first, last + len(below)) if not any(x.strip() for x in below) else (first, last)
    if at > 0:
        above = document.lines[listed[at - 1].block.last : first]
        return (first - len(above), last) if not any(x.strip() for x in above) else (first, last)
    return first, last
