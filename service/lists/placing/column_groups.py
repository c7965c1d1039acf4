"""Rows of a table that stand together by a column of theirs: a new one goes to those with its value."""

from collections.abc import Sequence
from itertools import groupby

from service.lists.placing.features import Features, said_in_cell
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Column, column_of

_LEAST = 6  # rows of a table that show a custom
_ROWS_OF_ONE = 2.0  # on average, with one value


def rows_alike(listed: Sequence[Entry], new: Features) -> range | None:
    """Return the rows with the new paper's value, where each value of that column has its rows together."""
    if len(listed) < _LEAST:
        return None
    for column, value in sorted(new.cells):
        if column_of(column) is not Column.OTHER:
            continue  # dates, venues and names have orders of their own
        runs = [(said, len(list(rows))) for said, rows in groupby(_values(listed, column))]
        values = {said for said, _ in runs}
        if len(runs) == len(values) > 1 and len(listed) >= _ROWS_OF_ONE * len(values) and value in values:
            at = [said for said, _ in runs].index(value)
            start = sum(count for _, count in runs[:at])
            return range(start, start + runs[at][1])
    return None


def _values(listed: Sequence[Entry], column: str) -> list[str]:
    """Return what stands in a column of each row, as `said_in_cell` writes it; nothing where it has none."""
    found = []
    for entry in listed:
        cells = (c for c in entry.reading.cells if c.header.casefold().strip() == column)
        cell = next(cells, None)
        found.append(said_in_cell(entry.reading.text[cell.start : cell.end]) if cell else "")
    return found
