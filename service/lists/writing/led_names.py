"""Names given as they stood before a title, mark, brackets and all: `🔥[**OwnNet**]`."""

import re
from collections.abc import Iterator
from dataclasses import replace

from service.lists.reading.emoji import EMOJI
from service.lists.reading.list_words import LEAD
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock

_MARKED = re.compile(rf"((?:{EMOJI}\ufe0f?\s*)*)\[(?:\*\*|__)?([^\[\]*]+?)(?:\*\*|__)?\]:?")
_HALF = 0.5
BEFORE = "before_title"


def with_bare_names(entry: NewEntry, stock: Stock) -> NewEntry:
    """Part a name from the mark and the brackets it was given in, where the list has names in brackets."""
    words = entry.tags.get(BEFORE, ())
    if not any(map(_MARKED.fullmatch, words)) or not _are_in_brackets(stock):
        return entry
    return replace(entry, tags={**entry.tags, BEFORE: tuple(_parted(words))})


def _parted(words: tuple[str, ...]) -> Iterator[str]:
    for word in words:
        found = _MARKED.fullmatch(word.strip())
        yield from (piece for piece in (found[1].strip(), found[2].strip()) if piece) if found else (word,)


def _are_in_brackets(stock: Stock) -> bool:
    """Whether most words in front of titles stand in square brackets, which the list writes."""
    leads = [form for t in stock.templates for _, part, form in t.written if part.role == LEAD]
    return sum(form.startswith("[") for form in leads) > _HALF * max(1, len(leads))
