"""The column names of a list's tables."""

from service.lists.reading.blocks import Kind
from service.lists.reading.document import ListDocument, table_headers
from service.lists.reading.entries import Entry


class Headers:
    """The column names of each table, read once."""

    def __init__(self, document: ListDocument) -> None:
        self._document = document
        self._known: dict[int, tuple[str, ...]] = {}

    def of(self, entry: Entry) -> tuple[str, ...]:
        """Return the names over an entry that is a row; none for others."""
        line = entry.block.header
        if entry.block.kind is not Kind.ROW or line < 0:
            return ()
        if line not in self._known:
            self._known[line] = table_headers(self._document.lines[line].decode("utf-8", "replace"))
        return self._known[line]
