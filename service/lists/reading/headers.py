"""The names of a table's columns, in Markdown or HTML."""

from collections.abc import Sequence

from service.lists.reading.entry_text import row_cells
from service.lists.reading.html_tables import html_cells, html_row_end
from service.lists.reading.outline import plain


def headers_at(lines: Sequence[str], at: int) -> tuple[str, ...]:
    """Return the names of the columns of the table whose header begins at a line."""
    is_html = lines[at].lstrip().startswith("<")
    text = "".join(lines[at : html_row_end(lines, at, len(lines))]) if is_html else lines[at]
    return tuple(plain(text[a:b]) for a, b in (html_cells(text) if is_html else row_cells(text)))
