"""What was given for a paper, put where the list has it: names, venues and authors out of words, and back."""

from service.lists.writing.bare_labels import without_bare_labels
from service.lists.writing.dates_in_words import with_named_date
from service.lists.writing.institutions import with_institution
from service.lists.writing.led_names import with_bare_names
from service.lists.writing.named_in_words import with_name_in_title, with_named_authors, with_named_venue
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.tags_apart import with_tags_apart
from service.lists.writing.templates import Stock

_STEPS = (
    without_bare_labels,
    with_bare_names,
    with_tags_apart,
    with_named_date,
    with_named_venue,
    with_named_authors,
    with_name_in_title,
    with_institution,
)


def completed(entry: NewEntry, stock: Stock) -> NewEntry:
    """Return a new entry with each fact in the field that the list's entries show it from."""
    for step in _STEPS:
        entry = step(entry, stock)
    return entry
