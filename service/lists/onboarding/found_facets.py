"""The facets of a stranger's list: tags in its badges, cells, tails and headings, as they are spelled."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from service.domain.taxonomy import Facet, Tag, TagPlace, spelling_key
from service.lists.checking.lint_tags import is_variant
from service.lists.reading.dates import find_date
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Column, column_of
from service.lists.reading.tags import raw_badges, spellings, without_number
from service.lists.reading.venues import find_venue

_ENOUGH = 2  # entries from which a word is a tag
_SHARE = 0.02
_LONG = 40  # characters; longer texts are no tags
_LONG_HEADING = 80
_MANY_TAGS = 40  # words in one facet from which it is free text
_SLIP = 3  # a spelling so many times rarer than its twin is a slip
_NO_TAGS = re.compile(
    r"institut|affiliat|organi[sz]ation|universit|compan|\b(team|group|lab|note|comment|star|intro)",
    re.IGNORECASE,
)
_HEADINGS = ("Section", "Subsection")  # two levels are questions that a person can answer
_NO_TOPIC = re.compile(
    r"\W*(?:(?:a|awesome|all|other|more|the|our|related|selected|curated|useful|new|recent|latest"
    r"|research|academic|must[- ]read|list of)\s+)*"
    r"(?:papers?|papers? ?lists?|reading lists?|(?:full )?lists?|publications?|articles?|preprints?"
    r"|literature|resources?|contents?|论文|论文列表)\W*",
    re.IGNORECASE,
)  # what stands under such a heading, not what it is about
_COUNT = re.compile(r"\W*\d+\s*(?:papers?|works?|entries|articles?|items?|篇(?:论文)?)\W*", re.IGNORECASE)
_NEARLY_ALL = 0.95
_DIGEST = 6  # hexadecimal digits
_PLACES = {"tail", "badges", "before-title", "after-title"}  # no names of facets: the words of a place


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
    each: list[dict[_Group, set[str]]] = []
    told = set[tuple[str, _Group, str]]()  # a paper that is listed twice has one name, not a tag
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        said: dict[_Group, set[str]] = defaultdict(set)
        for group, text in _words(entry):
            is_name = group.place is TagPlace.HEADING and group.level == 0 and entry.section_path[0] in names
            is_again = group.place is TagPlace.CELL and (entry.key, group, text) in told
            told.add((entry.key, group, text))
            if not (is_name or is_again) and _is_tag_like(text, group.place):
                said[group].add(text)
        each.append(said)
        for _, words, colour, label in raw_badges(entry.reading):
            labels[colour]["" if spelling_key(label) == spelling_key(words) else label] += 1
    seen = _by_group(each, labels)
    labels[""][_badge_column(entries)] += 1
    found: list[FoundFacet] = []
    doubts: list[str] = []
    for group in sorted(seen, key=lambda g: (g.place.value, g.level, g.marker)):
        tags = _tags(seen[group], _least(group, len(entries)))
        levels = sum(f.place is TagPlace.HEADING for f in found)
        title, is_heading = _title(group, labels, levels, seen), group.place is TagPlace.HEADING
        is_over_all = is_heading and tags[0].count >= _NEARLY_ALL * len(entries)
        tags = _topics(tags) if is_heading and not is_over_all else tags
        if len(tags) > _MANY_TAGS:
            doubts.append(f"{title!r} ({group.place}) has {len(tags)} different words: free text, no tags")
        elif len(tags) > 1 and is_over_all:
            common = tags[0].spellings[0]
            doubts.append(f"nearly all entries stand under {common!r}: such headings are no tags")
        elif len(tags) > 1 and is_heading and levels == len(_HEADINGS):
            doubts.append(f"headings of level {group.level + 1} ({len(tags)}) only say where an entry goes")
        elif len(tags) > 1:
            is_single = _is_single(tags, seen[group], len(entries))
            name = _free(make_slug(title), {f.name for f in found} | _PLACES)
            found.append(FoundFacet(name, title, group.place, group.marker, tags, is_single))
    return tuple(found), tuple(doubts)


def _topics(tags: Sequence[FoundTag]) -> tuple[FoundTag, ...]:
    """Leave out headings that say what stands under them and not what it is about: `Papers`, `Resources`."""
    return tuple(t for t in tags if not _NO_TOPIC.fullmatch(t.spellings[0]))


def _by_group(
    each: Sequence[Mapping[_Group, set[str]]], labels: Mapping[str, Counter[str]]
) -> dict[_Group, list[set[str]]]:
    """Return the words of each group, entry by entry.

    Where every word has a colour of its own, the colours are no questions: such badges are one group.
    """
    plain = {g for said in each for g in said if g.place is TagPlace.BADGE and not _label(labels, g)}
    single = {g for g in plain if len(set[str]().union(*(said.get(g, ()) for said in each))) == 1}
    seen: dict[_Group, list[set[str]]] = defaultdict(list)
    for said in each:
        joined: dict[_Group, set[str]] = defaultdict(set)
        for group, texts in said.items():
            joined[_Group(TagPlace.BADGE) if group in single else group] |= texts
        for group, texts in joined.items():
            seen[group].append(texts)
    return seen


def _label(labels: Mapping[str, Counter[str]], group: _Group) -> str:
    """Return what badges of a colour are called, if they are called anything but what they say."""
    commonest = labels[group.marker].most_common(1) if group.marker in labels else []
    return commonest[0][0] if commonest else ""


def _badge_column(entries: Sequence[Entry]) -> str:
    """Return the header of the column that nearly all badges of words stand in; empty if none is."""
    held = Counter(
        cell.header
        for entry in entries
        for cell in entry.reading.cells
        for part in cell.parts
        if part.role.startswith("badge:")
    )
    header, count = held.most_common(1)[0] if held else ("", 0)
    return header if count >= _NEARLY_ALL * held.total() and not _NO_TAGS.search(header) else ""


def _words(entry: Entry) -> Iterator[tuple[_Group, str]]:
    for level, heading in enumerate(entry.section_path):
        yield _Group(TagPlace.HEADING, level=level), without_number(heading).rstrip(" :：")
    for spelling in spellings(entry.reading, ()):
        if spelling.place is TagPlace.CELL and _holds_tags(spelling.marker):
            yield _Group(TagPlace.CELL, spelling.marker), spelling.text
        elif spelling.place is TagPlace.TAIL and _holds_tags(spelling.marker):
            yield _Group(TagPlace.TAIL, spelling.marker), spelling.text
    for _, text, colour, _ in raw_badges(entry.reading):
        yield _Group(TagPlace.BADGE, colour), text


def _holds_tags(column: str) -> bool:
    """Whether a column may say what a paper is about: not who made it, nor what else is to be said of it."""
    return column_of(column) in (Column.OTHER, Column.NAME, Column.TEAM) and not _NO_TAGS.search(column)


def _is_tag_like(text: str, place: TagPlace) -> bool:
    """Short words that are neither a date nor a venue: those say when and where, not what about."""
    plain = text.strip()
    longest = _LONG_HEADING if place is TagPlace.HEADING else _LONG
    if not 1 < len(plain) < longest or not any(c.isalpha() for c in plain):
        return False
    if "](" in plain or "http" in plain:
        return False
    if _COUNT.fullmatch(plain):
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
            name = _free(_tag_name(main), taken | {n for n in (_tag_name(w) for w in left) if n in others})
            found.append(FoundTag(name, (main, *same), tuple(slips), total))
            taken |= {name, *(spelling_key(w) for w in (main, *same, *slips))}
    return tuple(found)


def _is_slip(word: str, main: str) -> bool:
    """Whether one word is the other misspelled; another number is another word."""
    return is_variant(word, main) and re.findall(r"\d", word) == re.findall(r"\d", main)


def make_slug(text: str) -> str:
    """Return a name for commands and addresses: lower-case words joined by dashes."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "other"


