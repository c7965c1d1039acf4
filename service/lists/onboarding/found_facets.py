"""The facets of a stranger's list: tags in its badges, cells, tails and headings, as they are spelled."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.taxonomy import Facet, Tag, TagPlace, spelling_key
from service.lists.checking.lint_tags import is_variant
from service.lists.reading.dates import find_date
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Column, column_of
from service.lists.reading.tags import raw_badges, spellings
from service.lists.reading.venues import find_venue

_ENOUGH = 2  # entries from which a word is a tag
_SHARE = 0.02
_LONG = 40  # characters; longer texts are no tags
_MANY_TAGS = 40  # words in one facet from which it is free text
_SLIP = 3  # a spelling so many times rarer than its twin is a slip
_NO_TAGS = re.compile(
    r"institut|affiliat|organi[sz]ation|universit|compan|\b(team|group|lab|note|comment|star|intro)",
    re.IGNORECASE,
)
_HEADINGS = ("Section", "Subsection")  # two levels are questions that a person can answer
_NUMBER = re.compile(r"^(?:\d+[.):]\d*|\d\ufe0f?\u20e3|[^\w(]|\s)+(?=[^\W\d_])")  # before a heading's words
_NEARLY_ALL = 0.95


@dataclass(frozen=True, slots=True)
class FoundTag:
    """A tag that a list uses: the spelling that it writes most, the others, and how often in all."""

    name: str
    spellings: tuple[str, ...]
    drifted: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class FoundFacet:
    """Tags that belong together, by the place and the marker (colour, column) that they share."""

    name: str
    title: str
    place: TagPlace
    marker: str
    tags: tuple[FoundTag, ...]
    exclusive: bool = False

    @property
    def facet(self) -> Facet:
        """The facet as a taxonomy has it."""
        tags = tuple(Tag(name=t.name, spellings=t.spellings, drifted=t.drifted) for t in self.tags)
        return Facet(
            name=self.name,
            title=self.title,
            tags=tags,
            place=self.place,
            marker=self.marker,
            exclusive=self.exclusive,
        )


@dataclass(frozen=True, slots=True)
class _Group:
    """Where tags of one facet stand: the place, what marks them, and the level of a heading."""

    place: TagPlace
    marker: str = ""
    level: int = 0


def find_facets(
    entries: Sequence[Entry], names: Collection[str] = ()
) -> tuple[tuple[FoundFacet, ...], tuple[str, ...]]:
    """Return the facets of a list's entries, and in words what looks like one and is none.

    `names` are headings over whole files, which say nothing of a paper.
    """
    seen: dict[_Group, list[set[str]]] = defaultdict(list)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        said: dict[_Group, set[str]] = defaultdict(set)
        for group, text in _words(entry):
            is_name = group.place is TagPlace.HEADING and group.level == 0 and entry.section_path[0] in names
            if not is_name and _is_tag_like(text):
                said[group].add(text)
        for group, texts in said.items():
            seen[group].append(texts)
        for _, _, colour, label in raw_badges(entry.reading):
            labels[colour][label] += 1
    found: list[FoundFacet] = []
    doubts: list[str] = []
    for group in sorted(seen, key=lambda g: (g.place.value, g.level, g.marker)):
        tags = _tags(seen[group], _least(group, len(entries)))
        levels = sum(f.place is TagPlace.HEADING for f in found)
        title = _title(group, labels, levels)
        if len(tags) > _MANY_TAGS:
            doubts.append(f"{title!r} ({group.place}) has {len(tags)} different words: free text, no tags")
        elif len(tags) > 1 and group.place is TagPlace.HEADING and levels == len(_HEADINGS):
            doubts.append(f"headings of level {group.level + 1} ({len(tags)}) only say where an entry goes")
        elif len(tags) > 1:
            is_single = _is_single(tags, seen[group], len(entries))
            name = _free(make_slug(title), {f.name for f in found})
            found.append(FoundFacet(name, title, group.place, group.marker, tags, is_single))
    return tuple(found), tuple(doubts)


def _words(entry: Entry) -> Iterator[tuple[_Group, str]]:
    for level, heading in enumerate(entry.section_path):
        yield _Group(TagPlace.HEADING, level=level), _NUMBER.sub("", heading.rstrip(" :："))
    for spelling in spellings(entry.reading, ()):
        if spelling.place is TagPlace.CELL and _holds_tags(spelling.marker):
            yield _Group(TagPlace.CELL, spelling.marker), spelling.text
        elif spelling.place is TagPlace.TAIL:
            yield _Group(TagPlace.TAIL), spelling.text
    for _, text, colour, _ in raw_badges(entry.reading):
        yield _Group(TagPlace.BADGE, colour), text


def _holds_tags(column: str) -> bool:
    """Whether a column may say what a paper is about: not who made it, nor what else is to be said of it."""
    return column_of(column) in (Column.OTHER, Column.NAME) and not _NO_TAGS.search(column)


def _is_tag_like(text: str) -> bool:
    """Short words that are neither a date nor a venue: those say when and where, not what about."""
    plain = text.strip()
    if not 1 < len(plain) < _LONG or not any(c.isalpha() for c in plain) or "](" in plain or "http" in plain:
        return False
    date, venue = find_date(plain), find_venue(plain)
    is_date = date is not None and not re.search(r"[^\W\d_]{2}", plain[: date.start] + plain[date.end :])
    return not is_date and not (venue is not None and (venue.is_preprint or venue.full_year))


def _least(group: _Group, entries: int) -> float:
    """How often a word must occur: a heading is one by itself, other words must come again."""
    return 1 if group.place is TagPlace.HEADING else max(_ENOUGH, _SHARE * entries)


def _tags(said: Iterable[set[str]], least: float) -> tuple[FoundTag, ...]:
    """Gather spellings of one tag; a rare variant of a common spelling is a slip."""
    left = dict(Counter(text for texts in said for text in sorted(texts)).most_common())
    found: list[FoundTag] = []
    taken: set[str] = set()
    while left:
        main, count = max(left.items(), key=lambda item: item[1])
        same = [w for w in left if spelling_key(w) == spelling_key(main) and w != main]
        slips = [w for w in left if w not in same and _is_slip(w, main) and left[w] * _SLIP <= count]
        total = count + sum(left[w] for w in (*same, *slips))
        for word in (main, *same, *slips):
            del left[word]
        if total >= least and spelling_key(main):
            others = {spelling_key(word) for word in left}
            name = _free(make_slug(main), taken | {n for n in (make_slug(w) for w in left) if n in others})
            found.append(FoundTag(name, (main, *same), tuple(slips), total))
            taken |= {name, *(spelling_key(w) for w in (main, *same, *slips))}
    return tuple(found)


def _is_slip(word: str, main: str) -> bool:
    """Whether one word is the other misspelled; another number is another word."""
    return is_variant(word, main) and re.findall(r"\d", word) == re.findall(r"\d", main)


def make_slug(text: str) -> str:
    """Return a name for commands and addresses: lower-case words joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "other"


def _free(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _title(group: _Group, labels: dict[str, Counter[str]], levels: int) -> str:
    if group.place is TagPlace.HEADING:
        return _HEADINGS[min(levels, len(_HEADINGS) - 1)]
    label = labels[group.marker].most_common(1) if group.place is TagPlace.BADGE else []
    said = re.sub(r"[*_`]", "", (label[0][0] if label and label[0][0] else group.marker)).strip()
    return said[:1].upper() + said[1:] if said else group.place.value.capitalize()


def _is_single(tags: Sequence[FoundTag], said: Sequence[set[str]], entries: int) -> bool:
    """Whether nearly every entry has a tag of the facet, and none has two."""
    owner = {spelling_key(w): t.name for t in tags for w in (*t.spellings, *t.drifted)}
    each = [{owner[k] for w in texts if (k := spelling_key(w)) in owner} for texts in said]
    return sum(map(bool, each)) >= _NEARLY_ALL * entries and all(len(names) < _ENOUGH for names in each)
