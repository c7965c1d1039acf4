"""Groups into which lines of words divide a section (`**Preprints**`, `- 2023`): a paper goes to its own."""

import re
from collections.abc import Iterator, Sequence

from service.lists.placing.column_groups import rows_alike
from service.lists.placing.features import Features, features_of
from service.lists.placing.orders import Surroundings
from service.lists.placing.past import PastAddition
from service.lists.placing.place import choose_gap
from service.lists.placing.rules import Rule
from service.lists.placing.topics import topic_of
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.outline import path_key, plain
from service.lists.reading.venues import find_venue

Labels = tuple[str, ...]
_MOST_WORDS = 6
_MANY = 8  # papers among which one may have a venue that nobody knows
_SOME = 2  # entries from which a group shows what belongs to it
_LINK = re.compile(r"\]\(|https?:|<a\b|!\[")
_NO_LABEL = re.compile(r"\s*(?:>|<!--|\|?\s*:?-{2,}|#|```)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")


def choose_place(
    document: ListDocument,
    region: int,
    new: Features,
    history: Sequence[PastAddition],
    rule_name: str | None = None,
) -> tuple[int, bool, Rule]:
    """Return the gap for a new entry, whether the last of its group is above it, and the rule behind it."""
    listed = document.main_part(region)
    among = own_group(document, region, new) or rows_alike(listed, new) or range(len(listed))
    section = [features_of(e) for e in listed[among.start : among.stop]]
    path = path_key(document.regions[region].path)
    gap, rule = choose_gap(section, new, history, path, rule_name, Surroundings(document))
    return among.start + gap, gap == len(section), rule


def own_group(document: ListDocument, region: int, new: Features) -> range | None:
    """Return which entries of a section the paper stands among, as far as labels between them tell.

    Those below its venue, in its year if labels above name years; else those below its year; else those that
    are published, or preprints, as it is, where the others are not; else below the one label that its title
    names.
    """
    listed = document.main_part(region)
    labelled = list(_groups(document, region, listed))
    at_venue = _at_venue(labelled, new)
    if at_venue is not None:
        return at_venue
    groups = [(labels[-1] if labels else "", among) for labels, among in labelled]
    if len(groups) < _SOME or len(groups) * _SOME > len(listed):
        return None
    years = [_year(label) for label, _ in groups]
    if all(years) and len(set(years)) == len(years):
        return next((group for year, (_, group) in zip(years, groups, strict=True) if year == new.year), None)
    kinds = [_kind_of(listed[group.start : group.stop]) for _, group in groups]
    own = [group for kind, (_, group) in zip(kinds, groups, strict=True) if kind is new.is_published]
    is_told = all(
        kind is not None and len(group) >= _SOME for kind, (_, group) in zip(kinds, groups, strict=True)
    )
    if is_told and len(own) == 1:
        return own[0]
    titles = [[e.title for e in listed[group.start : group.stop]] for _, group in groups]
    topic = topic_of([label for label, _ in groups], titles, new.title)
    return groups[topic][1] if topic is not None else None


def _kind_of(listed: Sequence[Entry]) -> bool | None:
    """Return whether the papers of a group are published, but for one of many; None where it holds both."""
    published = [features_of(e).is_published for e in listed]
    odd = min(published.count(True), published.count(False))
    return None if odd and odd * _MANY > len(published) else published.count(True) > odd


def _at_venue(groups: Sequence[tuple[Labels, range]], new: Features) -> range | None:
    """Return the one group whose labels name the paper's venue and year, where most labels are venues.

    A paper without a venue belongs to the preprints.
    """
    venues = [find_venue(labels[-1]) if labels else None for labels, _ in groups]
    if sum(v is not None for v in venues) * _SOME <= len(groups) or len(groups) < _SOME:
        return None
    own = list[range]()
    for (labels, among), venue in zip(groups, venues, strict=True):
        years = ((venue and venue.full_year), *(_year(label) for label in reversed(labels)))
        year = next((y for y in years if y), None)
        is_there = venue and (venue.key == new.venue if new.is_published else venue.is_preprint)
        if is_there and year in (None, new.year):
            own.append(among)
    return own[0] if len(own) == 1 else None


def _groups(document: ListDocument, region: int, listed: Sequence[Entry]) -> Iterator[tuple[Labels, range]]:
    """Return the labels, the first of which stands before all entries, and what stands below each.

    A label set in below another stands with it: `- 2023` above `  - **CVPR**`.
    """
    starts: list[tuple[Labels, int]] = []
    above: list[tuple[int, str]] = []
    line = document.regions[region].first
    for index, entry in enumerate(listed):
        found = list(_labels(document.lines[line : entry.block.first]))
        for depth, label in found:
            above = [*((d, words) for d, words in above if d < depth), (depth, label)]
        if found or not index:
            starts.append((tuple(words for _, words in above), index))
        line = entry.block.last
    if starts and starts[0][0]:
        ends = [*(at for _, at in starts[1:]), len(listed)]
        yield from ((labels, range(at, end)) for (labels, at), end in zip(starts, ends, strict=True))


def _labels(lines: Sequence[bytes]) -> Iterator[tuple[int, str]]:
    """Return how far the last lines before an entry are set in, and their words, if few and leading nowhere.

    Of lines set in alike the last counts.
    """
    said = [line for raw in lines if (line := raw.decode("utf-8", "replace")).strip()]
    depth = None
    found = list[tuple[int, str]]()
    for line in reversed(said):
        own = len(line) - len(line.lstrip())
        words = re.findall(r"\w+", plain(line))
        is_label = 0 < len(words) <= _MOST_WORDS and not (_LINK.search(line) or _NO_LABEL.match(line))
        if not is_label or (depth is not None and own >= depth):
            break
        found.append((own, " ".join(words)))
        depth = own
    yield from reversed(found)


def _year(label: str) -> int | None:
    found = _YEAR.findall(label)
    return int(found[0]) if len(found) == 1 else None
