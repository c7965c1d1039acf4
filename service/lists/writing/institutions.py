"""Columns of institutions: whoever signs as a whole (`DeepSeek-AI`) stands there, people do not."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from service.lists.reading.blocks import Kind
from service.lists.reading.entries import Entry
from service.lists.reading.institutions import are_people, signs_as_one
from service.lists.reading.names_in_company import INSTITUTION
from service.lists.reading.parts import Column, column_of
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock

_COLUMN = re.compile(
    r"(?:institut(?:e|ion)|affiliation|organi[sz]ation|compan(?:y|ies)|universit(?:y|ies)|lab|team|publisher)s?"
    r"(?: \(.*\))?|机构|单位|团队",
    re.IGNORECASE,
)


def with_institution(entry: NewEntry, stock: Stock) -> NewEntry:
    """Give the authors that are an institution to the columns for it, where a list has no authors."""
    headers = {h.strip() for t in stock.templates if t.entry.block.kind is Kind.ROW for h in t.headers}
    columns = [h for h in headers if _COLUMN.fullmatch(h) and f"cell:{h}".casefold() not in _given(entry)]
    said = _institution(entry)
    if not columns or not said or any(column_of(h) is Column.AUTHORS for h in headers):
        return entry
    return replace(entry, tags={**entry.tags, **{f"cell:{h}": (said,) for h in columns}})


def without_people(entry: NewEntry, stock: Stock, section: Sequence[Entry]) -> NewEntry:
    """Leave authors out where the section's column of authors says where they work."""
    headers = {cell.header.casefold() for e in section for cell in e.reading.cells}
    if headers & stock.columns_of_institutions and are_people(entry.authors):
        return replace(entry, authors=(), authors_text=None)
    return entry


def _given(entry: NewEntry) -> set[str]:
    return {place.casefold() for place in entry.tags}


def _institution(entry: NewEntry) -> str:
    """Return the institutions that sign first; the authors as they were given, if all are some."""
    if entry.authors and not any(" " in name and not INSTITUTION.search(name) for name in entry.authors):
        shown = entry.authors_text or ", ".join(entry.authors)
        return f"{shown}." if shown.endswith("et al") else shown
    return ", ".join(takewhile(signs_as_one, entry.authors))
