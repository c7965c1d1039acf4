"""What the past of a list teaches: how each entry was added, rebuilt from the file before and after."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.errors import BadInput
from service.lists.placing.features import Features, features_of
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry
from service.lists.reading.lines import split_lines
from service.lists.reading.outline import path_key

_MOST_LINES = 150  # added at once; more is a merge or a new chapter
_MOST_ENTRIES = 12
_MOST_ALIKE = 12  # lines that two entries begin with
_ENOUGH_NEIGHBOURS = 2  # in an emptier section every rule is right, and nothing is learned


@dataclass(frozen=True, slots=True)
class PastAddition:
    """One entry that somebody added: the section before, the gap it went to, and its text.

    With `is_correction`, it was ours first, and stands there as a maintainer rewrote it.
    """

    section: tuple[str, ...]
    before: tuple[Features, ...]
    gap: int
    entry: Features
    text: str
    headers: bool = False
    added_lines: tuple[str, ...] = ()
    is_correction: bool = False


def past_additions(revisions: Iterable[tuple[bytes, bytes]], *, limit: int = 100) -> tuple[PastAddition, ...]:
    """Learn from (before, after) pairs, newest first, until `limit` additions are found.

    Only revisions that add whole lines and change none count.
    """
    found: list[PastAddition] = []
    for before, after in revisions:
        found += read_additions(before, after)
        if len(found) >= limit:
            break
    return tuple(found[:limit])


def read_additions(before: bytes, after: bytes) -> tuple[PastAddition, ...]:
    """Return the entries that were added, if nothing else but a few entries was; the lowest one first.

    The section before is the same for all of them: it holds none of what came with them.
    """
    old, lines = split_lines(before), split_lines(after)
    single = inserted_lines(old, lines)
    added = set(range(*single)) if single else _scattered_lines(old, lines)
    if not added or len(added) > _MOST_LINES:
        return ()
    for here in _slides(lines, *single) if single else [added]:
        try:
            document = read_document(after, around=range(min(here), max(here) + 1))
        except BadInput:
            return ()
        new = [e for e in document.entries if e.first_line - 1 in here]
        if new and all(here.issuperset(range(e.first_line - 1, e.last_line)) for e in new):
            return (
                tuple(_addition(document, e, new) for e in reversed(new)) if len(new) <= _MOST_ENTRIES else ()
            )
    return ()


def _slides(lines: Sequence[bytes], first: int, behind: int) -> Iterator[set[int]]:
    """Return where an insertion may have been: entries that begin alike (`<tr>`) hide it."""
    yield set(range(first, behind))
    for _ in range(_MOST_ALIKE):
        if first == 0 or lines[first - 1] != lines[behind - 1]:
            return
        first, behind = first - 1, behind - 1
        yield set(range(first, behind))


def read_addition(before: bytes, after: bytes) -> PastAddition | None:
    """Return what was added, if exactly one entry was and nothing else changed."""
    if inserted_lines(split_lines(before), split_lines(after)) is None:
        return None
    found = read_additions(before, after)
    return found[0] if len(found) == 1 else None


def _addition(document: ListDocument, entry: Entry, new: Sequence[Entry]) -> PastAddition:
    others = {e.first_line for e in new}
    before = [e for e in document.section(entry.region) if e.first_line not in others]
    added = document.lines[entry.first_line - 1 : entry.last_line]
    return PastAddition(
        path_key(entry.section_path),
        tuple(features_of(e) for e in before),
        sum(e.first_line < entry.first_line for e in before),
        features_of(entry),
        entry.reading.text,
        added_lines=tuple(line.decode("utf-8", "replace") for line in added),
    )


def inserted_lines(before: Sequence[bytes], after: Sequence[bytes]) -> tuple[int, int] | None:
    """Return the lines of `after` that one insertion added, as (first, behind); None for any other change."""
    count = len(after) - len(before)
    if count <= 0:
        return None
    head = 0
    while head < len(before) and after[head] == before[head]:
        head += 1
    tail = 0
    while tail < len(before) - head and after[-1 - tail] == before[-1 - tail]:
        tail += 1
    if head + tail == len(before):
        return _slid(after, head, count)
    last_gained_end = head == len(before) - 1 and after[head].rstrip(b"\r\n") == before[head].rstrip(b"\r\n")
    return (head + 1, len(after)) if last_gained_end else None


def _scattered_lines(before: Sequence[bytes], after: Sequence[bytes]) -> set[int]:
    """Return the lines of `after` added at several places; none if a line was changed or taken out."""
    found, at = set(), 0
    for index, line in enumerate(after):
        if at < len(before) and line == before[at]:
            at += 1
        else:
            found.add(index)
    return found if at == len(before) else set()


def _slid(after: Sequence[bytes], head: int, count: int) -> tuple[int, int]:
    """Slide an insertion up over equal lines until it starts with text."""
    first = head
    while first > 0 and not after[first].strip() and after[first - 1] == after[first + count - 1]:
        first -= 1
    return (first, first + count) if after[first].strip() else (head, head + count)


def is_telling(addition: PastAddition) -> bool:
    """Whether the section had enough entries for the place to mean something."""
    return len(addition.before) >= _ENOUGH_NEIGHBOURS
