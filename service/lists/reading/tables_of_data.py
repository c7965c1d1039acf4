"""Tables that list no papers but data sets: a row says how large one is, and links a paper that uses it."""

import re
from collections import defaultdict
from collections.abc import Iterable

from service.lists.reading.blocks import Block, Kind
from service.lists.reading.parts import Field, Reading

_DATA = re.compile(r"\W*(?:data ?sets?|benchmarks?|corp(?:us|ora)|tasks?)(?: names?)?\W*", re.IGNORECASE)
_ENOUGH = 6  # rows
_MOST = 0.5  # of the rows have a paper of their own


def tables_of_data(rows: Iterable[tuple[Block, Reading]]) -> frozenset[int]:
    """Return the headers (by line) of tables of named data, of which most rows share their papers."""
    papers: dict[int, list[str]] = defaultdict(list)
    for block, reading in rows:
        if block.kind is Kind.ROW and block.header >= 0 and _names_data(reading):
            papers[block.header].append(reading.first(Field.URL) or "")
    return frozenset(
        header
        for header, urls in papers.items()
        if len(urls) >= _ENOUGH and len(set(urls)) <= _MOST * len(urls)
    )


def _names_data(reading: Reading) -> bool:
    """Whether the title stands in a column for names of data."""
    return any(
        _DATA.fullmatch(cell.header) for cell in reading.cells for part in cell.parts if part.role == "title"
    )
