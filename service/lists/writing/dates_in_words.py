"""A date that was given among the words beside a title, in a list that writes dates like it."""

from dataclasses import replace

from service.lists.reading.dates import find_date
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock

_PLACES = ("before_title", "after_title", "tail")


def with_named_date(entry: NewEntry, stock: Stock) -> NewEntry:
    """Take the only word that is a month or a day, written as the list writes its dates, for the paper's."""
    words = [(place, word) for place in _PLACES for word in entry.tags.get(place, ())]
    found = [(place, word) for place, word in words if _is_month(word)]
    found = [(place, word) for place, word in found if stock.spellings.writes_date(_bare(word))]
    if entry.date_text is not None or len(found) != 1:
        return entry
    place, said = found[0]
    rest = {**entry.tags, place: tuple(word for word in entry.tags[place] if word != said)}
    return replace(entry, date_text=_bare(said), tags=rest)


def _is_month(word: str) -> bool:
    date = find_date(_bare(word), with_month=True)
    return date is not None and (date.start, date.end) == (0, len(_bare(word)))


def _bare(word: str) -> str:
    return word.strip(" []()")
