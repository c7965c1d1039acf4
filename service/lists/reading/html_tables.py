"""Rows of tables that are written in HTML: where they end, and what their cells hold."""

import re
from collections.abc import Sequence
from itertools import islice

_MOST_CELLS = 60  # what has more is no row of papers, and would be read for minutes
_CELL = re.compile(r"<t[dh]\b[^<>]*>(.*?)(?=</t[dh]>|<t[dh]\b|</tr>)", re.IGNORECASE | re.DOTALL)
_ROW_ENDS = re.compile(r"</tr>", re.IGNORECASE)
_NAMES = re.compile(r"<th\b", re.IGNORECASE)
_UNEVEN = re.compile(r"\b(?:col|row)span\s*=|<table\b", re.IGNORECASE)


def html_cells(text: str) -> list[tuple[int, int]]:
    """Return the spans of what the cells of a row hold; nothing where they may not line up."""
    found = [] if _UNEVEN.search(text) else [m.span(1) for m in islice(_CELL.finditer(text), _MOST_CELLS + 1)]
    return found if len(found) <= _MOST_CELLS else []


def html_row_end(lines: Sequence[str], at: int, end: int) -> int:
    """Return the line behind the row that begins at `at`."""
    return next((i + 1 for i in range(at, end) if _ROW_ENDS.search(lines[i])), at + 1)


def names_columns(lines: Sequence[str]) -> bool:
    """Whether a row names the columns."""
    return any(_NAMES.search(line) for line in lines)
