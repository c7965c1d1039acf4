"""The column names of a list's tables."""

from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.headers import headers_at

_LINES = 80  # of the longest header, in HTML


class Headers:
    """The column names of each table, read once."""

    def __init__(self, document: ListDocument) -> None:
        self._document = document
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Return the names over an entry that is a row; none for others."""
        line = entry.block.header
        if line not in self._known and line >= 0:
            rows = (text.decode("utf-8", "replace") for text in self._document.lines[line : line + _LINES])
            self._known[line] = headers_at(list(rows), 0)
        return self._known.get(line, ())
