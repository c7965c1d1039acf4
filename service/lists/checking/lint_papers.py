"""Papers listed twice, ids under the wrong title, and lists that contradict each other."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from service.domain.papers import title_key
from service.lists.checking.findings import Finding
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Column, column_of
from service.lists.reading.venues import find_venue

_COMMON = frozenset(
    "with from large language vision model models learning towards toward using "  # noqa: SIM905 - a list of literals is unreadable
    "efficient deep neural".split()
)
_SHORT = 12  # characters; shorter titles are equal by chance


def find_repeats(document: ListDocument) -> Iterator[Finding]:
    """Find papers twice in a section, ids under unrelated titles, and titles under different links."""
    by_id: dict[str, list[Entry]] = defaultdict(list)
    by_title: dict[str, list[Entry]] = defaultdict(list)
    for entry in document.entries:
        if not entry.key.startswith("title:") or len(title_key(entry.title)) > _SHORT:
            by_id[entry.key].append(entry)
        by_title[title_key(entry.title)].append(entry)
    for entries in by_id.values():
        for first, other in _pairs(entries):
            yield from _same_id(first, other)
    for key, entries in by_title.items():
        for first, other in _pairs(entries):
            if len(key) > _SHORT and first.key != other.key:
                yield _same_title(first, other)


def find_contradictions(document: ListDocument, others: Sequence[ListDocument]) -> Iterator[Finding]:
    """Find papers whose title or venue another list gives otherwise.

    A title that changed between versions, a missing venue, a preprint against a venue: no contradictions.
    """
    known: dict[str, Entry] = {}
    for other in others:
        for entry in other.entries:
            if entry.arxiv_id:
                known.setdefault(entry.key, entry)
    for entry in document.entries:
        there = known.get(entry.key)
        if there is None:
            continue
        if shared_words(entry.title, there.title) == 0 and _is_long(entry) and _is_long(there):
            reason = f"another list has this id with the title {there.title!r}"
            fix = "look the id up; one of the lists links a wrong paper"
            yield Finding("title", entry.first_line, entry.title, reason, fix, 0.8)
        elif (venues := _venues_differ(entry, there)) is not None:
            reason, fix = f"another list says {venues[1]}", "look the venue up; keep it or correct it"
            yield Finding("venue", entry.first_line, venues[0], reason, fix, 0.5)


def shared_words(one: str, other: str) -> int:
    """Return how many longer words two titles share."""
    a, b = (set(re.findall(r"\w{4,}", text.casefold())) for text in (one, other))
    return len(a & b)


def _is_unlike(one: str, other: str) -> bool:
    """Whether two titles share fewer than a quarter of the words that say something."""
    a, b = (set(re.findall(r"\w{4,}", t.casefold())) - _COMMON for t in (one, other))
    return len(a & b) * 4 < min(len(a), len(b))


def _pairs(entries: Sequence[Entry]) -> Iterator[tuple[Entry, Entry]]:
    for at, other in enumerate(entries[1:], 1):
        yield entries[at - 1], other


def _same_id(first: Entry, other: Entry) -> Iterator[Finding]:
    where = f"{_name(other)} stands in line {first.first_line} too"
    if shared_words(first.title, other.title) == 0 and _is_long(first) and _is_long(other):
        reason = f"{where}, under the unrelated title {first.title!r}"
        fix = "look both papers up by their titles; one of the links was copied"
        yield Finding("wrong-link", other.first_line, other.title, reason, fix, 0.8)
    elif first.region == other.region and title_key(first.title) == title_key(other.title):
        if _are_two_things(first, other):
            yield from _at_two_venues(first, other, where)
            return
        yield Finding("duplicate", other.first_line, other.title, where, "remove one of the two", 0.95)
    elif first.region == other.region and _is_unlike(first.title, other.title):
        reason = f"{where}, under another title, {first.title!r}"
        fix = "look both up by their titles and correct the copied link; remove one if they are one paper"
        yield Finding("wrong-link", other.first_line, other.title, reason, fix, 0.7)
    elif first.region == other.region:
        reason = f"{where}, as {first.title!r}"
        fix = "remove one of the two; if they are two papers, correct the link of one"
        yield Finding("duplicate", other.first_line, other.title, reason, fix, 0.8)


def _at_two_venues(first: Entry, other: Entry, where: str) -> Iterator[Finding]:
    """Find a paper under two names that would have appeared at two places: one row is another paper's."""
    venues = _venues_differ(first, other)
    if venues is not None:
        reason = f"{where}, under another name and with {venues[0]}, not {venues[1]}"
        fix = "look both up; correct the title and the link of one, or remove it"
        yield Finding("duplicate", other.first_line, other.title, reason, fix, 0.7)


def _are_two_things(first: Entry, other: Entry) -> bool:
    """Whether two rows name two works of one paper, as two datasets, in the column for names."""
    names = [
        {
            title_key(e.reading.text[c.start : c.end])
            for c in e.reading.cells
            if column_of(c.header) is Column.NAME
        }
        - {""}
        for e in (first, other)
    ]
    return all(names) and not names[0] & names[1]


def _name(entry: Entry) -> str:
    if entry.arxiv_id:
        return str(entry.arxiv_id)
    return entry.doi or ("the same OpenReview page" if entry.openreview_id else "the same title")


def _same_title(first: Entry, other: Entry) -> Finding:
    reason = f"the same title stands in line {first.first_line} with another link"
    confidence = 0.9 if first.arxiv_id is None or other.arxiv_id is None else 0.7
    return Finding(
        "duplicate-title", other.first_line, other.title, reason, "keep one, or correct the link", confidence
    )


def _is_long(entry: Entry) -> bool:
    return len(re.findall(r"\w{4,}", entry.title)) > 2  # noqa: PLR2004 - fewer words prove nothing


def _venues_differ(entry: Entry, there: Entry) -> tuple[str, str] | None:
    ours = find_venue(entry.venue) if entry.venue else None
    theirs = find_venue(there.venue) if there.venue else None
    if ours is None or theirs is None or ours.is_preprint or theirs.is_preprint:
        return None
    same = ours.key in theirs.key or theirs.key in ours.key
    same_year = ours.full_year is None or theirs.full_year is None or ours.full_year == theirs.full_year
    return None if same and same_year else (ours.spelled, theirs.spelled)
