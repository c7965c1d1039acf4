"""Which section a paper belongs to: the one whose entries have the most in common with it."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from statistics import fmean, pstdev

from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists.placing.past import PastAddition
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.outline import path_key
from service.lists.reading.venues import find_venue, venue_key
from service.lists.writing.new_entry import NewEntry

_NEIGHBOURS = 14
_WHOLE_SECTION = 0.4  # weight of the likeness to all of a section's titles, against the nearest titles' votes
_HEADING = 1.7  # weight of the heading's words
_RECENT = 0.1  # weight of a section's share in the latest additions
_MEANING = 1.5  # weight of the votes of the papers that mean the most alike
_ALIKE = 0.3  # weight of a section's likeness of meaning, in standard deviations
_SHARPNESS = 8  # power by which a cosine of meanings counts: nearly all texts of a list have one of 0.3
_OLDER = 2.0  # of a section that is an older copy of another
_MANY_PAPERS, _MOST = 5, 0.8
_NO_COLUMN = 2.0  # of a column that the section's table lacks and that was given
_NO_SECTION_YET = 2  # papers of no likeness that a section is thought to hold besides its own
_STOP = frozenset(
    "a an the of for in on with and to via from by is are as at be towards toward using based large "  # noqa: SIM905 - a list of literals is unreadable
    "language model models learning new novel approach method framework efficient llm llms".split()
)
_YEAR = re.compile(r"(?<!\d)(20[012]\d)(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20[012]\d)[-./年 ]{1,2}(0?[1-9]|1[0-2])(?!\d)")


@dataclass(frozen=True, slots=True)
class SectionProposal:
    """A section that may take the paper; `neighbours` are the titles that speak for it."""

    region: int
    path: tuple[str, ...]
    score: float
    neighbours: tuple[str, ...]


def region_of(document: ListDocument, path: Sequence[str]) -> int | None:
    """Return the section of that heading path, the one with most entries where there are several."""
    wanted = path_key(path)
    found = [i for i, r in enumerate(document.regions) if path_key(r.path) == wanted]
    if not found:
        found = [
            i for i, r in enumerate(document.regions) if wanted and path_key(r.path)[-len(wanted) :] == wanted
        ]
    if not found and len(path) > 1 and any(r.titles for r in document.regions):
        return region_of(document, path[:-1])  # the last heading named a paper
    return max(found, key=lambda i: (len(document.section(i)), -i), default=None)


def sections_named(
    document: ListDocument,
    path: Sequence[str],
    entry: NewEntry,
    *,
    taxonomy: Taxonomy | None = None,
    history: Sequence[PastAddition] = (),
) -> list[int]:
    """Return the section of that heading path; of one whose papers are all in folds: those, best first."""
    region = region_of(document, path)
    if region is None or document.section(region):
        return [] if region is None else [region]
    own = document.regions[region].path
    folds = [
        i for i, r in enumerate(document.regions) if r.is_fold and r.path[:-1] == own and document.section(i)
    ]
    ranking = propose_sections(
        document, entry, taxonomy=taxonomy, history=history, count=len(document.regions)
    )
    return [p.region for p in ranking if p.region in folds] or [region]


def propose_sections(
    document: ListDocument,
    entry: NewEntry,
    *,
    taxonomy: Taxonomy | None = None,
    history: Sequence[PastAddition] = (),
    count: int = 3,
) -> list[SectionProposal]:
    """Return the sections that suit the paper, best first; headings that name a year or month must fit.

    Words of titles tell; where the entry knows which papers mean the same (`NewEntry.alike`), they do too.
    """
    homes = [
        i
        for i in range(len(document.regions))
        if document.section(i) or _awaits(document, i, entry, taxonomy)
    ]
    if not homes:
        return []
    older = _older_copies(document, homes)
    words = _Words(document.entries)
    votes, neighbours = _votes(document, entry, words)
    likeness = _likeness(document, entry, words, homes)
    meaning = _meaning(document, entry.alike, neighbours)
    recent = Counter(a.section for a in history[:40])
    scored = []
    for region in homes:
        path = document.regions[region].path
        score = votes.get(region, 0.0) + meaning.get(region, 0.0)
        score += _HEADING * _heading_score(path, entry, words)
        score += _WHOLE_SECTION * likeness[region] + _tag_score(path, entry, taxonomy)
        score += _RECENT * math.log1p(recent[path_key(path)]) + 0.03 * math.log1p(
            len(document.section(region))
        )
        score -= _OLDER * (region in older)
        score += _fit(path, entry) - _NO_COLUMN * len(_columns_without_place(document, region, entry))
        scored.append(SectionProposal(region, path, score, tuple(neighbours.get(region, ())[:3])))
    return sorted(scored, key=lambda s: -s.score)[:count]


def _older_copies(document: ListDocument, homes: Sequence[int]) -> frozenset[int]:
    """Return sections whose papers nearly all stand in a larger one of the same name: its older versions."""
    held = {region: {e.key for e in document.section(region)} for region in homes}
    named = {region: document.regions[region].path[-1:] for region in homes}
    return frozenset(
        region
        for region, keys in held.items()
        if len(keys) >= _MANY_PAPERS
        and any(
            named[other] == named[region]
            and len(there) > len(keys)
            and len(keys & there) >= _MOST * len(keys)
            for other, there in held.items()
            if other != region
        )
    )


def _awaits(document: ListDocument, region: int, entry: NewEntry, taxonomy: Taxonomy | None) -> bool:
    """Whether an empty section was made for papers with one of this paper's tags."""
    where = document.regions[region]
    has_sibling = any(
        document.section(i) and r.level == where.level and len(r.path) == len(where.path)
        for i, r in enumerate(document.regions)
    )
    return where.is_listing and has_sibling and _tag_score(where.path, entry, taxonomy) > 0


