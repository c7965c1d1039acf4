"""How a list spells venues, preprints and dates, learned from all its entries."""

import re
from collections import Counter, defaultdict
from functools import cached_property

from service.lists.reading.dates import Months, form, pads, puts_months_first, read_months
from service.lists.reading.document import ListDocument
from service.lists.reading.names import (
    is_name,
    is_one_or_two,
    is_shortened,
    last_joint,
    names_surnames,
    parse_authors,
    shortens_first,
)
from service.lists.reading.own_names import is_short_name
from service.lists.reading.parts import Field, Reading
from service.lists.reading.venues import Venue, find_venue, venue_key
from service.lists.reading.venues_in_full import is_in_full

_NAMED = re.compile(r"(\*{1,3}|_{1,3})[^*_]+?(\1: |:\1 )")
_ADDRESS = re.compile(r"\w@\w|https?:\S+")
_STOPPED = re.compile(r"[?!](?:\*\*|__|\*|_)?\.(?!\w)")
VENUES = ("venue", "preprint")
_NOT_RARE = 4  # a spelling a quarter as common as the commonest is the list's own too
_GOOD_PART = 0.35
_FEW = 3
_TELLING = 3  # names that show what parts them, and what the last
_NEARLY_ALL, _MOST_JOINTS = 0.97, 0.75


