"""A list's entries as templates: which facts each shows, how common its shape is, what joins its parts."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from service.domain.taxonomy import Taxonomy
from service.lists.reading.document import ListDocument
from service.lists.reading.dressed import kind_of_part
from service.lists.reading.entries import Entry
from service.lists.reading.institutions import columns_of_institutions
from service.lists.reading.labelled_lines import LINE
from service.lists.reading.labelled_tails import has_labelled_tails, is_tail, with_labelled_tails
from service.lists.reading.labels import bare, is_generic
from service.lists.reading.list_words import LEAD, read_list_words
from service.lists.reading.marks_behind import are_marks
from service.lists.reading.named_labels import names_server, own_labels, with_named_labels, with_plain_server
from service.lists.reading.other_code import names_pages, with_labelled_pages
from service.lists.reading.own_brackets import has_own_brackets, with_own_brackets
from service.lists.reading.own_names import NameColumns, tails_begin_with_names
from service.lists.reading.parts import Cell, Field, Part, Reading
from service.lists.reading.pictures import OWN_FIGURE
from service.lists.reading.venues import find_venue
from service.lists.writing.blanks import Blanks
from service.lists.writing.headers import Headers
from service.lists.writing.instead_of_venues import shown_instead
from service.lists.writing.remarks import find_remarks, marks_of_title, ornaments
from service.lists.writing.separators import UsualSeparators, collapsed, form_of, separators
from service.lists.writing.spellings import Spellings
from service.lists.writing.usual_parts import UsualParts
from service.lists.writing.venue_badges import VenueBadges, read_venue_badges
from service.lists.writing.words_in_one import WordsInOne

_WORDS_OF_THE_LIST = 3  # a text that stands in so many entries, and in this share of them, is no paper's own
_FEW = 30  # links to code; a list with more of them and no project page wants none
_MARK_OF_LINK = re.compile(r":[a-z][a-z0-9_+-]*:(?=\[)")


@dataclass(frozen=True)
class Template:
    """An entry as a model for others; texts that belong to the list are no parts any more."""

    entry: Entry
    reading: Reading
    headers: tuple[str, ...]
    at: int

    @cached_property
    def facts(self) -> frozenset[str]:
        """What the entry shows of its paper: `code`, `authors`, `published`, `link:model`, ..."""
        found = set()
        for part in self.reading.parts():
            for slot in part.slots:
                is_preprint_number = slot.field is Field.ID and part.role == "preprint"
                if slot.field in _FACTS and slot.start < slot.end and not is_preprint_number:
                    found.add(_FACTS[slot.field])
                if slot.field is Field.VENUE:
                    venue = find_venue(self.reading.value(slot))
                    found.add("preprint" if venue and venue.is_preprint else "published")
            if (
                part.role.startswith(("link:", "badge:"))
                or part.role
                in (
                    "figure",
                    OWN_FIGURE,
                    "details",
                    "hidden",
                    "text",
                    LEAD,
                )
                or part.role.startswith(LINE)
                or is_tail(part.role)
            ):
                found.add(part.role)
        return frozenset(found)

    @cached_property
    def signature(self) -> str:
        """The entry with every value replaced by its name; equal for entries of one shape."""
        slots = sorted((s for p in self.reading.parts() for s in p.slots), key=lambda s: s.start)
        out, at = "", 0
        for slot in slots:
            if slot.start >= at:
                out += self.reading.text[at : slot.start] + f"\x00{slot.field}\x01"
                at = slot.end
        out = re.sub(r"^\s*\d+([.)])", r"0\1", out + self.reading.text[at:])
        return collapsed(re.sub(r"\s*\|\s*", "|", out)).strip()

    @cached_property
    def joined(self) -> tuple[tuple[Cell, tuple[tuple[str, str, str], ...]], ...]:
        """What stands between the parts of each cell, edges included."""
        return tuple((cell, tuple(separators(self.reading, cell))) for cell in self.reading.cells)

    @cached_property
    def forms(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Each choice of spelling, of parts and of what joins them: (what it is about, how it is written)."""
        found: list[tuple[tuple[str, ...], str]] = []
        for cell, joined in self.joined:
            found += [((cell.header, a, b), collapsed(between)) for a, b, between in joined]
        found += [((cell.header, part.role), form) for cell, part, form in self.written]
        return tuple(found)

    @cached_property
    def written(self) -> tuple[tuple[Cell, Part, str], ...]:
        """The form of each part, in its cell."""
        return tuple((c, p, form_of(self.reading, p)) for c in self.reading.cells for p in c.parts)

    @cached_property
    def ornaments(self) -> frozenset[str]:
        """Words, emoji and `:star:`-like marks that stand between the parts."""
        between = " ".join(s[2] for _, joined in self.joined for s in joined)
        return ornaments(between) | self.marks_of_title

    @cached_property
    def marks_of_title(self) -> frozenset[str]:
        """The emoji right beside the title."""
        return marks_of_title(self.reading)

    @cached_property
    def remarks(self) -> frozenset[str]:
        """Words such as `Oral` or `coming soon` in and between parts: said of one paper, not of the list."""
        literal = [form for _, part, form in self.written if not _is_free(part.role)]
        between = [s[2] for _, joined in self.joined for s in joined]
        return find_remarks(" ".join((*literal, *between)))

    @property
    def paper_links(self) -> int:
        """How many links to the paper there are beside the title."""
        return sum(p.role.startswith("paper") for p in self.reading.parts())

    def count(self, role: str) -> int:
        """Return how many parts have a role."""
        return sum(p.role == role for p in self.reading.parts())


