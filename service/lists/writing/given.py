"""Words and badges that were given for a paper or stand for its tags, by their role in an entry."""

import re
from collections.abc import Mapping
from functools import cached_property, lru_cache

from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists.reading import labels
from service.lists.reading.dressed import role_of_kind
from service.lists.reading.entry_text import read_entry
from service.lists.reading.folded import ROLE as FOLD
from service.lists.reading.folded import folds_text
from service.lists.reading.labelled_lines import LINE, by_label
from service.lists.reading.labelled_tails import tail_role
from service.lists.reading.list_words import LEAD, marks_tags
from service.lists.reading.names import parse_authors
from service.lists.reading.own_names import leading_name
from service.lists.reading.pictures import OWN_FIGURE
from service.lists.reading.tags import badge_words
from service.lists.reading.word_badges import badge_role
from service.lists.writing.cell_words import cell_words, given_words, words_of_column
from service.lists.writing.escape import safe_markdown
from service.lists.writing.missing_code import words_without_code
from service.lists.writing.new_entry import NewEntry, is_place
from service.lists.writing.templates import Stock
from service.lists.writing.venue_badges import VENUE_BADGES
from service.lists.writing.words_in_one import bare_word

_PATH = re.compile(
    r"/[\w./%@+-]+\.(?:png|jpe?g|gif|svg|webp)", re.IGNORECASE
)  # of a figure in the repository
_SCRAP = re.compile(r"^(/|https?:)\S*.*$")  # the rest of an address, no words
_NAMING = re.compile(
    r".*\b(model|method|name|abbr\w*|approach|algorithm|framework|system|acronym|alias)s?\b.*", re.IGNORECASE
)
_FEW_WORDS = 3
_LONG_TEXT = 40  # characters; shorter is a remark


