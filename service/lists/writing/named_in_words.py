"""Names, authors and venues that were given among the words behind or before a title."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from service.lists.reading.institutions import signs_as_one
from service.lists.reading.labelled_lines import by_label
from service.lists.reading.names import is_full_name, parse_authors, without_extras
from service.lists.reading.own_names import is_short_name
from service.lists.reading.parts import Field
from service.lists.reading.venues import find_venue, is_named_in_full, is_venue
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock

_DATED_NAME = re.compile(r"[A-Z][\w&./-]*(?: [\w&./-]+){0,5},? (?:19|20)\d{2}")  # of a venue nobody knows
_YEAR = re.compile(r"(?:19|20)\d\d")
_CAPITALS = re.compile(r"[A-Z][\w&+./-]*[A-Z][\w&+./-]*")  # two of them, in one word
_VENUE_LABEL = re.compile(
    r"[^\w(]*(?:publisher|venue|published(?: in| at)?|conference|journal)\s?[:：]\s*(?=\w)", re.IGNORECASE
)
_SEVERAL = 2  # names, each in words of its own
_LONG_VENUE = 80  # characters, label and all
_NEARLY_ALL, _HARDLY_ANY = 0.8, 0.1


def with_named_authors(entry: NewEntry, stock: Stock) -> NewEntry:
    """Take names that were given beside the title for the paper's authors, if the list names authors.

    A single name, names one by one or with their institutions, or all where only the first were given.
    """
    words = tuple(
        f"{label}: {said}" if label else said
        for word in entry.tags.get("after_title", ())
        for label, said in by_label(word, stock.words.labels)
    )
    named = sum("authors" in t.facts for t in stock.templates)
    before = entry.tags.get("before_title", ())
    if (
        not entry.authors
        and before
        and (names := parse_authors(before[0]))
        and named * 2 >= len(stock.templates)
    ):
        rest = {**entry.tags, "before_title": before[1:]}
        return replace(entry, authors=names, authors_text=entry.authors_text or before[0], tags=rest)
    found = next(((w, names) for w in words if (names := _named(w)) and _is_fuller(names, entry)), None)
    if found is None and not entry.authors:
        found = next(((w, names) for w in words if (names := _mostly_people(w))), None)
    if found is None or named * 2 < len(stock.templates):
        return entry
    if not entry.authors and len(people := _one_by_one(words)) >= _SEVERAL:
        rest = {**entry.tags, "after_title": tuple(w for w in words if w not in people)}
        return replace(entry, authors=people, tags=rest)
    said, names = found
    rest = {**entry.tags, "after_title": tuple(w for w in words if w != said)}
    return replace(entry, authors=names, authors_text=entry.authors_text or said, tags=rest)


def with_named_venue(entry: NewEntry, stock: Stock) -> NewEntry:
    """Take a venue with its year that was given among the words for the paper's, if nothing else is."""
    if entry.venue or not any({"published", "preprint"} & t.facts for t in stock.templates):
        return entry
    places = [p for p in ("before_title", "after_title") if p in entry.tags]
    words = [(p, w) for p in places for w in entry.tags[p]]
    found = next(((p, w) for p, w in words if (v := find_venue(w)) and v.year and is_venue(w)), None)
    found = found or next(((p, w) for p, w in words if _VENUE_LABEL.match(w) and len(w) < _LONG_VENUE), None)
    named = sum(bool({"published", "preprint"} & t.facts) for t in stock.templates)
    is_usual = named >= _NEARLY_ALL * len(stock.templates)
    if found is None and is_usual:
        found = next(((p, w) for p, w in words if _DATED_NAME.fullmatch(w.strip(" ()[]*_.,"))), None)
    if found is None and is_usual:
        found = next(((p, w) for p, w in words if is_named_in_full(w.partition(". ")[0].strip(" ."))), None)
    apart = _apart_from_year(entry, words) if is_usual else None
    found = found or apart
    if found is None:
        return entry
    place, said = found
    rest = {**entry.tags, place: tuple(w for w in entry.tags[place] if w != said)}
    venue = _VENUE_LABEL.sub("", said).strip(" ()[]*_.,")
    if found == apart and not _dates_by_year(stock):
        return replace(entry, venue=f"{venue} {entry.date_text}", date_text=None, tags=rest)
    return replace(entry, venue=venue, tags=rest)


def _apart_from_year(entry: NewEntry, words: Sequence[tuple[str, str]]) -> tuple[str, str] | None:
    """Return the only venue without its year, known or a name in capitals, where the year was given apart.

    `words` are (place, word).
    """
    if entry.date_text is None or not _YEAR.fullmatch(entry.date_text):
        return None
    names = [(place, word) for place, word in words if _is_name_of_venue(word.strip(" ()[]*_.,"))]
    return names[0] if len(names) == 1 and names[0][1] not in entry.title else None


def _dates_by_year(stock: Stock) -> bool:
    """Whether entries have years for their dates, apart from their venues."""
    dated = sum(any(map(_YEAR.fullmatch, t.reading.values(Field.DATE))) for t in stock.templates)
    return dated > _HARDLY_ANY * len(stock.templates)


def _is_name_of_venue(words: str) -> bool:
    found = find_venue(words)
    known = found is not None and found.start == 0 and not found.year and not found.is_preprint
    return known or _CAPITALS.fullmatch(words) is not None


def with_name_in_title(entry: NewEntry, stock: Stock) -> NewEntry:
    """Put the name that was given before a title into it, where the list's titles begin with names."""
    before = entry.tags.get("before_title", ())
    name = before[0].strip(" *_:") if len(before) == 1 else ""
    is_wanted = stock.spellings.name_form and is_short_name(name) and not is_venue(name)
    if not is_wanted or not any(c.isalpha() for c in name):
        return entry
    if entry.title.startswith(name) and not entry.title.startswith(f"{name}: "):
        return entry
    rest = {place: words for place, words in entry.tags.items() if place != "before_title"}
    title = entry.title.removeprefix(f"{name}: ").removeprefix(":").lstrip()
    return replace(entry, title=f"{name}: {title}", tags=rest)


def _named(words: str) -> tuple[str, ...]:
    """Return the people that words name, if that is all they do; one by the full name."""
    if is_venue(words):
        return ()
    alone = without_extras(words).rstrip(" .")
    return parse_authors(words) or ((alone,) if is_full_name(alone) else ())


def _one_by_one(words: Sequence[str]) -> tuple[str, ...]:
    """Return the people that are named first among words, each in a run of its own."""
    named = takewhile(lambda name: is_full_name(name) and not signs_as_one(name), words)
    return tuple(named)


def _mostly_people(words: str) -> tuple[str, ...]:
    """Return what commas part, if most of it are people: `Ann Chen, Bo Li, Eva Su @Map Lab`."""
    pieces = tuple(piece.strip() for piece in words.split(","))
    people = sum(is_full_name(piece) for piece in pieces)
    return pieces if people > 1 and people * 3 >= 2 * len(pieces) else ()


def _is_fuller(names: tuple[str, ...], entry: NewEntry) -> bool:
    return names[: len(entry.authors)] == entry.authors and len(names) > len(entry.authors)