class _Words:
    """Words of titles, weighed by how rare they are in the list."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._seen = Counter(w for e in entries for w in set(title_words(e.title)))
        self._total = max(1, len(entries))

    def weight(self, word: str) -> float:
        return math.log((self._total + 1) / (self._seen[word] + 0.5))

    def vector(self, text: str) -> dict[str, float]:
        return {w: self.weight(w) for w in set(title_words(text))}


@lru_cache(maxsize=32768)
def title_words(text: str) -> tuple[str, ...]:
    """Return the telling words of a title, plurals and endings cut."""
    return tuple(_telling(text))


def _telling(text: str) -> Iterator[str]:
    for word in re.findall(r"[a-z0-9]+", text.casefold()):
        if len(word) > 1 and word not in _STOP:
            yield re.sub(r"(ization|isation|ation|ing|ed|es|s|er|ion)$", "", word) if len(word) > 4 else word  # noqa: PLR2004 - short words have no ending


def _votes(
    document: ListDocument, entry: NewEntry, words: _Words
) -> tuple[dict[int, float], dict[int, list[str]]]:
    """Let the listed papers with the most similar titles vote for their sections."""
    wanted = words.vector(f"{entry.title} {entry.abstract}" if entry.abstract else entry.title)
    near = sorted(
        ((_cosine(wanted, words.vector(e.title)), e) for e in document.entries), key=lambda p: -p[0]
    )
    votes: dict[int, float] = {}
    neighbours: dict[int, list[str]] = {}
    for likeness, listed in near[:_NEIGHBOURS]:
        if likeness <= 0:
            continue
        votes[listed.region] = votes.get(listed.region, 0.0) + likeness**2
        neighbours.setdefault(listed.region, []).append(listed.title)
    total = sum(votes.values()) or 1.0
    return {k: v / total for k, v in votes.items()}, neighbours


def _meaning(
    document: ListDocument, alike: Mapping[str, float], neighbours: dict[int, list[str]]
) -> dict[int, float]:
    """Let the papers that mean the most alike vote for their sections, and put them among the neighbours.

    Where it is known of most papers how alike they are, sections are compared as a whole besides.
    """
    known = [(alike[e.key], e) for e in document.entries if e.key in alike]
    near = sorted(known, key=lambda p: -p[0])[:_NEIGHBOURS]
    votes: dict[int, float] = {}
    for likeness, listed in reversed(near):
        votes[listed.region] = votes.get(listed.region, 0.0) + max(likeness, 0.0) ** _SHARPNESS
        others = [t for t in neighbours.get(listed.region, ()) if t != listed.title]
        neighbours[listed.region] = [listed.title, *others]
    total = sum(votes.values()) or 1.0
    score = {region: _MEANING * vote / total for region, vote in votes.items()}
    if len(known) > len(document.entries) / 2:
        for region, value in _standing(known).items():
            score[region] = score.get(region, 0.0) + _ALIKE * value
    return score


def _standing(known: Sequence[tuple[float, Entry]]) -> dict[int, float]:
    """Return how far each section's papers are more alike than those of the list, in standard deviations."""
    middle = fmean(likeness for likeness, _ in known)
    spread = pstdev([likeness for likeness, _ in known]) or 1.0
    found: dict[int, list[float]] = {}
    for likeness, listed in known:
        found.setdefault(listed.region, []).append((likeness - middle) / spread)
    return {region: sum(values) / (len(values) + _NO_SECTION_YET) for region, values in found.items()}