def _tag_name(text: str) -> str:
    """Return a tag's name; words in other scripts get a short digest, which stays when others come."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    if all(c.isascii() for c in bare if c.isalnum()):
        return make_slug(bare)
    latin = make_slug("".join(c for c in bare if c.isascii()))
    digest = sha256(spelling_key(text).encode()).hexdigest()[:_DIGEST]
    return f"{'tag' if latin == 'other' else latin}-{digest}"


def _free(name: str, taken: set[str]) -> str:
    return next(n for n in (name, *(f"{name}-{i}" for i in range(2, len(taken) + 3))) if n not in taken)


def _title(group: _Group, labels: Mapping[str, Counter[str]], levels: int, seen: Collection[_Group]) -> str:
    if group.place is TagPlace.HEADING:
        return _HEADINGS[min(levels, len(_HEADINGS) - 1)]
    is_badge = group.place is TagPlace.BADGE
    said = re.sub(r"[*_`]", "", (_label(labels, group) if is_badge else "") or group.marker).strip()
    if is_badge and not _label(labels, group):
        is_only = sum(g.place is TagPlace.BADGE and not _label(labels, g) for g in seen) == 1
        said = "badge" if is_only or not said else f"{said} badge"  # a colour alone is no question
    return said[:1].upper() + said[1:] if said else "Tags"


def _is_single(tags: Sequence[FoundTag], said: Sequence[set[str]], entries: int) -> bool:
    """Whether nearly every entry has a tag of the facet, and none has two."""
    owner = {spelling_key(w): t.name for t in tags for w in (*t.spellings, *t.drifted)}
    each = [{owner[k] for w in texts if (k := spelling_key(w)) in owner} for texts in said]
    return sum(map(bool, each)) >= _NEARLY_ALL * entries and all(len(names) < _ENOUGH for names in each)
