"""Faults of form: brackets, wrapped titles, rows with too few cells, dates before the paper, mojibake."""

import re
from collections import Counter
from collections.abc import Iterator

from service.lists.checking.findings import Finding
from service.lists.reading.blocks import Kind
from service.lists.reading.dates import find_date
from service.lists.reading.document import ListDocument
from service.lists.reading.encoding import find_mojibake, repaired
from service.lists.reading.entries import Entry
from service.lists.reading.entry_text import row_cells
from service.lists.reading.inline import unbalanced
from service.lists.reading.parts import Field

_ENOUGH = 3  # rows that show a habit


def find_text_faults(document: ListDocument) -> Iterator[Finding]:
    """Find faults of form in every entry, and text of the wrong encoding anywhere."""
    yield from _mojibake(document)
    widths = _row_widths(document)
    for entry in document.entries:
        yield from _brackets(entry)
        yield from _wrapped(entry)
        yield from _cells(entry, widths)
        yield from _too_early(entry)


def _brackets(entry: Entry) -> Iterator[Finding]:
    text = entry.reading.text
    for at in unbalanced(text):
        line = entry.first_line + text.count("\n", 0, at)
        near = re.sub(r"\s+", " ", text[max(0, at - 20) : at + 20])
        missing = "opening" if text[at] == "]" else "closing"
        reason = f"a square bracket without its {missing} one"
        fix = "add the bracket or take this one out"
        yield Finding("brackets", line, near, reason, fix, 0.9)


def _wrapped(entry: Entry) -> Iterator[Finding]:
    """A title that goes on in the next line shows as one, but no tool of a line each can read it."""
    reading = entry.reading
    slot = next((s for p in reading.parts() for s in p.slots if s.field is Field.TITLE), None)
    if slot and "\n" in reading.value(slot):
        yield Finding(
            "wrapped-title",
            entry.first_line,
            entry.title,
            "the title is broken over two lines",
            entry.title,
            0.95,
        )


def _row_widths(document: ListDocument) -> dict[int, tuple[int, int]]:
    """Return how many cells the rows of each table may have and how many they need, by its header's line.

    Markdown fills up what a row lacks at its end: where most rows leave their last cells away, all may.
    """
    seen: dict[int, Counter[int]] = {}
    for entry in document.entries:
        if entry.block.kind is Kind.ROW:
            seen.setdefault(entry.block.header, Counter())[_width(entry)] += 1
    lines = document.lines
    heads = {h: len(row_cells(lines[h].decode("utf-8", "replace"))) for h in seen if h >= 0}
    found = {}
    for header, widths in seen.items():
        usual, count = widths.most_common(1)[0]
        most = heads.get(header, usual)
        is_habit = count >= _ENOUGH and count * 2 > widths.total()
        found[header] = most, min(most, usual) if is_habit else most
    return found


def _width(entry: Entry) -> int:
    last = entry.reading.cells[-1]
    hidden = any(p.role == "hidden" for p in last.parts)
    return len(entry.reading.cells) - int(hidden)


def _cells(entry: Entry, widths: dict[int, tuple[int, int]]) -> Iterator[Finding]:
    if entry.block.kind is not Kind.ROW:
        return
    has, (most, least) = _width(entry), widths[entry.block.header]
    if not least <= has <= most:
        reason = f"the row has {has} cells, its table {most} columns"
        fix = "take a bar out, or escape one as \\|" if has > most else "add the missing cells"
        yield Finding("cells", entry.first_line, entry.title, reason, fix, 0.9 if has > most else 0.75)


def _too_early(entry: Entry) -> Iterator[Finding]:
    """A date before the month of the id cannot be the paper's; one month of slack for papers on hold."""
    date = find_date(entry.date_text) if entry.date_text else None
    if date is None or entry.arxiv_id is None or date.month is None:
        return
    year, month = entry.arxiv_id.month
    if date.year * 12 + date.month < year * 12 + month - 1:
        reason = f"the date lies before {year}-{month:02d}, the month of {entry.arxiv_id}"
        yield Finding("date", entry.first_line, entry.date_text or "", reason, f"{year}/{month:02d}", 0.7)


def _mojibake(document: ListDocument) -> Iterator[Finding]:
    for number, line in enumerate(document.lines, 1):
        text = line.decode("utf-8", "replace").rstrip("\r\n")
        found = find_mojibake(text)
        if found:
            near = text[max(0, found.start() - 12) : found.end() + 12].strip()
            reason = "the text was once read in the wrong encoding"
            yield Finding("mojibake", number, near, reason, repaired(near), 0.9)