_FREE = ("text", LEAD, "title", "details", "hidden")


def _is_free(role: str) -> bool:
    return role in _FREE or is_tail(role)


_FACTS = {
    Field.AUTHORS: "authors",
    Field.CODE: "code",
    Field.PROJECT: "project",
    Field.DATE: "date",
    Field.ID: "id",
    Field.ORDINAL: "ordinal",
    Field.REPO: "repo",
}


class Stock:
    """All templates of a document, and what they teach together."""

    def __init__(self, document: ListDocument, *, taxonomy: Taxonomy | None = None) -> None:
        self.document = document
        self.spellings = Spellings(document)
        self.words = read_list_words(document.entries, taxonomy)
        headers = Headers(document)
        readings = [e.reading for e in document.entries]
        own, is_plain = own_labels(readings), names_server(readings)
        named = [with_named_labels(self.words.without(r), own) for r in readings]
        named = [with_labelled_pages(r) for r in named] if names_pages(readings) else named
        self.has_labelled_tails = has_labelled_tails(readings)
        named = [with_labelled_tails(r) for r in named] if self.has_labelled_tails else named
        if not self.has_labelled_tails and has_own_brackets([(e.title, e.reading) for e in document.entries]):
            named = [with_own_brackets(r) for r in named]
        self.templates = tuple(
            Template(e, with_plain_server(r) if is_plain else r, headers.of(e), at)
            for at, (e, r) in enumerate(zip(document.entries, named, strict=True))
        )

    @cached_property
    def joins(self) -> dict[tuple[str, str, str], Counter[str]]:
        """What stands between two neighbours, by (column, left, right); `^` and `$` are the edges.

        Left and right are roles, and once more the kinds of words, if there are words among them.
        """
        found: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
        for reading in (t.reading for t in self.templates):
            for cell in reading.cells:
                kinds = ["^", *(kind_of_part(reading, p) for p in cell.parts), "$"]
                for (*roles, between), pair in zip(separators(reading, cell), pairwise(kinds), strict=True):
                    for left, right in {tuple(roles), pair}:
                        found[cell.header, left, right][between] += 1
        return found

    @cached_property
    def usual_separators(self) -> UsualSeparators:
        """What stands between all parts of a cell together."""
        return UsualSeparators(t.reading for t in self.templates)

    @cached_property
    def usual_parts(self) -> UsualParts:
        """The form of each kind of part that nearly all entries have."""
        return UsualParts([(t.reading, t.written) for t in self.templates])

    @cached_property
    def words_in_one(self) -> WordsInOne:
        """What joins words that stand in one place together."""
        return WordsInOne(t.reading for t in self.templates)

    @cached_property
    def labels(self) -> frozenset[str]:
        """What links are called in several entries: words of the list, not of one paper."""
        seen = Counter(label for t in self.templates for label in {p.label for p in t.reading.parts()})
        return frozenset(label for label, count in seen.items() if count >= _WORDS_OF_THE_LIST)

    def join(self, column: str, left: str, right: str) -> str | None:
        """Return the commonest separator of two roles or kinds, if they ever stand side by side."""
        seen = self.joins.get((column, left, right))
        return seen.most_common(1)[0][0] if seen else None

    @cached_property
    def marks_of_links(self) -> frozenset[str]:
        """The names of emoji, such as `:star:`, that stand right before links: no words of a paper."""
        return frozenset(mark for t in self.templates for mark in _MARK_OF_LINK.findall(t.reading.text))

    def kinds_of(self, word: str) -> Counter[str] | None:
        """Return in which kinds of parts a word stands; emoji stand where others do."""
        like = next(filter(are_marks, self.kinds_of_words), word) if are_marks(word) else word.casefold()
        return self.kinds_of_words.get(word.casefold()) or self.kinds_of_words.get(like)

    @cached_property
    def kinds_of_words(self) -> dict[str, Counter[str]]:
        """How often each word, such as `no code yet`, stands in each kind of part."""
        seen: dict[str, Counter[str]] = defaultdict(Counter)
        for reading in (t.reading for t in self.templates):
            for part in reading.parts():
                if (part.role in (LEAD, "text") or is_tail(part.role)) and part.slots:
                    word = reading.value(part.slots[0]).casefold()
                    seen[word][kind_of_part(reading, part)] += 1
        return seen

    def plain_label(self, role: str) -> str | None:
        """Return the commonest label that names a kind of link, if links of that kind have one."""
        said = (bare(p.label) for t in self.templates for p in t.reading.parts() if p.role == role)
        seen = Counter(label for label in said if label and is_generic(label))
        return seen.most_common(1)[0][0] if seen else None

    @cached_property
    def _kinds_left_empty(self) -> Counter[str]:
        """How many entries leave a kind of link empty, as in `[Code]()`."""
        return Counter(
            part.role
            for t in self.templates
            for part in t.reading.parts()
            if any(s.start == s.end for s in part.slots)
        )

    def leaves_empty(self, role: str) -> bool:
        """Whether most entries without a kind of link show it all the same, leading nowhere."""
        empty = self._kinds_left_empty[role]
        without = sum(t.count(role) == 0 for t in self.templates)
        return empty >= without

    @cached_property
    def venue_badges(self) -> VenueBadges:
        """How venues are shown by badges."""
        return read_venue_badges([t.reading for t in self.templates])

    @cached_property
    def unseen_label(self) -> str | None:
        """How a link to a project page would be labelled where no entry has one; None if none is missed."""
        parts = [p for t in self.templates for p in t.reading.parts()]
        shown = Counter(slot.field for p in parts for slot in p.slots)
        if shown[Field.PROJECT] or not 0 < shown[Field.CODE] <= _FEW:
            return None
        labels = [bare(p.label) for p in parts if p.role in ("paper", "code") and bare(p.label)]
        return "project" if sum(label.islower() for label in labels) * 2 > len(labels) else "Project"

    @cached_property
    def instead_of_venues(self) -> tuple[tuple[str, str], ...]:
        """The roles of which entries show one or else the other, never both: a venue, a date or number."""
        return shown_instead([[p.role for p in t.reading.parts()] for t in self.templates])

    @cached_property
    def names_in_tails(self) -> bool:
        """Whether most tails begin with the name in front of the title's colon."""
        return tails_begin_with_names([(t.entry.title, t.reading) for t in self.templates])

    @cached_property
    def name_columns(self) -> NameColumns:
        """How the name in front of the title's colon is written in the columns that hold it."""
        return NameColumns([(t.entry.title, t.reading) for t in self.templates])

    @cached_property
    def columns_of_institutions(self) -> frozenset[str]:
        """The columns of authors that say where the authors work, in small letters."""
        return columns_of_institutions([t.reading for t in self.templates])

    @cached_property
    def blanks(self) -> Blanks:
        """How empty cells are written."""
        return Blanks([(t.entry.region, t.reading) for t in self.templates])
