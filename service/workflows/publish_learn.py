"""What maintainers made of our entries: the tags that they corrected, and how they write them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from service.db import publication_items
from service.db.candidates import Candidate, Tags
from service.db.engine import AnySession, WriteSession
from service.domain.lists import EntryRecord
from service.domain.publication import Move
from service.domain.review import LONGEST_NOTE
from service.domain.taxonomy import TagPlace, Taxonomy
from service.lists import Entry, PastAddition, read_document
from service.lists.placing.past import read_addition
from service.lists.reading.lines import line_ending, split_lines
from service.lists.reading.tags import read_tags
from service.workflows.publish_memory import correct

_SHOWN = (TagPlace.BADGE, TagPlace.TAIL, TagPlace.CELL, TagPlace.HEADING)
_MOST = 20  # corrections that the next entry is written by; older ones are in the file around it


@dataclass(frozen=True, slots=True)
class Correction:
    """An entry of ours as a maintainer left it in a file."""

    path: str
    text: str


def learn_tags(
    session: WriteSession,
    candidate: Candidate,
    entry: EntryRecord,
    data: bytes,
    *,
    text: str,
    taxonomy: Taxonomy,
    now: datetime,
    move: Move | None = None,
) -> bool:
    """Take over the tags that a maintainer gave one of our entries; False where they left them as they were.

    The entry is read twice in the same place, as it was (`text`) and as it is: only what differs is theirs.
    Where they moved it, the one reading is under the headings that it had, so that those of a tag count.
    """
    ours = _tags_with(data, entry, text, taxonomy, section=move.old.section if move else None)
    if ours is None:
        return False
    changed = {
        facet.name: tuple(entry.tags.get(facet.name, ()))
        for facet in taxonomy.facets
        if facet.place in _SHOWN and set(entry.tags.get(facet.name, ())) != set(ours.get(facet.name, ()))
    }
    tags = taxonomy.normalise({**candidate.tags, **changed})
    if not changed or any(f.exclusive and len(tags.get(f.name, ())) > 1 for f in taxonomy.facets):
        return False  # two tags where there may be one are no answer
    words = ", ".join(f"{name}: {' + '.join(names) or 'none'}" for name, names in changed.items())
    what = f"It was moved in the list {move.words}" if move else "Its tags were changed in the list"
    correct(session, candidate, tags, f"{what} ({words})."[:LONGEST_NOTE], now=now)
    return True


def corrections(session: AnySession, list_id: int) -> tuple[Correction, ...]:
    """Return the entries of ours that a list's maintainers changed, newest first."""
    found = publication_items.edited_of(session, list_id, limit=_MOST)
    return tuple(Correction(item.path, item.landed_text or "") for item in found)


def as_additions(data: bytes, corrected: Sequence[str]) -> tuple[PastAddition, ...]:
    """Read corrected entries in their file as if each had been added last: so maintainers write them."""
    found = (_addition(data, text) for text in corrected)
    return tuple(addition for addition in found if addition is not None)


def _addition(data: bytes, text: str) -> PastAddition | None:
    wanted, lines = text.encode().split(b"\n"), split_lines(data)
    plain = [line.rstrip(b"\r\n") for line in lines]
    for at in range(len(plain) - len(wanted) + 1):
        if plain[at : at + len(wanted)] == wanted:
            found = read_addition(b"".join(lines[:at] + lines[at + len(wanted) :]), data)
            return replace(found, is_correction=True) if found is not None else None
    return None


def _tags_with(
    data: bytes, entry: EntryRecord, text: str, taxonomy: Taxonomy, *, section: tuple[str, ...] | None
) -> Tags | None:
    """Return the tags that an entry would show with another text in its place; None if it cannot be read.

    With `section`, under those headings.
    """
    block = text.replace("\r\n", "\n").encode().replace(b"\n", line_ending(split_lines(data)))
    tail = data[entry.first_byte : entry.last_byte]
    ending = tail[len(tail.rstrip(b"\r\n")) :]
    changed = data[: entry.first_byte] + block + ending + data[entry.last_byte :]
    document = read_document(changed, path=entry.path, taxonomy=taxonomy)
    found = next((each for each in document.entries if _is_same(each, entry)), None)
    if found is None:
        return None
    return _plain(found.tags if section is None else read_tags(found.reading, section, taxonomy)[0])


def _is_same(found: Entry, entry: EntryRecord) -> bool:
    return str(found.arxiv_id) == entry.arxiv_id and found.start == entry.first_byte


def _plain(tags: Mapping[str, Sequence[str]]) -> Tags:
    return {name: tuple(values) for name, values in tags.items()}
