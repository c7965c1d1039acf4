"""A title that is none, as the date or label of a link, where the words given beside it hold the paper's."""

import re
from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.dates import is_date
from service.lists.reading.entries import Entry
from service.lists.reading.no_titles import is_no_title
from service.lists.reading.parts import Column, column_of
from service.lists.reading.title_candidates import count_words
from service.lists.reading.titles import is_title
from service.lists.writing.new_entry import NewEntry

_LINK = re.compile(r"\[([^\[\]]*)\]\([^()]*\)")
_MARKS = re.compile(r"</?[A-Za-z][^<>]*>|[*`]")
_PLACES = ("before_title", "after_title")
_LONG = 3  # words of a title; fewer are a name or a label


def with_true_title(entry: NewEntry) -> NewEntry:
    """Swap a title that is none for the only one among the words beside it; a date is kept as the paper's."""
    said = entry.title.strip("[]() ")
    if not is_no_title(said):
        return entry
    found = [(place, word) for place in _PLACES for word in _titles(entry.tags.get(place, ()))]
    if len(found) != 1:
        return entry
    place, title = found[0]
    rest = {**entry.tags, place: tuple(word for word in entry.tags[place] if word != title)}
    date = said if entry.date_text is None and is_date(said) else entry.date_text
    return replace(entry, title=title, date_text=date, tags=rest)


def with_title_of_column(entry: NewEntry, entries: Sequence[Entry]) -> NewEntry:
    """Take the title from the given cell of the column of titles, where another was given for it.

    The other fills the only column of words of which nothing is known, in a table with all columns given.
    """
    given = {name.removeprefix("cell:") for name in entry.tags if name.startswith("cell:")}
    tables = (
        {tuple(cell.header for cell in e.reading.cells) for e in entries} if given else set[tuple[str, ...]]()
    )
    for headers in sorted(table for table in tables if given <= set(table)):
        named = [h for h in headers if column_of(h) is Column.TITLE and h in given]
        rest = [h for h in headers if column_of(h) is Column.OTHER and h not in given]
        title = _bare(" ".join(entry.tags[f"cell:{named[0]}"])) if len(named) == len(rest) == 1 else ""
        if any(c.isalpha() for c in title) and title not in entry.title and entry.title not in title:
            return replace(entry, title=title, tags={**entry.tags, f"cell:{rest[0]}": (entry.title,)})
    return entry


def _bare(cell: str) -> str:
    """Return the words of a cell without its links' addresses and the marks around them."""
    return " ".join(_MARKS.sub("", _LINK.sub(r"\1", cell)).split())


def _titles(words: Sequence[str]) -> list[str]:
    return [word for word in words if count_words(word) >= _LONG and is_title(word)]
