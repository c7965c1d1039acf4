"""What a maintainer might do besides when a paper is added: each is offered alone, none is done unasked.

A dated News line, a second place where such papers stand too, the numbers below: a list's own entries show
whether it does that. Every extra is an edit of its own, with a guard of its own.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from service.domain.taxonomy import Taxonomy
from service.errors import BadInput
from service.lists.editing.edit import insert_entry
from service.lists.editing.guard import Addition, AdditionKind, apply, guard
from service.lists.editing.numbers import renumber_below
from service.lists.placing.habits import Habits
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry
from service.lists.reading.outline import Region
from service.lists.writing.new_entry import NewEntry

NEWS, PLACES, NUMBERS = "news", "other places", "numbers"
KINDS = (NEWS, PLACES, NUMBERS)
_NEWS = re.compile(
    r"^(latest |recent |our |project |breaking )?(news|updates?|changelog|what'?s new)\b", re.IGNORECASE
)
_ENOUGH = 2  # lines that make a habit
_SHARE = 0.4  # of a section's papers that stand in another one too
_MOST_NEWS = 0.5  # of the lines under News that announce a listed paper
_HEAD = b"# List\n"


@dataclass(frozen=True, slots=True)
class Extra:
    """One thing more: `data` is the file with it, `text` its lines, `words` why it is offered."""

    kind: str
    words: str
    text: str
    line: int
    data: bytes


def offer_extras(
    data: bytes,
    entry: NewEntry,
    *,
    section: tuple[str, ...],
    path: str = "README.md",
    taxonomy: Taxonomy | None = None,
    habits: Habits | None = None,
) -> tuple[Extra, ...]:
    """Return what the list's habits suggest besides; `data` holds the entry already, in `section`."""
    document = _read(data, path, taxonomy)
    own = next((e for e in document.entries if e.key == entry.key and e.section_path == section), None)
    if own is None:
        return ()
    found = (*_places(document, own, entry, taxonomy), *_news(document, entry), *_numbers(document, own))
    return tuple(extra for extra in found if (habits or Habits()).offers(extra.kind))


def with_extras(
    data: bytes,
    entry: NewEntry,
    wanted: Collection[str],
    *,
    section: tuple[str, ...],
    path: str = "README.md",
    taxonomy: Taxonomy | None = None,
    habits: Habits | None = None,
) -> tuple[bytes, tuple[Extra, ...]]:
    """Return the file with the extras of these kinds, one after the other, and all that were offered."""
    if not wanted:
        return data, offer_extras(data, entry, section=section, path=path, taxonomy=taxonomy, habits=habits)
    offered: list[Extra] = []
    for kind in KINDS:
        found = offer_extras(data, entry, section=section, path=path, taxonomy=taxonomy, habits=habits)
        these = [extra for extra in found if extra.kind == kind]
        offered += these
        if kind in wanted and these:
            data = these[0].data
    return data, tuple(offered)


@lru_cache(maxsize=4)
def _read(data: bytes, path: str, taxonomy: Taxonomy | None) -> ListDocument:
    """Read a file once for all papers that go into it."""
    return read_document(data, path=path, taxonomy=taxonomy)


def _places(
    document: ListDocument, own: Entry, entry: NewEntry, taxonomy: Taxonomy | None
) -> Iterator[Extra]:
    """Offer the section that names most papers of this one again, if enough of them stand there too."""
    here = {e.key for e in document.section(own.region)} - {own.key}
    shared = {
        index: len(here & {e.key for e in document.section(index)})
        for index in range(len(document.regions))
        if index != own.region
    }
    best = max(shared, key=lambda index: shared[index], default=None)
    if best is None or shared[best] <= _ENOUGH or shared[best] < _SHARE * len(here):
        return
    where = document.regions[best].path
    words = f"{shared[best]} of the {len(here)} other papers here stand under {' > '.join(where)!r} too"
    try:
        edit = insert_entry(document.data, entry, taxonomy=taxonomy, path=document.path, section=where)
    except BadInput:
        return
    if edit.changed:
        yield Extra(PLACES, words, "".join(a.text for a in edit.additions), edit.line, edit.data)


def _news(document: ListDocument, entry: NewEntry) -> Iterator[Extra]:
    """Offer a News line in the form of the others, if most of those announce papers of the list."""
    listed = {e.key for e in document.entries}
    for region in document.regions:
        if not _NEWS.match(re.sub(r"^[^\w]+", "", region.path[-1] if region.path else "")):
            continue
        text = _HEAD + b"".join(document.lines[region.first : region.last])
        told = [e for e in read_document(text).entries if e.key in listed]
        lines = [line for line in document.lines[region.first : region.last] if line.strip()]
        if len(told) < _ENOUGH or len(told) < _MOST_NEWS * len(lines):
            continue
        extra = _news_line(document, region, text, entry)
        if extra is not None:
            words = f"{len(told)} of {len(lines)} lines under {region.path[-1]!r} announce listed papers"
            yield replace(extra, words=words)
            return


def _news_line(document: ListDocument, region: Region, text: bytes, entry: NewEntry) -> Extra | None:
    today = entry.today.isoformat() if entry.today else entry.published
    try:
        edit = insert_entry(text, replace(entry, published=today, date_text=None, section_path=None))
    except BadInput:
        return None
    if not edit.changed:
        return None
    moved = [Addition(AdditionKind.NEWS, a.at + region.first - 1, a.lines) for a in edit.additions]
    data = apply(document.data, moved)
    guard(document.data, data, moved)
    return Extra(NEWS, "", "".join(a.text for a in moved), edit.line + region.first - 1, data)


def _numbers(document: ListDocument, own: Entry) -> Iterator[Extra]:
    done = renumber_below(document, own)
    if done is not None:
        data, first, count = done
        words = f"{count} entries below would count on from the new one"
        yield Extra(NUMBERS, words, "", first, data)
