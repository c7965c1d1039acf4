"""Pages put together from rows as JSON text, field by field, without a value for each thing between.

Pages are asked for more often than anything else; making models of their rows and validating our own words
took longer than finding them. The API's document describes the same fields, and a test compares the two.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import UTC, datetime
from json import JSONEncoder
from typing import Any

from service.db.entry_lines import Line
from service.db.entry_queries import LISTED
from service.domain.papers import ArxivId

Fields = Mapping[str, Callable[[Any], str]]
"""For each field, how a row's value is written as JSON."""

text = JSONEncoder(ensure_ascii=False).encode
"""Write a text, or nothing, as JSON."""


def things(rows: Iterable[Any], fields: Fields, wanted: Collection[str] = ()) -> str:
    """Return the rows as a JSON array of objects with the wanted fields; all, if none is named."""
    chosen = {name: tell for name, tell in fields.items() if not wanted or name in wanted}
    shape = "{" + ",".join(f'"{name}":%s' for name in chosen) + "}"
    tells = tuple(chosen.values())
    return "[" + ",".join([shape % tuple([tell(row) for tell in tells]) for row in rows]) + "]"


def moment(at: datetime | None) -> str:
    """Return a moment as JSON, in UTC."""
    return "null" if at is None else f'"{at.astimezone(UTC).replace(tzinfo=None).isoformat()}Z"'


ENTRY: Fields = {
    "id": lambda line: text(line.id),
    "state": lambda line: f'"{line.state}"',
    "title": lambda line: text(line.title),
    "authors": lambda line: text(line.names),
    "tags": lambda line: line.tags,
    "at": lambda line: moment(line.at),
    "section": lambda line: line.section,
    "venue": lambda line: text(line.venue),
    "date": lambda line: text(line.date),
    "links": lambda line: line.links if line.state == LISTED else _abs_link(line),
}


def _abs_link(line: Line) -> str:
    return f'{{"paper":[{text(ArxivId(line.id or "").abs_url)}]}}'
