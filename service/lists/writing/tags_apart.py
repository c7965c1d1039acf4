"""Hash tags that were given in one run of words: each is a word of its own where the list writes them so."""

from dataclasses import replace

from service.lists.reading.hash_tags import has_hash, split_tags
from service.lists.reading.parts import Field
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock, Template

_PLACES = ("before_title", "after_title", "tail")


def with_tags_apart(entry: NewEntry, stock: Stock) -> NewEntry:
    """Return the entry with `#video #audio` as two words, if the list has a hash in front of any word."""
    places = {p: entry.tags[p] for p in _PLACES if any("#" in word for word in entry.tags.get(p, ()))}
    if not places or not any(map(_has_hashes, stock.templates)):
        return entry
    apart = {place: tuple(tag for w in words for tag in split_tags(w)) for place, words in places.items()}
    return replace(entry, tags={**entry.tags, **apart})


def _has_hashes(template: Template) -> bool:
    text, slots = template.reading.text, (s for p in template.reading.parts() for s in p.slots)
    return any(slot.field is Field.TEXT and has_hash(text, slot.start) for slot in slots)