class Spellings:
    """What no single entry shows of a list's spelling."""

    def __init__(self, document: ListDocument) -> None:
        self._entries = document.entries

    @cached_property
    def name_form(self) -> str | None:
        """How names of methods in front of a colon in titles are emphasised, as `**{}**: `, if most are."""
        titles = [e.reading.first(Field.TITLE) or "" for e in self._entries]
        marked = Counter(f"{m[1]}{{}}{m[2]}" for t in titles if (m := _NAMED.match(t)))
        plain = sum(is_short_name(t.partition(": ")[0]) for t in titles if ": " in t and not _NAMED.match(t))
        is_usual = marked.total() > max(plain, _FEW - 1)
        return marked.most_common(1)[0][0] if is_usual else None

    @cached_property
    def stops_questions(self) -> bool:
        """Whether a full stop follows the titles that end with a question mark, too."""
        asked = [e for e in self._entries if e.title.endswith(("?", "!"))]
        stopped = sum(_STOPPED.search(e.reading.text) is not None for e in asked)
        return stopped * 2 > len(asked)

    @cached_property
    def has_mentions(self) -> bool:
        """Whether the list itself writes `@name` in most of its entries."""
        return sum("@" in _ADDRESS.sub("", e.reading.text) for e in self._entries) * 2 > len(self._entries)

    @cached_property
    def names_before_titles(self) -> bool:
        """Whether the list puts what stands before a title's colon in front of the title once more."""
        pairs = [(before, e.title) for e in self._entries if (before := _before_title(e.reading))]
        named = [(before, title) for before, title in pairs if is_short_name(title.partition(": ")[0])]
        same = sum(before.casefold() == title.partition(": ")[0].casefold() for before, title in named)
        return same >= _FEW and same * 2 >= len(named)

    @cached_property
    def venue_names(self) -> dict[str, str]:
        """The list's own spelling of each venue, by its key and by every spelling that is not rare."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for entry in self._entries:
            venue = find_venue(entry.venue) if entry.venue else None
            if venue:
                seen[venue.key][venue.name] += 1
        found = {key: names.most_common(1)[0][0] for key, names in seen.items()}
        for names in seen.values():
            most = max(names.values())
            found.update({name: name for name, count in names.items() if count * _NOT_RARE >= most})
        return found

    @cached_property
    def undated_venues(self) -> frozenset[str]:
        """The keys of the venues that bear a year in no entry, as journals do."""
        read = [venue for e in self._entries if (venue := find_venue(e.venue or ""))]
        return frozenset(v.key for v in read) - {v.key for v in read if v.year}

    @cached_property
    def has_dates(self) -> bool:
        """Whether most entries have a date in a place of its own."""
        return 2 * sum(e.date_text is not None for e in self._entries) > len(self._entries)

    @cached_property
    def venue_marks(self) -> dict[str, str]:
        """How venues and preprints are emphasised, by their role, where nearly all of a kind are alike."""
        seen: dict[str, Counter[str | None]] = defaultdict(Counter)
        for entry in self._entries:
            for part in entry.reading.parts():
                if part.role in VENUES:
                    seen[part.role][emphasis(entry.reading.text, part.start, part.end)] += 1
        usual = {role: (marks.most_common(1)[0], marks.total()) for role, marks in seen.items()}
        return {
            role: mark
            for role, ((mark, n), total) in usual.items()
            if mark is not None and n > 1 and n * 10 >= total * 9
        }

    @cached_property
    def _written(self) -> frozenset[tuple[str, str]]:
        read = (find_venue(e.venue or "") for e in self._entries)
        return frozenset((v.name, _venue_form(v)) for v in read if v)

    def writes(self, venue: Venue) -> bool:
        """Whether the list ever writes this venue so, in whichever year."""
        names = {name for name, _ in self._written}
        is_known = venue.name in names or venue.key not in {venue_key(name) for name in names}
        return is_known and _venue_form(venue) in {form for _, form in self._written}

    def often_writes(self, venue: Venue) -> bool:
        """Whether a good part of the list's venues are written in this form, too."""
        of_its_kind = sum(n for (kind, _), n in self._venue_forms.items() if kind == venue.is_preprint)
        alike = self._venue_forms[venue.is_preprint, _venue_form(venue)]
        return self.writes(venue) and alike >= _GOOD_PART * of_its_kind

    @cached_property
    def _venue_forms(self) -> Counter[tuple[bool, str]]:
        read = (find_venue(e.venue or "") for e in self._entries)
        return Counter((v.is_preprint, _venue_form(v)) for v in read if v)

    def authors_like(self, example: str, count: int) -> str:
        """Return the example for so many authors, or another one where it does not tell how to write them.

        It may be one person or two, shorten a name as few entries do, or be too short to be cut as the list
        cuts longer ones.
        """
        if is_one_or_two(example):
            clear = [t for t in self.authors if not is_one_or_two(t)]
            surnames = [t for t in clear if names_surnames(t)]
            if surnames and len(surnames) * 2 >= len(clear):
                return example
            full = [t for t in clear if t not in surnames]
            return full[-1] if full else " ".join(reversed(example.rstrip(".").split(", ")))
        if shortens_first(example) and self._first_names_are_full:
            example = next(t for t in self.authors if not shortens_first(t))
        if self._cut and not is_shortened(example) and len(parse_authors(self._cut)) < count:
            return self._cut
        if count >= _TELLING > len(parse_authors(example)) and not is_shortened(example):
            whole = [t for t in self.authors if not (is_shortened(t) or shortens_first(t))]
            example = next((t for t in whole if len(parse_authors(t)) >= _TELLING), example)
        return self._joined_as_most(example) if count >= _TELLING else example

    def _joined_as_most(self, example: str) -> str:
        """Return other authors where hardly any have this word, or none, before the last."""
        whole = [t for t in self.authors if not is_shortened(t) and len(parse_authors(t)) >= _TELLING]
        joints = Counter(last_joint(t).strip(" ,") for t in whole)
        usual, count = joints.most_common(1)[0] if joints else ("", 0)
        if count < max(_TELLING, _MOST_JOINTS * len(whole)) or joints[last_joint(example).strip(" ,")] > 1:
            return example
        return next(t for t in reversed(whole) if last_joint(t).strip(" ,") == usual)

    @cached_property
    def most_authors(self) -> int | None:
        """How many names are ever written without an `et al.`: one, if no entry names two."""
        texts = [t for e in self._entries if (t := e.authors_text)]
        names_one = len(texts) > _FEW and all(is_name(t) and not parse_authors(t) for t in texts)
        return 1 if names_one else None

    @cached_property
    def in_full(self) -> dict[str, str]:
        """The venues that are named in full with the short name in brackets behind, by the key of that."""
        said = [e.venue for e in self._entries if e.venue and is_in_full(e.venue)]
        return {venue.key: text for text in said if (venue := find_venue(text))}

    @cached_property
    def stops_authors(self) -> bool:
        """Whether a full stop follows the authors that do not end with the one of `et al.`."""
        readings = [e.reading for e in self._entries]
        ends = [(r.text, p.end) for r in readings for p in r.parts() if p.role == "authors"]
        whole = [text.startswith(".", end) for text, end in ends if text[end - 1] != "."]
        return sum(whole) * 2 > len(whole)

    @cached_property
    def stops_authors_in_marks(self) -> bool:
        """Whether a full stop follows the authors in their own marks, as in `*Ann Chen, Bo Li.*`."""
        readings = [e.reading for e in self._entries]
        slots = [
            (r.text, s.end, p.end)
            for r in readings
            for p in r.parts()
            if p.role == "authors"
            for s in p.slots
        ]
        whole = [
            text.startswith(".", end) for text, end, last in slots if text[end - 1] != "." and end < last
        ]
        return sum(whole) * 2 > len(whole)

    @cached_property
    def authors(self) -> tuple[str, ...]:
        """The authors of all entries, as they are written."""
        return tuple(t for e in self._entries for t in e.reading.values(Field.AUTHORS))

    @cached_property
    def _first_names_are_full(self) -> bool:
        return sum(map(shortens_first, self.authors)) * _NOT_RARE < len(self.authors)

    @cached_property
    def _cut(self) -> str | None:
        """Authors that end with `et al.`, if no entry names more of them than those that do."""
        cut = Counter(len(parse_authors(t)) for t in self.authors if is_shortened(t))
        most, seen = cut.most_common(1)[0] if cut else (0, 0)
        longest = max((len(parse_authors(t)) for t in self.authors if not is_shortened(t)), default=0)
        if longest > most or seen < (2 if longest == most else _FEW):
            return None
        return next(t for t in self.authors if is_shortened(t) and len(parse_authors(t)) == most)

    def pads_dates(self, *, like: str) -> bool:
        """Whether the list writes the third month as `03` rather than `3`, or so the third of a month."""
        named, bare = self._padding
        return named if any(c.isalpha() for c in like) else bare

    @cached_property
    def _padding(self) -> tuple[bool, bool]:
        dates = [e.date_text for e in self._entries if e.date_text]
        named = [d for d in dates if any(c.isalpha() for c in d)]
        return pads(named), pads(d for d in dates if d not in named)

    @cached_property
    def _date_forms(self) -> frozenset[str]:
        return frozenset(form(e.date_text) for e in self._entries if e.date_text)

    def writes_date(self, text: str) -> bool:
        """Whether the list ever writes a date in this form."""
        said = form(text)
        return any(said.replace("M", month) in self._date_forms for month in "MFS")

    @cached_property
    def months(self) -> Months:
        """How the list writes the names of months."""
        return read_months(e.date_text for e in self._entries if e.date_text)

    @cached_property
    def months_come_first(self) -> bool:
        """Whether the list writes `3/25/2025` rather than `25/3/2025`."""
        return puts_months_first(e.date_text for e in self._entries if e.date_text)

    @cached_property
    def years_are_the_preprints(self) -> bool:
        """Whether a lone year is that of the arXiv number, whenever the paper was published."""
        dated = [
            (e.arxiv_id.month[0], int(e.date_text))
            for e in self._entries
            if e.arxiv_id and e.date_text and re.fullmatch(r"\d{4}", e.date_text)
        ]
        agreed = sum(a == b for a, b in dated)
        return len(dated) > _FEW and agreed >= _NEARLY_ALL * len(dated)

    @cached_property
    def preprint(self) -> Venue | None:
        """How the list most often writes that a paper is a preprint."""
        return self._usual(is_preprint=True)

    @cached_property
    def published(self) -> Venue | None:
        """How the list most often writes where a paper was published."""
        return self._usual(is_preprint=False)

    def _usual(self, *, is_preprint: bool) -> Venue | None:
        read = (find_venue(e.venue or "") for e in self._entries)
        found = [v for v in read if v and v.is_preprint == is_preprint]
        common = Counter(_venue_form(v) for v in found).most_common(1)
        return next((v for v in found if common and _venue_form(v) == common[0][0]), None)


def _before_title(reading: Reading) -> str | None:
    """Return the words in front of a title, in the same cell."""
    for cell in reading.cells:
        roles = [p.role for p in cell.parts]
        at = roles.index("title") if "title" in roles else 0
        found = [p for p in cell.parts[:at] if p.role == "text" and p.slots]
        if found:
            return reading.value(found[-1].slots[0])
    return None


def _venue_form(venue: Venue) -> str:
    """Return how a venue is written, whichever it is, if it was published, and in whichever year."""
    named = venue.spelled if venue.is_preprint else venue.spelled.replace(venue.name, "NAME")
    return re.sub(r"\d", "9", named)


def emphasis(text: str, start: int, end: int) -> str | None:
    """Return the marks that stand around a part on both sides; None if some stand outside of it."""
    outside = text[max(0, start - 1) : start] + text[end : end + 1]
    if "*" in outside or "_" in outside:
        return None
    marks = re.compile(r"[*_]*").match(text, start, end)
    found = marks[0] if marks else ""
    return found if text.endswith(found[::-1], start, end) else ""
