"""Lists that call each paper by the short name of its method, without the rest of the title."""

from collections.abc import Sequence
from dataclasses import replace

from service.lists.reading.entries import Entry
from service.lists.reading.own_names import is_short_name, leading_name
from service.lists.writing.new_entry import NewEntry

_ENOUGH = 6  # entries of a section; with fewer the whole list tells
_NEARLY_ALL = 0.9


def with_name_alone(entry: NewEntry, section: Sequence[Entry], everywhere: Sequence[Entry]) -> NewEntry:
    """Cut the title to the name before its colon, where the entries have names alone for titles.

    A paper without an address keeps its title: nothing else would say which one it is.
    """
    name = leading_name(entry.title)
    listed = section if len(section) >= _ENOUGH else everywhere
    names = sum(is_short_name(e.title) and ":" not in e.title for e in listed)
    if name is None or entry.paper_url is None or names < max(_ENOUGH, _NEARLY_ALL * len(listed)):
        return entry
    return replace(entry, title=name)
