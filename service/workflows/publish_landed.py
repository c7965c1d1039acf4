"""Landed: what of our papers stands in the list now, whoever put it there, and what was taken off again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from service.db import candidates, lists, publications, updates
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.domain.lists import EntryRecord
from service.domain.papers import title_key
from service.domain.publication import PublicationState
from service.workflows.publish_learn import learn_tags
from service.workflows.publish_memory import refuse

_MOST_REMOVED = 0.2  # of our landed papers; more at once is a rebuilt list, not a judgement


class Way(StrEnum):
    """How a confirmed paper came onto its list."""

    AS_PROPOSED = "as proposed"
    EDITED = "edited"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Landing:
    """Since the last look: the papers that came onto the list, and how; those that went off it."""

    landed: Mapping[str, Way]
    removed: tuple[str, ...]


def land(
    session: WriteSession,
    list_id: int,
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    *,
    goes_on: bool,
    now: datetime,
) -> Landing:
    """Compare our confirmed papers with a list's entries, which lie in `files`.

    `goes_on` says that the list's history continues from where it was; only then does a missing paper mean
    that somebody took it off.
    """
    ids = {entry.arxiv_id for entry in entries}
    titles = {title_key(entry.title) for entry in entries}
    waiting = candidates.accepted(session, list_id, landed=False)
    there = [c for c in waiting if _is_there(c, ids, titles)]
    ways = _learn(session, list_id, there, entries, files, now)
    if there:
        candidates.mark_landed(session, [c.id for c in there], now=now)
        settle(session, list_id, now)
    before = candidates.accepted(session, list_id, landed=True) if goes_on else []
    gone = [c for c in before if not _is_there(c, ids, titles)]
    if len(gone) > max(1, len(before) * _MOST_REMOVED):
        gone = []
    for candidate in gone:
        refuse(session, candidate, f"It was taken off the list by {now:%Y-%m-%d}.", now=now)
    return Landing(ways, tuple(str(c.paper.record.arxiv_id) for c in gone))


def _is_there(candidate: Candidate, ids: Collection[str | None], titles: Collection[str]) -> bool:
    record = candidate.paper.record
    return str(record.arxiv_id) in ids or title_key(record.title) in titles


def settle(session: WriteSession, list_id: int, now: datetime) -> None:
    """Close the open publication once the list has every paper and every update in it."""
    publication = publications.open_of(session, list_id)
    if publication is None:
        return
    going = {i.candidate_id for i in publications.items_of(session, publication.id) if i.refused is None}
    landed = {c.id for c in candidates.accepted(session, list_id, landed=True)}
    changing = updates.of_publication(session, publication.id)
    has_landed = going <= landed and all(u.landed_at is not None for u in changing)
    if (going or changing) and has_landed:
        publications.advance(session, publication.id, PublicationState.LANDED, now=now)


def _learn(
    session: WriteSession,
    list_id: int,
    there: Sequence[Candidate],
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    now: datetime,
) -> dict[str, Way]:
    """Say of each paper whether it stands there as we wrote it; what was edited there is learned."""
    publication = publications.open_of(session, list_id)
    if publication is None or not there:
        return {str(c.paper.record.arxiv_id): Way.BY_HAND for c in there}
    items = publications.items_of(session, publication.id)
    written = {item.candidate_id: item for item in items if item.refused is None}
    found = {entry.arxiv_id: entry for entry in reversed(entries)}
    taxonomy = lists.by_id(session, list_id).spec.taxonomy
    ways, texts = {}, {}
    for candidate in there:
        arxiv_id = str(candidate.paper.record.arxiv_id)
        item, entry = written.get(candidate.id), found.get(arxiv_id)
        if item is None:
            ways[arxiv_id] = Way.BY_HAND
            continue
        ways[arxiv_id] = Way.EDITED
        if entry is None:  # it stands there under its title alone
            continue
        data = files[entry.path]
        theirs = _plain(data[entry.first_byte : entry.last_byte].decode("utf-8", "replace"))
        if theirs == _plain(item.entry_text):
            ways[arxiv_id] = Way.AS_PROPOSED
            texts[candidate.id] = item.entry_text
        else:
            texts[candidate.id] = theirs
            learn_tags(session, candidate, item, entry, data, taxonomy=taxonomy, now=now)
    publications.mark_landed(session, publication.id, texts)
    return ways


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
