"""Whether an entry was moved by itself, or its section was renamed, joined to another, or made anew."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from service.lists.reading.document import read_document
from service.lists.reading.outline import path_key

Where = tuple[str, tuple[str, ...]]  # a file and a section, in a form that compares spellings equal

_LOST = 0.2  # of the papers of a list
_REBUILT = 0.5  # of the papers that a list had before stand elsewhere: that says nothing of any one


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the papers of a list stand at one commit, by key, and which sections there are."""

    papers: Mapping[str, frozenset[Where]]
    sections: frozenset[Where]


def read_layout(files: Mapping[str, bytes]) -> Layout:
    """Read where the papers of a list stand.

    Raises:
        BadInput: a file is not UTF-8 text.
    """
    papers: dict[str, set[Where]] = defaultdict(set)
    sections: set[Where] = set()
    for path, data in files.items():
        document = read_document(data, path=path)
        sections.update(where(path, region.path) for region in document.regions)
        for entry in document.entries:
            papers[entry.key].add(where(path, entry.section_path))
    return Layout({key: frozenset(places) for key, places in papers.items()}, frozenset(sections))


def where(path: str, section: Collection[str]) -> Where:
    """Return a place so that two spellings of it are equal; a heading of signs alone stays as it is."""
    parts = tuple(section)
    return path, tuple(key or part for key, part in zip(path_key(parts), parts, strict=True))


def was_moved(before: Layout, after: Layout, old: Where, new: Where, *, ours: Collection[str] = ()) -> bool:
    """Whether somebody put one paper from `old` to `new`, and did not merely change the headings.

    It was not moved if most papers beside it went the same way, or, where it stood alone, if the one heading
    is gone and the other one new. `ours` are papers that came with it: that they went along says nothing.
    """
    if old == new or _is_rebuilt(before, after):
        return False
    beside = [key for key, places in before.papers.items() if old in places and key not in ours]
    still_listed = [key for key in beside if key in after.papers]
    if not still_listed:
        return old in after.sections or new in before.sections
    along = [key for key in still_listed if new in after.papers[key] and new not in before.papers[key]]
    return 2 * len(along) <= len(still_listed)


def has_lost(before: Layout, after: Layout, *, apart: Collection[str]) -> bool:
    """Whether a list has lost many papers besides those named: then it was rebuilt, or cannot be read now."""
    others = [key for key in before.papers if key not in set(apart)]
    missing = [key for key in others if key not in after.papers]
    return not others or len(missing) > _LOST * len(others)


def _is_rebuilt(before: Layout, after: Layout) -> bool:
    common = [key for key in before.papers if key in after.papers]
    elsewhere = [key for key in common if not before.papers[key] & after.papers[key]]
    return len(elsewhere) > _REBUILT * len(common)
