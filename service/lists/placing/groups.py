"""Groups into which lines of words divide a section (`**Preprints**`, `- 2023`): a paper goes to its own."""

import re
from collections.abc import Iterator, Sequence

from service.lists.placing.features import Features, features_of
from service.lists.placing.orders import Surroundings
from service.lists.placing.past import PastAddition
from service.lists.placing.place import choose_gap
from service.lists.placing.rules import Rule
from service.lists.reading.document import ListDocument
from service.lists.reading.entries import Entry
from service.lists.reading.outline import path_key

_MOST_WORDS = 6
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
    among = own_group(document, region, new) or range(len(listed))
    section = [features_of(e) for e in listed[among.start : among.stop]]
    path = path_key(document.regions[region].path)
    gap, rule = choose_gap(section, new, history, path, rule_name, Surroundings(document))
    return among.start + gap, gap == len(section), rule


def own_group(document: ListDocument, region: int, new: Features) -> range | None:
    """Return which entries of a section the paper stands among, as far as labels between them tell.

    Those below its year, else those that are published, or preprints, as it is, where the others are not.
    """
    listed = document.main_part(region)
    groups = list(_groups(document, region, listed))
    if len(groups) < _SOME or len(groups) * _SOME > len(listed):
        return None
    years = [_year(label) for label, _ in groups]
    if all(years) and len(set(years)) == len(years):
        return next((group for year, (_, group) in zip(years, groups, strict=True) if year == new.year), None)
    kinds = [{features_of(e).is_published for e in listed[group.start : group.stop]} for _, group in groups]
    own = [group for kind, (_, group) in zip(kinds, groups, strict=True) if kind == {new.is_published}]
    is_told = all(
        len(kind) == 1 and len(group) >= _SOME for kind, (_, group) in zip(kinds, groups, strict=True)
    )
    return own[0] if is_told and len(own) == 1 else None


def _groups(document: ListDocument, region: int, listed: Sequence[Entry]) -> Iterator[tuple[str, range]]:
    """Return the labels, the first of which stands before all entries, and what stands below each."""
    starts: list[tuple[str, int]] = []
    above = document.regions[region].first
    for index, entry in enumerate(listed):
        label = _label(document.lines[above : entry.block.first])
        if label or not index:
            starts.append((label, index))
        above = entry.block.last
    if starts and starts[0][0]:
        ends = [*(at for _, at in starts[1:]), len(listed)]
        yield from ((label, range(at, end)) for (label, at), end in zip(starts, ends, strict=True))


def _label(lines: Sequence[bytes]) -> str:
    """Return the words of the last line before an entry, if they are few and lead nowhere."""
    said = [line for raw in lines if (line := raw.decode("utf-8", "replace")).strip()]
    if not said or _LINK.search(said[-1]) or _NO_LABEL.match(said[-1]):
        return ""
    words = re.findall(r"\w+", said[-1])
    return " ".join(words) if 0 < len(words) <= _MOST_WORDS else ""


def _year(label: str) -> int | None:
    found = _YEAR.findall(label)
    return int(found[0]) if len(found) == 1 else None
