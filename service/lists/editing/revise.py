"""An entry that is there brought up to date: its venue, code link, title, or that it was withdrawn.

What an entry looks like is learned from its neighbours, as for a new one; only the one fact changes, and an
edit that would change anything else is refused.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from service.domain.code_signs import is_repository, link_key
from service.domain.papers import title_key
from service.domain.taxonomy import Taxonomy
from service.domain.watch import UpdateKind
from service.errors import EditRefused
from service.lists.editing.edit import refuse_generated
from service.lists.editing.replace import Replacement, guard_replacements
from service.lists.reading.blocks import Kind
from service.lists.reading.document import ListDocument, read_document
from service.lists.reading.entries import Entry
from service.lists.reading.parts import Field
from service.lists.reading.split_titles import halves
from service.lists.reading.venues import Venue, find_venue
from service.lists.writing.compose import compose
from service.lists.writing.escape import safe_title
from service.lists.writing.keep import Keeper
from service.lists.writing.new_entry import NewEntry
from service.lists.writing.templates import Stock, Template

_MARK = " (withdrawn)"
_COMMON = 2  # a label that other entries have so often is the list's word, not one paper's
_PREPRINT_BADGES = ("badge:preprint", "badge:date")
_BADGES = ("badge:venue", *_PREPRINT_BADGES)
_OTHER_MARK = re.compile(r"\s*[*_]*[\[(（]\s*withdrawn\s*[\])）][*_]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Revision:
    """A list file with one entry brought up to date; `line` counts from 1 and is where the entry begins."""

    data: bytes
    replacement: Replacement
    line: int
    before: str
    after: str


def revise_entry(
    data: bytes,
    kind: UpdateKind,
    value: str,
    *,
    at: int,
    taxonomy: Taxonomy | None = None,
    path: str = "README.md",
) -> Revision:
    """Bring the entry that begins at byte `at` up to date; `value` is the venue, link or title to write.

    Raises:
        BadInput: the file is not UTF-8 text.
        EditRefused: it is generated, no entry begins there, or the list shows no way to write the change.
    """
    document = read_document(data, path=path, taxonomy=taxonomy)
    refuse_generated(document)
    entry = next((e for e in document.entries if e.start == at), None)
    if entry is None:
        raise EditRefused(f"{path} has no entry there any more; look at the list again.")
    reason = EditRefused(f"The entry has no place for this ({kind}); change it by hand.")
    for write in _WAYS[kind]:
        try:
            return _revision(document, entry, write(document, entry, value, taxonomy), kind, value, taxonomy)
        except EditRefused as refused:
            reason = refused
    raise reason


def _retitled(document: ListDocument, entry: Entry, value: str, taxonomy: Taxonomy | None) -> str:
    del document, taxonomy
    text = entry.reading.text
    slot = next((s for p in entry.reading.parts() for s in p.slots if s.field is Field.TITLE), None)
    if slot is None:
        raise EditRefused("The entry has no title that could be replaced; change it by hand.")
    said, name = safe_title(value, in_row=_in_row(entry)), entry.reading.value(slot)
    rest = next((s for p in entry.reading.parts() for s in p.slots if s.field is Field.TITLE_REST), None)
    if rest is None:
        return text[: slot.start] + said + text[slot.end :]
    said, behind = halves(said, name, entry.reading.value(rest))
    return text[: slot.start] + said + text[slot.end : rest.start] + behind + text[rest.end :]


def _marked(document: ListDocument, entry: Entry, value: str, taxonomy: Taxonomy | None) -> str:
    """Write behind the title that the paper was withdrawn, in the list's own way if it has one."""
    del value, taxonomy
    text = entry.reading.text
    part = next(
        (p for p in entry.reading.parts() if any(s.field is Field.TITLE for s in p.slots)),
        None,
    )
    if part is None:
        raise EditRefused("The entry has no title that could be marked; change it by hand.")
    own = (_OTHER_MARK.search(e.reading.text) for e in document.entries)
    mark = next((m[0] for m in own if m), _MARK)
    return text[: part.end] + mark + text[part.end :]