def _likeness(
    document: ListDocument, entry: NewEntry, words: _Words, homes: Sequence[int]
) -> dict[int, float]:
    """Return how like each section's titles together are to the paper's, the likest counting as one."""
    wanted = words.vector(entry.title)
    found: dict[int, float] = {}
    for region in homes:
        together: Counter[str] = Counter()
        for listed in document.section(region):
            together.update(set(title_words(listed.title)))
        found[region] = _cosine(wanted, {w: n * words.weight(w) for w, n in together.items()})
    most = max(found.values()) or 1.0
    return {region: value / most for region, value in found.items()}


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    shared = sum(a[w] * b[w] for w in a.keys() & b.keys())
    norm = math.sqrt(sum(v * v for v in a.values())) * math.sqrt(sum(v * v for v in b.values()))
    return shared / norm if norm else 0.0


def _heading_score(path: Sequence[str], entry: NewEntry, words: _Words) -> float:
    """Count title words that the section's headings say, the innermost heading most."""
    wanted = set(title_words(entry.title))
    score = 0.0
    for depth, heading in enumerate(reversed(path[-2:])):
        said = [w for w in title_words(heading) if not w.isdigit()]
        hit = [w for w in said if w in wanted]
        if hit:
            score += (0.25 if depth == 0 else 0.12) * sum(words.weight(w) for w in hit) / (2 + len(said))
    return score


def _tag_score(path: Sequence[str], entry: NewEntry, taxonomy: Taxonomy | None) -> float:
    """A heading that stands for one of the paper's tags speaks for its section, another tag against it."""
    if taxonomy is None:
        return 0.0
    score = 0.0
    for facet in taxonomy.facets:
        chosen = entry.tags.get(facet.name)
        if facet.place is TagPlace.HEADING and chosen:
            said = {tag for heading in path for _, tag in taxonomy.read(heading, facet=facet.name)}
            score += 1.0 * bool(said & set(chosen)) - 1.0 * bool(said and not said & set(chosen))
    return score


def _columns_without_place(document: ListDocument, region: int, entry: NewEntry) -> set[str]:
    """Return the columns that were given and that the section's table lacks."""
    given = {name.removeprefix("cell:").casefold().strip() for name in entry.tags if name.startswith("cell:")}
    there = {c.header.casefold() for e in document.main_part(region)[:1] for c in e.reading.cells}
    return given - there


def _fit(path: Sequence[str], entry: NewEntry) -> float:
    """Years, months and venues in headings are hard rules; they outweigh words."""
    own = path[-1] if path else ""
    day, venue, score = entry.day, entry.venue_read, 0.0
    month = _MONTH.search(own)
    if month and day and day[1]:
        return 3.0 if (int(month[1]), int(month[2])) == (day[0], day[1]) else -3.0
    years = {int(y) for y in _YEAR.findall(own)}
    if years and day:
        wanted = venue.full_year if venue and venue.full_year and find_venue(own) else day[0]
        score += 2.0 if wanted in years else -2.0
    named = find_venue(own)
    if named and not named.is_preprint:
        same = venue is not None and entry.is_published and venue_key(venue.name) == named.key
        score += 1.5 if same else -1.5
    return score
