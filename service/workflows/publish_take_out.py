"""What takes a paper off a list again: its entry and what came with it, as we wrote them, no more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from service.db.publication_extras import Written
from service.db.publication_items import Item
from service.domain.papers import ArxivId
from service.domain.taxonomy import Taxonomy
from service.errors import EditRefused
from service.lists import read_document
from service.lists.editing.extras import NEWS, NUMBERS, PLACES
from service.lists.editing.numbers import renumber_back, without_numbers
from service.lists.reading.lines import split_lines
from service.publishing.patch import only_adds
from service.workflows.publish_extras import HEADING

_NAMES = {NEWS: "News line", PLACES: "second place"}


@dataclass(frozen=True, slots=True)
class TakenOut:
    """The files without the paper; `left` says what came with it and stays, because others changed it."""

    files: Mapping[str, bytes]
    left: tuple[str, ...] = ()


def take_out(
    files: Mapping[str, bytes],
    item: Item,
    written: Sequence[Written],
    arxiv_id: ArxivId,
    *,
    taxonomy: Taxonomy,
) -> TakenOut:
    """Return the files without the entry, its News line, its second place and a section that was made for it.

    Where the entries below count on because of it, they count back.

    Raises:
        EditRefused: the entry is not there, or does not read as we wrote it.
    """
    counts = any(each.kind == NUMBERS for each in written)
    data, has_counted = _without_entry(files[item.path], item, arxiv_id, taxonomy, counts=counts)
    after, left = {**files, item.path: data}, []
    if counts and not has_counted:
        left.append("The numbers below do not count on from the entry any more, and stay.")
    for each in written:
        there = after.get(each.path)
        if there is None or each.kind not in (*_NAMES, HEADING):
            continue
        if each.kind == HEADING:
            after[each.path] = _without_section(there, each.text)
        elif (place := _only_place(there, each.text)) is not None:
            after[each.path] = _without(there, *place)
        elif str(arxiv_id).encode() in there:
            left.append(f"The {_NAMES[each.kind]} in {each.path} was changed since we wrote it and stays.")
    plain = without_numbers if has_counted else bytes
    if not all(only_adds(plain(new), plain(files[path])) for path, new in after.items()):
        raise EditRefused(f"Taking {arxiv_id} out would change other lines; take it out by hand.")
    return TakenOut(after, tuple(left))


def _without_entry(
    data: bytes, item: Item, arxiv_id: ArxivId, taxonomy: Taxonomy, *, counts: bool
) -> tuple[bytes, bool]:
    """Return a file without the entry, and whether the numbers below count back, as they do with `counts`."""
    document = read_document(data, path=item.path, taxonomy=taxonomy)
    for entry in document.entries:
        block = data[entry.start : entry.end]
        if entry.arxiv_id == arxiv_id and _plain(block.decode("utf-8")) == _plain(item.entry_text):
            back = renumber_back(document, entry) if counts else None
            rest = data if back is None else back  # what changes lies below the entry
            joined = _joined(split_lines(rest[: entry.start]), split_lines(rest[entry.end :]))
            return joined, back is not None
    if not any(entry.arxiv_id == arxiv_id for entry in document.entries):
        raise EditRefused(f"{arxiv_id} does not stand in {item.path}; if it is listed, take it out by hand.")
    raise EditRefused(f"The entry of {arxiv_id} was changed since we wrote it; take it out by hand.")


def _without_section(data: bytes, text: str) -> bytes:
    """Return a file without a heading of ours under which nothing stands any more."""
    place = _only_place(data, text) or _only_place(data, text.strip("\r\n"))  # with the lines around it
    if place is None:
        return data
    lines = split_lines(data)
    first, last = place
    following = next((n for n in range(last, len(lines)) if lines[n].strip()), None)
    if following is None:
        return b"".join((*lines[:first], *lines[last:]))
    if not 0 < _level(lines[following]) <= max(_level(line) for line in lines[first:last]):
        return data
    return b"".join((*lines[:first], *lines[following:]))  # the blank lines below came with it


def _level(line: bytes) -> int:
    return len(line) - len(line.lstrip(b"#"))


def _only_place(data: bytes, text: str) -> tuple[int, int] | None:
    """Return from which line up to which a text stands in a file; None unless it stands there once."""
    wanted = text.replace("\r\n", "\n").removesuffix("\n").split("\n")
    lines = [line.decode("utf-8", "replace").rstrip("\r\n") for line in split_lines(data)]
    found = [at for at in range(len(lines)) if lines[at : at + len(wanted)] == wanted]
    return (found[0], found[0] + len(wanted)) if len(found) == 1 else None


def _without(data: bytes, first: int, last: int) -> bytes:
    lines = split_lines(data)
    return _joined(lines[:first], lines[last:])


def _joined(above: Sequence[bytes], below: Sequence[bytes]) -> bytes:
    """Return what is left where lines were taken out, without the blank line that came with them."""
    is_open = not above or not above[-1].strip()
    rest = below[1:] if is_open and below and not below[0].strip() else below
    return b"".join((*above, *rest))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