def _with_badge(document: ListDocument, entry: Entry, value: str, taxonomy: Taxonomy | None) -> str:
    """Put the venue's badge, as the list's published papers wear theirs, in the place of the entry's own."""
    own = next((p for p in entry.reading.parts() if p.role in _BADGES), None)
    wanted = find_venue(value)
    if own is None or wanted is None:
        raise EditRefused("The entry has no badge of its venue; change it by hand.")
    stock = Stock(document, taxonomy=taxonomy)
    new = NewEntry(title=entry.title, arxiv_id=entry.arxiv_id, venue=value)
    filler = Keeper(entry, entry.reading, new, stock, taxonomy)
    found: Counter[tuple[bool, str]] = Counter()
    for template in stock.templates:
        for part in template.reading.parts():
            text = filler.fill(template.reading, part, {}) if part.role == "badge:venue" else None
            if text is not None and {v.key for v in _venues(text)} == {wanted.key}:
                worn = find_venue(template.entry.venue or "")
                found[worn is not None and worn.key == wanted.key, text] += 1
    if not found:
        raise EditRefused(
            "No entry of the list shows how the badge of a venue is written; change it by hand."
        )
    badge = max(found, key=lambda key: (key[0], found[key]))[1]
    return entry.reading.text[: own.start] + badge + entry.reading.text[own.end :]


def _venues(text: str) -> Iterator[Venue]:
    while (found := find_venue(text)) is not None:
        yield found
        text = text[found.end :]


def _with_venue(document: ListDocument, entry: Entry, value: str, taxonomy: Taxonomy | None) -> str:
    return _composed(document, entry, NewEntry(title=entry.title, venue=value), taxonomy)


def _with_code(document: ListDocument, entry: Entry, value: str, taxonomy: Taxonomy | None) -> str:
    is_code = is_repository(value)
    new = NewEntry(
        title=entry.title, code_url=value if is_code else None, project_url=None if is_code else value
    )
    return _composed(document, entry, new, taxonomy)


_Write = Callable[[ListDocument, Entry, str, Taxonomy | None], str]
_WAYS: dict[UpdateKind, tuple[_Write, ...]] = {
    UpdateKind.TITLE_CHANGED: (_retitled,),
    UpdateKind.WITHDRAWN: (_marked,),
    UpdateKind.PUBLISHED: (_with_badge, _with_venue),
    UpdateKind.CODE_RELEASED: (_with_code,),
}


def _composed(document: ListDocument, entry: Entry, new: NewEntry, taxonomy: Taxonomy | None) -> str:
    """Write the entry again with itself as the model: all stays as it is but what `new` says."""
    stock = Stock(document, taxonomy=taxonomy)
    template = next(t for t in stock.templates if t.entry is entry)
    filler = Keeper(entry, template.reading, new, stock, taxonomy)
    donors = sorted(
        (t for t in stock.templates if t.entry is not entry),
        key=lambda t: (not _is_model(t, new), t.entry.region != entry.region, abs(t.at - template.at)),
    )
    text = compose(template, filler, stock, donors).text
    if text == entry.reading.text:
        raise EditRefused("No entry of the list shows how this is written; change it by hand.")
    return text


def _is_model(template: Template, new: NewEntry) -> bool:
    """Whether an entry shows what is to be written."""
    return ("published" if new.venue else "code" if new.code_url else "project") in template.facts


