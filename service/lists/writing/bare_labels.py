"""Words given for a paper that are a label of the list's own lines, or carry marks of where they stood."""

import re
from collections import Counter
from dataclasses import replace

from service.domain.papers import ArxivId
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock

_PLACES = ("before_title", "after_title", "tail")
_ENOUGH = 3  # entries
_LABEL = re.compile(r"\n[ \t]*(?:[-*+•>]\s+)?[^\w\s\[<(]*\s?([^\W\d_][\w &/-]{1,24}?)[*_`]*\s?[:：]")
_EDGES = re.compile(r"\A[\W_]+|[\W_]+\Z")
_SERVER = re.compile(r"\b(?:arxiv|preprint|v\d+)\b", re.IGNORECASE)
_QUOTED = re.compile(r"\A(?:>\s*)+")


def without_bare_labels(entry: NewEntry, stock: Stock) -> NewEntry:
    """Leave out words that are but a label of a line, as `- Code`, or the number: both come with their value.

    The words that stay lose the mark of a quoted line and get the bracket that they lack at their end.
    """
    given = {place: entry.tags[place] for place in _PLACES if entry.tags.get(place)}
    if not given:
        return entry
    labels = _labels(stock)
    kept = {
        place: tuple(
            _whole(w)
            for w in words
            if place == "tail"
            or not (_EDGES.sub("", w).casefold() in labels or _is_own_number(w, entry.paper_id))
        )
        for place, words in given.items()
    }
    return entry if kept == given else replace(entry, tags={**entry.tags, **kept})


def _labels(stock: Stock) -> frozenset[str]:
    """Return the labels, in small letters, that lines below the first of several entries begin with."""
    seen = Counter(
        label
        for t in stock.templates
        for label in {found[1].casefold() for found in _LABEL.finditer(t.reading.text)}
    )
    return frozenset(label for label, count in seen.items() if count >= _ENOUGH)


def _is_own_number(words: str, number: ArxivId | None) -> bool:
    """Whether words are the paper's number on arXiv and nothing else, as `preprint arXiv:2301.00001`."""
    rest = words.replace(str(number), "", 1) if number else words
    return rest != words and not any(c.isalnum() for c in _SERVER.sub("", rest))


def _whole(words: str) -> str:
    words = _QUOTED.sub("", words)
    return f"{words})" if words.count("(") == words.count(")") + 1 else words
