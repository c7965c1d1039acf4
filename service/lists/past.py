"""What the past of a list teaches: how each entry was added, rebuilt from the file before and after."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.errors import BadInput
from service.lists.document import ListDocument, read_document
from service.lists.features import Features, features_of
from service.lists.lines import split_lines
from service.lists.outline import path_key

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


def past_additions(revisions: Iterable[tuple[bytes, bytes]], *, limit: int = 80) -> tuple[PastAddition, ...]:
    """Learn from (before, after) pairs, newest first, until `limit` additions are found.

    Only revisions that add whole lines and change none count, and only those that add a single entry.
    """
    found: list[PastAddition] = []
    for before, after in revisions:
        addition = read_addition(before, after)
        if addition is not None:
            found.append(addition)
            if len(found) >= limit:
                break
    return tuple(found)


def read_addition(before: bytes, after: bytes) -> PastAddition | None:
    """Return what was added, if exactly one entry was and nothing else changed."""
    inserted = inserted_lines(split_lines(before), split_lines(after))
    if inserted is None:
        return None
    first, last = inserted
    try:
        document = read_document(after, around=range(first, last))
    except BadInput:
        return None
    return _addition(document, first, last)


def _addition(document: ListDocument, first: int, last: int) -> PastAddition | None:
    new = [e for e in document.entries if first <= e.first_line - 1 < last]
    if len(new) != 1 or new[0].last_line > last:
        return None
    section = document.section(new[0].region)
    features = [features_of(e) for e in section]
    gap = section.index(new[0])
    return PastAddition(
        path_key(new[0].section_path),
        tuple(features[:gap] + features[gap + 1 :]),
        gap,
        features[gap],
        new[0].reading.text,
        added_lines=tuple(line.decode("utf-8", "replace") for line in document.lines[first:last]),
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


def _slid(after: Sequence[bytes], head: int, count: int) -> tuple[int, int]:
    """Slide an insertion up over equal lines until it starts with text."""
    first = head
    while first > 0 and not after[first].strip() and after[first - 1] == after[first + count - 1]:
        first -= 1
    return (first, first + count) if after[first].strip() else (head, head + count)


def is_telling(addition: PastAddition) -> bool:
    """Whether the section had enough entries for the place to mean something."""
    return len(addition.before) >= _ENOUGH_NEIGHBOURS