def _revision(
    document: ListDocument,
    entry: Entry,
    text: str,
    kind: UpdateKind,
    value: str,
    taxonomy: Taxonomy | None,
) -> Revision:
    """Put the entry's new text into the file and doubt it: it must read as before but for the one fact."""
    before = entry.reading.text
    if text == before:
        raise EditRefused("The entry says so already.")
    if text.splitlines(keepends=True)[-1][-1:] != before[-1:] or _ends(text) - _ends(before):
        raise EditRefused("The entry's line ends would change; change it by hand.")
    new = text.encode("utf-8")
    data = document.data[: entry.start] + new + document.data[entry.end :]
    lines = tuple(new.splitlines(keepends=True)) if b"\r" not in new else tuple(_split(new))
    replacement = Replacement(entry.first_line - 1, entry.last_line, lines)
    guard_replacements(document.data, data, [replacement])
    again = read_document(data, path=document.path, taxonomy=taxonomy)
    _must_differ_in_one_fact(document, again, entry, kind, value)
    return Revision(data, replacement, entry.first_line, before, text)


def _must_differ_in_one_fact(
    document: ListDocument, again: ListDocument, entry: Entry, kind: UpdateKind, value: str
) -> None:
    """Check the file as it will be read.

    Raises:
        EditRefused: another entry changed, or this one in more than the fact.
    """
    index = document.entries.index(entry)
    if len(again.entries) != len(document.entries):
        raise EditRefused("The list would be read differently; change the entry by hand.")
    for old, new in pairwise(_alternating(document, again)):
        if old[0] == new[0] and old[0] != index and old[1].reading.text != new[1].reading.text:
            raise EditRefused("Another entry would change; change this one by hand.")
    now = again.entries[index]
    is_same = (now.arxiv_id, now.tags, now.authors_text, now.section_path) == (
        entry.arxiv_id,
        entry.tags,
        entry.authors_text,
        entry.section_path,
    )
    if not is_same or not _says(kind, value, entry, now, again):
        raise EditRefused("The entry would not be read as meant; change it by hand.")


def _alternating(document: ListDocument, again: ListDocument) -> list[tuple[int, Entry]]:
    pairs = enumerate(zip(document.entries, again.entries, strict=True))
    return [(index, entry) for index, pair in pairs for entry in pair]


def _says(kind: UpdateKind, value: str, old: Entry, now: Entry, again: ListDocument) -> bool:
    """Whether the entry reads as it did, and says the new fact."""
    links, before = ({link_key(link.url) for link in e.links} for e in (now, old))
    has_title = title_key(now.title) == title_key(value if kind is UpdateKind.TITLE_CHANGED else old.title)
    if kind is UpdateKind.CODE_RELEASED:
        is_there = links == before | {link_key(value)} and _has_common_label(again, now, value)
        return has_title and is_there and now.venue == old.venue
    if kind is UpdateKind.PUBLISHED:
        wanted, found = find_venue(value), find_venue(now.venue or "")
        if wanted is None or found is None:
            is_there = value.casefold() in (now.venue or "").casefold()
        else:
            is_there = (wanted.key, wanted.full_year) == (found.key, found.full_year)
        is_preprint = any(p.role in _PREPRINT_BADGES for p in now.reading.parts())
        return has_title and links == before and is_there and not is_preprint
    if kind is UpdateKind.WITHDRAWN:
        is_marked = "withdrawn" in now.reading.text.casefold()
        return is_marked and links == before and title_key(now.title).startswith(title_key(old.title))
    return has_title and links == before and now.venue == old.venue


def _has_common_label(document: ListDocument, entry: Entry, url: str) -> bool:
    """Whether the new link is called what the links of other entries are called, too."""
    own = {link.label.casefold() for link in entry.links if link_key(link.url) == link_key(url)}
    others = (link.label.casefold() for e in document.entries if e is not entry for link in e.links)
    return sum(label in own for label in others) >= _COMMON


def _in_row(entry: Entry) -> bool:
    return entry.block.kind is Kind.ROW


def _ends(text: str) -> set[str]:
    return set(re.findall(r"\r?\n", text))


def _split(data: bytes) -> list[bytes]:
    return [line for line in re.split(rb"(?<=\n)", data) if line]
