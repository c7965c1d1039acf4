"""Pages put together from rows as JSON text, field by field, without a value for each thing between.

Pages are asked for more often than anything else; making models of their rows and validating our own words
took longer than finding them. The API's document describes the same fields, and a test compares the two.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime
from json.encoder import encode_basestring
from operator import attrgetter
from typing import Any

from service.db.entry_lines import Line
from service.db.entry_queries import LISTED
from service.domain.papers import ArxivId

Fields = Mapping[str, Callable[[Any], object]]
"""For each field, how a row's value is written as JSON."""
_UTC = "+00:00"


def things(rows: Iterable[Any], fields: Fields, wanted: Collection[str] = ()) -> str:
    """Return the rows as a JSON array of objects with the wanted fields; all, if none is named."""
    chosen = {name: tell for name, tell in fields.items() if not wanted or name in wanted}
    shape = "{" + ",".join(f'"{name}":%s' for name in chosen) + "}"
    tells = tuple(chosen.values())
    return "[" + ",".join([shape % tuple([tell(row) for tell in tells]) for row in rows]) + "]"


def text(words: str | None) -> str:
    """Return a text, or nothing, as JSON."""
    return "null" if words is None else encode_basestring(words)


def moment(at: datetime | None) -> str:
    """Return a moment, which the database gives in UTC, as JSON."""
    return "null" if at is None else f'"{at.isoformat().removesuffix(_UTC)}Z"'


def _of_paper(tell: Callable[[Any], object]) -> Callable[[Any], object]:
    return lambda hit: tell(hit.paper)


ENTRY: Fields = {
    "id": lambda line: text(line.id),
    "state": lambda line: encode_basestring(line.state),
    "title": lambda line: encode_basestring(line.title),
    "authors": lambda line: encode_basestring(line.names),
    "tags": attrgetter("tags"),
    "at": lambda line: moment(line.at),
    "section": attrgetter("section"),
    "venue": lambda line: encode_basestring(line.venue),
    "date": lambda line: encode_basestring(line.date),
    "links": lambda line: line.links if line.state == LISTED else _abs_link(line),
}

PAPER: Fields = {
    "id": lambda paper: encode_basestring(paper.id),
    "title": lambda paper: encode_basestring(paper.title),
    "abstract": lambda paper: encode_basestring(paper.abstract),
    "authors": attrgetter("authors"),
    "categories": attrgetter("categories"),
    "primary_category": lambda paper: text(paper.primary_category),
    "submitted_at": lambda paper: moment(paper.submitted_at),
    "updated_at": lambda paper: moment(paper.updated_at),
    "version": attrgetter("version"),
    "comment": lambda paper: text(paper.comment),
    "journal_ref": lambda paper: text(paper.journal_ref),
    "doi": lambda paper: text(paper.doi),
    "abs_url": lambda paper: encode_basestring(ArxivId(paper.id).abs_url),
    "pdf_url": lambda paper: encode_basestring(ArxivId(paper.id).pdf_url),
    "learned_at": lambda paper: moment(paper.learned_at),
    "changed_at": lambda paper: moment(paper.changed_at),
}
HIT: Fields = {
    **{name: _of_paper(tell) for name, tell in PAPER.items()},
    "title_html": lambda hit: encode_basestring(hit.title),
    "snippet_html": lambda hit: encode_basestring(hit.snippet),
}


def _abs_link(line: Line) -> str:
    return f'{{"paper":[{text(ArxivId(line.id or "").abs_url)}]}}'
