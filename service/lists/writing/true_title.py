"""A title that is none, as the date or label of a link, where the words given beside it hold the paper's."""

from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.dates import is_date
from service.lists.reading.no_titles import is_no_title
from service.lists.reading.title_candidates import count_words
from service.lists.reading.titles import is_title
from service.lists.writing.new_entry import NewEntry

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


def _titles(words: Sequence[str]) -> list[str]:
    return [word for word in words if count_words(word) >= _LONG and is_title(word)]
