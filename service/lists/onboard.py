"""A stranger's list described: its facets, tags and spellings, what its papers share, what is unclear."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.taxonomy import TagPlace, spelling_key
from service.lists.document import ListDocument
from service.lists.entries import Entry
from service.lists.generated import generated_by
from service.lists.lint_tags import is_variant
from service.lists.phrases import Query, choose_phrases
from service.lists.tags import raw_badges, spellings

_ENOUGH = 2  # entries from which a word is a tag
_SHARE = 0.02
_LONG = 40  # characters; longer texts are no tags
_MANY_TAGS = 40  # words in one facet from which it is free text


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


@dataclass(frozen=True, slots=True)
class Description:
    """What a catalog entry for the list would say, for a person to look over."""

    paths: tuple[str, ...]
    entries: int
    facets: tuple[FoundFacet, ...]
    query: Query
    unsure: tuple[str, ...] = field(default=())


def describe(documents: Sequence[ListDocument], abstracts: Mapping[str, str] | None = None) -> Description:
    """Describe a list by its files; `abstracts` by arXiv id make the query better where they are known."""
    holding = [d for d in documents if d.entries]
    entries = [e for d in holding for e in d.entries]
    facets = tuple(_facets(entries))
    texts = {e.key: f"{e.title} {(abstracts or {}).get(str(e.arxiv_id), '')}" for e in entries}
    query = choose_phrases(list(texts.values()))
    return Description(
        tuple(d.path for d in holding),
        len(entries),
        facets,
        query,
        tuple(_doubts(documents, entries, facets, query)),
    )


def _facets(entries: Sequence[Entry]) -> Iterator[FoundFacet]:
    seen: dict[tuple[TagPlace, str], Counter[str]] = defaultdict(Counter)
    labels: dict[str, Counter[str]] = defaultdict(Counter)
    for entry in entries:
        marked: set[tuple[TagPlace, str, str]] = {
            (s.place, s.marker, s.text)
            for s in spellings(entry.reading, entry.section_path[1:])
            if s.place is not TagPlace.BADGE
        }
        for _, text, colour, label in raw_badges(entry.reading):
            labels[colour][label] += 1
            marked.add((TagPlace.BADGE, colour, text))
        for place, marker, text in marked:
            if _is_tag_like(text):
                seen[place, _marker(place, marker)][text] += 1
    for (place, marker), words in sorted(seen.items(), key=lambda item: (item[0][0].value, item[0][1])):
        least = max(_ENOUGH, _SHARE * len(entries)) if place is not TagPlace.HEADING else 1
        tags = tuple(t for t in _tags(words) if t.count >= least)
        name = (
            labels[marker].most_common(1)[0][0] if labels.get(marker) and place is TagPlace.BADGE else marker
        )
        if 1 < len(tags) <= _MANY_TAGS:
            yield FoundFacet(_name(place, name or marker), _title(place, name or marker), place, marker, tags)


def _marker(place: TagPlace, marker: str) -> str:
    """What tells facets of one place apart: a badge's colour, a cell's column."""
    return marker if place in (TagPlace.BADGE, TagPlace.CELL) else ""


def _is_tag_like(text: str) -> bool:
    plain = text.strip()
    return 1 < len(plain) < _LONG


def _tags(words: Counter[str]) -> Iterator[FoundTag]:
    """Gather spellings of one tag; a rare variant of a common spelling is a slip."""
    left = dict(words.most_common())
    while left:
        main, count = max(left.items(), key=lambda item: item[1])
        same = [w for w in left if spelling_key(w) == spelling_key(main) and w != main]
        slips = [w for w in left if w not in same and is_variant(w, main) and left[w] * 3 <= count]
        total = count + sum(left[w] for w in (*same, *slips))
        for word in (main, *same, *slips):
            del left[word]
        yield FoundTag(_slug(main), (main, *same), tuple(slips), total)


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-") or "tag"


def _name(place: TagPlace, marker: str) -> str:
    return (
        _slug(marker)
        if marker
        else {TagPlace.HEADING: "section", TagPlace.TAIL: "topic"}.get(place, place.value)
    )


def _title(place: TagPlace, marker: str) -> str:
    return marker.strip().capitalize() if marker else _name(place, marker).capitalize()


def _doubts(
    documents: Sequence[ListDocument], entries: Sequence[Entry], facets: Sequence[FoundFacet], query: Query
) -> Iterator[str]:
    for document in documents:
        words = generated_by(document.data.decode("utf-8", "replace"))
        if words:
            yield f"{document.path} says that it is generated: {words!r}"
        for problem in document.problems:
            yield f"{document.path}:{problem.line}: {problem.reason}"
    without = sum(e.arxiv_id is None for e in entries)
    if without * 5 > len(entries):
        yield f"{without} of {len(entries)} entries name no arXiv work and are known by title alone"
    if not facets:
        yield "no tags were found; only relevance can be learned until some are defined"
    for facet in facets:
        slips = [s for t in facet.tags for s in t.drifted]
        if slips:
            yield f"in {facet.name}: {', '.join(slips)} look like slips of the pen"
    if query.recall < 0.9:  # noqa: PLR2004 - below it papers would be missed
        yield f"the query finds only {query.recall:.0%} of the listed papers by their titles; add phrases"