class GivenWords:
    """`words` by role (`tail`, `text`, `badge:stage`, ...) and whole `cells` by column, ready to write."""

    def __init__(self, entry: NewEntry, stock: Stock, taxonomy: Taxonomy | None, *, in_row: bool) -> None:
        self._entry = entry
        self._stock = stock
        self._in_row = in_row
        self.cells: dict[str, str] = {}
        self.words: dict[str, list[str]] = {}
        self.named_again: set[str] = set()  # columns with the title's name, which nobody gave
        self.labels = tuple(
            word
            for place in ("tail", "after_title")
            for word in entry.tags.get(place, ())
            if labels.names_own_link(word)
        )
        self._take_cells(entry.tags)
        self._take_tags(entry.tags, taxonomy)
        self._take_fold()
        self._take_name()
        self._say_no_code()

    def _take_cells(self, tags: Mapping[str, tuple[str, ...]]) -> None:
        for name, values in tags.items():
            if name.startswith("cell:"):
                column = name.removeprefix("cell:").casefold().strip()
                said = [safe_markdown(value, in_row=self._in_row) for value in values]
                self.cells[column] = given_words(self._stock, column, said) if said else ""

    def _take_tags(self, tags: Mapping[str, tuple[str, ...]], taxonomy: Taxonomy | None) -> None:
        for name, values in tags.items():
            if name == "badges":
                self._take_badges(values)
            elif name in ("tail", "after_title", "before_title"):
                figures = [path for v in values if (path := _PATH.match(v.strip()))]
                if figures:
                    self.words.setdefault(OWN_FIGURE, []).extend(path[0] for path in figures)
                own = {"tail": "tail", "after_title": "text"}.get(name)
                usual, last = self._role_of(name), ""
                has_own = own in (usual, "text") or not marks_tags(self._stock.kinds_of_words)
                for value in values:  # names of links stay where they were, unless tags have another place
                    role = own if own and has_own and labels.is_generic(value) else usual
                    is_one_more = last == "tail" and len(bare_word(value).split()) <= _FEW_WORDS
                    last = self._take_words("tail" if is_one_more else role, value) or last
            elif taxonomy and taxonomy.facet(name) is not None:
                self._take_facet(name, values, taxonomy)
            elif not is_place(name):
                self._take_named(name.casefold().strip(), values)
        for role, words in self.words.items():
            self.words[role] = self._stock.words_in_one.together(role, words)

    def _take_words(self, role: str, value: str) -> str:
        """Take words for the place where the list has them, else for `role`; return the last place."""
        place = ""
        for label, words in by_label(value, self._stock.words.labels):
            said = words.strip() if label else bare_word(words)
            place = LINE + label if label else self._place_of(said) or role
            if label or self._is_word(words, role):
                self.words.setdefault(place, []).append(safe_markdown(said, in_row=self._in_row))
        return place

    def _take_named(self, name: str, values: tuple[str, ...]) -> None:
        """Take words for the line or the column of the list that bears their name."""
        said = [safe_markdown(value, in_row=self._in_row) for value in values]
        if name in self._stock.words.labels:
            self.words.setdefault(LINE + name, []).extend(said)
        elif said and words_of_column(self._stock, name):
            self.cells.setdefault(name, given_words(self._stock, name, said))

    def _tail_of(self, marker: str, word: str) -> str:
        """Return the role in which a facet's tags stand: a line with its label, brackets, marks of words."""
        if self._stock.has_labelled_tails:
            return tail_role(marker)
        line = LINE + marker.casefold()
        has_lines = marker and any(line in t.facts for t in self._stock.templates)
        return line if has_lines else self._place_of(word) or self._role_of("tail")

    def _place_of(self, word: str) -> str | None:
        """Return the role in which a word stands in most entries that have it."""
        kinds = self._stock.kinds_of(word)
        return role_of_kind(kinds.most_common(1)[0][0]) if kinds else None

    def _role_of(self, place: str) -> str:
        if place == "before_title":
            return self._lead
        facts = [t.facts for t in self._stock.templates]
        own, other = ("tail", "text") if place == "tail" else ("text", "tail")
        is_elsewhere = not any(own in f for f in facts) and sum(other in f for f in facts) > 1
        return other if is_elsewhere else own

    @cached_property
    def _lead(self) -> str:
        """The role of words in front of the title: some lists have none there."""
        return LEAD if any(LEAD in t.facts for t in self._stock.templates) else "text"

    @property
    def name(self) -> str | None:
        """What the work is called: as a column or the words before the title say, or as the title begins."""
        called = [v for header, v in self.cells.items() if _NAMING.fullmatch(header)]
        before = self._entry.tags.get("before_title", ())
        start = leading_name(self._entry.title)
        names = [*called, *before, *([start] if start else [])]
        bare = (labels.bare(name) for name in names)
        return next((name for name in bare if any(c.isalnum() for c in name)), None)

    def _take_fold(self) -> None:
        """Take the longest of the words for what the list folds away, if it folds text away."""
        given = (w for place in ("before_title", "after_title") for w in self._entry.tags.get(place, ()))
        longest = max(given, key=len, default="").strip()
        if len(longest) < _LONG_TEXT or not folds_text([t.reading for t in self._stock.templates]):
            return
        self.words[FOLD] = [safe_markdown(longest, in_row=self._in_row)]
        self.words["text"] = [w for w in self.words.get("text", []) if not longest.startswith(w)]

    def _take_name(self) -> None:
        """Take the name out of the title, where the list says it again and nobody gave one."""
        name = leading_name(self._entry.title)
        if name is None:
            return
        said = safe_markdown(name, in_row=self._in_row)
        if self._lead not in self.words and self._stock.spellings.names_before_titles:
            self.words[self._lead] = [said]
        if "tail" not in self._entry.tags and self._stock.names_in_tails:
            self.words["tail"] = [said, *self.words.get("tail", ())]
        for column, form in self._stock.name_columns.of(name).items():
            if column not in self.cells:
                self.cells[column] = form.format(said)
                self.named_again.add(column)

    def _say_no_code(self) -> None:
        """Say of a paper without known code what the list says of such papers."""
        if self._entry.code_url:
            return
        said = words_without_code([t.reading for t in self._stock.templates])
        if said and said not in self.words.get("text", ()):
            self.words.setdefault("text", []).append(said)

    def _is_word(self, word: str, role: str) -> bool:
        """Whether a word says something that no other fact says."""
        if (
            _SCRAP.match(word)
            or not (any(c.isalnum() for c in word) or self._stock.kinds_of(word.strip()))
            or word.casefold().strip() in self._stock.words.words
            or word.strip() in self._stock.marks_of_links
            or labels.names_own_link(word)
            or any(f"[{word.strip()}]" in cell for cell in self.cells.values())
            or (self._entry.authors and parse_authors(word) == self._entry.authors)
        ):
            return False
        said = labels.words(word)
        is_piece = role != "tail" and len(said.split()) > (_FEW_WORDS if role == LEAD else 2)
        in_title = is_piece and said in labels.words(self._entry.title)
        return not in_title and said not in {labels.words(label) for label, _ in self._entry.links}

    def _take_badges(self, values: tuple[str, ...]) -> None:
        for markdown in values:
            safe = safe_markdown(markdown, in_row=self._in_row)
            if any(safe in cell for cell in self.cells.values()):
                continue
            reading, _ = read_entry(safe, is_row=False)
            part = reading.parts()[0] if reading.parts() else None
            role = part.role if part else "figure"
            is_word = role.startswith("badge:") and role not in VENUE_BADGES
            if part and is_word and self._stock.venue_badges.holds(part, safe):
                role = "badge:venue"  # of a venue nobody knows
            self.words.setdefault(badge_role(role, safe), []).append(safe)

    def _take_facet(self, name: str, values: tuple[str, ...], taxonomy: Taxonomy) -> None:
        facet = taxonomy.facet(name)
        if facet is None:
            return
        of_column: list[str] = []
        for value in taxonomy.normalise({name: values}).get(name, ()):
            tag = facet.tag(value)
            if tag is None:
                continue
            if facet.place is TagPlace.BADGE:
                badge = commonest_badge(self._stock, name, value, taxonomy)
                if badge:
                    self.words.setdefault(badge_role(*badge), []).append(badge[1])
            elif facet.place is TagPlace.TAIL:
                role = self._tail_of(facet.marker, tag.label)
                self.words.setdefault(role, []).append(safe_markdown(tag.label, in_row=self._in_row))
            elif facet.place is TagPlace.CELL and facet.marker:
                of_column.append(safe_markdown(tag.label, in_row=self._in_row))
        if of_column:
            key = facet.marker.casefold().strip()
            said = cell_words(self._stock, key, of_column)
            self.cells[key] = f"{self.cells[key]}, {said}" if key in self.cells else said


@lru_cache(maxsize=256)
def commonest_badge(stock: Stock, facet: str, tag: str, taxonomy: Taxonomy) -> tuple[str, str] | None:
    """Return the (role, Markdown) of the list's commonest correctly spelled badge for a tag."""
    wanted = taxonomy.facet(facet)
    known = wanted.tag(tag) if wanted else None
    if wanted is None or known is None:
        return None
    best: dict[tuple[str, str], int] = {}
    for entry in stock.document.entries:
        if tag not in entry.tags.get(facet, ()):
            continue
        for part in entry.reading.parts():
            text = entry.reading.text[part.start : part.end]
            words = badge_words(text) if part.role.startswith("badge:") else None
            if (
                words
                and (facet, tag) in taxonomy.read(words[0], facet=facet)
                and words[0] not in known.drifted
            ):
                best[part.role, text] = best.get((part.role, text), 0) + 1
    return max(best, key=lambda k: best[k], default=None)
