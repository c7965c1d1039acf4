"""Tags that are spelled otherwise than the list spells them, or that its taxonomy does not know."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from service.domain.taxonomy import Tag, TagPlace, Taxonomy, spelling_key
from service.lists.checking.findings import Finding
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.tags import raw_badges, words_for_tags

_RARE = 3  # a spelling so many times rarer than its twin is a slip
_OPEN = 20  # a place where one word in fewer is unknown takes any word
_LONG = 6  # letters from which one wrong letter is a slip and not another word


def find_tag_faults(document: ListDocument, taxonomy: Taxonomy | None) -> Iterator[Finding]:
    """Find drifted and unknown spellings; without a taxonomy, rare variants of common badges."""
    if taxonomy is None:
        yield from _rare_variants(document)
        return
    for entry in document.entries:
        for raw, words, colour, alt in raw_badges(entry.reading):
            yield from _by_taxonomy(entry, raw, words, (colour, alt), taxonomy)
    yield from _unknown(document, taxonomy)


def _unknown(document: ListDocument, taxonomy: Taxonomy) -> Iterator[Finding]:
    """Find words that the taxonomy does not know where it knows nearly all; elsewhere any word may stand."""
    each = [(e, list(words_for_tags(e.reading, taxonomy))) for e in document.entries]
    said = Counter(s.marker.casefold() for _, words in each for s, _ in words)
    strange = Counter(s.marker.casefold() for _, words in each for s, is_known in words if not is_known)
    closed = {marker for marker in said if strange[marker] * _OPEN <= said[marker]}
    for entry, words in each:
        own = (s.text for s, is_known in words if not is_known and s.marker.casefold() in closed)
        for word in dict.fromkeys(own):
            reason, fix = "the list's taxonomy has no such tag", "correct it, or add it to the catalog entry"
            yield Finding("unknown-tag", entry.first_line, word, reason, fix, 0.7)


def _by_taxonomy(
    entry: Entry, raw: str, words: str, markers: tuple[str, str], taxonomy: Taxonomy
) -> Iterator[Finding]:
    for facet in taxonomy.facets:
        if facet.place is not TagPlace.BADGE or (facet.marker and facet.marker not in markers):
            continue
        for _, name in taxonomy.read(words, facet=facet.name):
            tag = facet.tag(name)
            if tag and tag.spellings and not _is_proper(tag, raw, words):
                reason = f"the list writes {tag.label!r} for this {facet.title.lower()}"
                yield Finding("tag-spelling", entry.first_line, raw, reason, tag.label, 0.95)


def _is_proper(tag: Tag, raw: str, words: str) -> bool:
    if raw in tag.drifted:
        return False
    plain = words.replace("_", " ")
    return (
        raw in tag.spellings
        or words in tag.spellings
        or plain in {s.replace("_", " ") for s in tag.spellings}
    )


def _rare_variants(document: ListDocument) -> Iterator[Finding]:
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for entry in document.entries:
        for raw, _, colour, alt in raw_badges(entry.reading):
            if not any(c.isdigit() for c in raw):
                group = (alt or colour).casefold()
                seen[group][raw] += 1
                places[group, raw].append(entry.first_line)
    for group, spellings in seen.items():
        for raw, count in spellings.items():
            twin = next(
                (t for t, n in spellings.most_common() if n >= _RARE * count and is_variant(raw, t)), None
            )
            for line in places[group, raw] if twin else ():
                reason = f"elsewhere the list writes {twin!r} ({spellings[twin or '']} times)"
                yield Finding("tag-spelling", line, raw, reason, twin or "", 0.85)


def is_variant(one: str, other: str) -> bool:
    """Whether two spellings differ only in case, dashes or a letter."""
    a, b = spelling_key(one), spelling_key(other)
    if one == other:
        return False
    return a == b or (len(b) >= _LONG and _one_edit(a, b))


def _one_edit(a: str, b: str) -> bool:
    if abs(len(a) - len(b)) > 1:
        return False
    short, long = sorted((a, b), key=len)
    at = next((i for i, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return short[at:] == long[at + 1 :] if len(short) < len(long) else short[at + 1 :] == long[at + 1 :]
