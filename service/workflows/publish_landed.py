"""Landed: what of our papers stands in the list now, whoever put it there, and what was taken off again."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from service.db import candidates, publication_items, publications, updates
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.db.lists import StoredList
from service.db.publications import Publication
from service.domain.lists import EntryRecord
from service.domain.papers import title_key
from service.domain.publication import Move, Placement, PublicationState
from service.lists.placing.moved import has_lost
from service.workflows.publish_learn import learn_tags
from service.workflows.publish_memory import refuse, take_out
from service.workflows.publish_moves import Layouts, follow_moves, note_move, own_entry, placement_of

_MOST_REMOVED = 0.2  # of our landed papers; more at once may be a rebuilt list, which is no judgement


class Way(StrEnum):
    """How a confirmed paper came onto its list."""

    AS_PROPOSED = "as proposed"
    EDITED = "edited"
    BY_HAND = "by hand"


@dataclass(frozen=True, slots=True)
class Landing:
    """Since the last look: papers that came onto the list, and how; those that were moved, or went off it."""

    landed: Mapping[str, Way]
    removed: tuple[str, ...]
    moved: Mapping[str, Move] = field(default_factory=dict)


def land(
    session: WriteSession,
    found: StoredList,
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    *,
    since: str | None,
    now: datetime,
) -> Landing:
    """Compare our confirmed papers with a list's entries, which lie in `files`.

    `since` is the head from which the list's history goes on; only with one does a missing paper mean that
    somebody took it off, and one that stands elsewhere that somebody moved it.
    """
    ids = {entry.arxiv_id for entry in entries}
    titles = {title_key(entry.title) for entry in entries}
    layouts = Layouts(session, found, files)
    earlier = candidates.accepted(session, found.id, landed=True)
    waiting = candidates.accepted(session, found.id, landed=False)
    there = [c for c in waiting if _is_there(c, ids, titles)]
    ways, moved = _learn(session, found, there, entries, files, layouts, now)
    if there:
        candidates.mark_landed(session, [c.id for c in there], now=now)
        settle(session, found.id, now)
    moved |= follow_moves(session, earlier, entries, files, layouts, found=found, since=since, now=now)
    gone = []
    if since is not None:
        before = candidates.accepted(session, found.id, landed=True)
        missing = [c for c in before if not _is_there(c, ids, titles)]
        gone = _take_off(session, missing, len(before), layouts, since, now)
    return Landing(ways, tuple(str(c.paper.record.arxiv_id) for c in gone), moved)


def _is_there(candidate: Candidate, ids: Collection[str | None], titles: Collection[str]) -> bool:
    record = candidate.paper.record
    return str(record.arxiv_id) in ids or title_key(record.title) in titles


def _take_off(
    session: WriteSession,
    missing: Sequence[Candidate],
    landed: int,
    layouts: Layouts,
    since: str,
    now: datetime,
) -> list[Candidate]:
    """Remember of papers that are not on the list any more who wanted that: its maintainers, or a revert."""
    ours, theirs = [], []
    for candidate in missing:
        revert = _revert_of(session, candidate)
        if revert is None:
            theirs.append(candidate)
            continue
        ours.append(candidate)
        take_out(session, candidate, revert, now=now)
        landed_state, problem = PublicationState.LANDED, revert.problem
        publications.advance(session, revert.id, landed_state, now=now, problem=problem)
    if len(theirs) > max(1, landed * _MOST_REMOVED):
        theirs = _removed_alone(theirs, layouts, since)
    for candidate in theirs:
        refuse(session, candidate, f"It was taken off the list by {now:%Y-%m-%d}.", now=now)
    candidates.mark_taken_off(session, [c.id for c in (*ours, *theirs)])
    return [*ours, *theirs]


def _removed_alone(gone: Sequence[Candidate], layouts: Layouts, since: str) -> list[Candidate]:
    """Return, where many went at once, those that were taken off: none if the list lost much else too."""
    before, after = layouts.at(since), layouts.now()
    keys = {c.id: f"arxiv:{c.paper.record.arxiv_id}" for c in gone}
    if before is None or has_lost(before, after, apart=keys.values()):
        return []
    return [c for c in gone if keys[c.id] in before.papers]


def _revert_of(session: WriteSession, candidate: Candidate) -> Publication | None:
    """Return the revert that took a paper out, if one was made since it landed."""
    found = publications.revert_of(session, candidate.id)
    is_since = found is not None and candidate.landed_at is not None and found.made_at >= candidate.landed_at
    return found if is_since else None


def settle(session: WriteSession, list_id: int, now: datetime) -> None:
    """Close the open publication once the list has every paper and every update in it."""
    publication = publications.open_of(session, list_id)
    if publication is None:
        return
    going = {i.candidate_id for i in publication_items.items_of(session, publication.id) if i.refused is None}
    landed = {c.id for c in candidates.accepted(session, list_id, landed=True)}
    changing = updates.of_publication(session, publication.id)
    has_landed = going <= landed and all(u.landed_at is not None for u in changing)
    if (going or changing) and has_landed:
        publications.advance(session, publication.id, PublicationState.LANDED, now=now)


def _learn(
    session: WriteSession,
    found: StoredList,
    there: Sequence[Candidate],
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    layouts: Layouts,
    now: datetime,
) -> tuple[dict[str, Way], dict[str, Move]]:
    """Say of each paper whether it stands there as we wrote it; what was edited or moved there is learned."""
    publication = publications.open_of(session, found.id)
    if publication is None or not there:
        return {str(c.paper.record.arxiv_id): Way.BY_HAND for c in there}, {}
    items = publication_items.items_of(session, publication.id)
    written = {item.candidate_id: item for item in items if item.refused is None}
    taxonomy = found.spec.taxonomy
    ways: dict[str, Way] = {}
    moved: dict[str, Move] = {}
    landed: dict[int, tuple[str, Placement]] = {}
    for candidate in there:
        arxiv_id = str(candidate.paper.record.arxiv_id)
        item = written.get(candidate.id)
        if item is None:
            ways[arxiv_id] = Way.BY_HAND
            continue
        ways[arxiv_id] = Way.EDITED
        put = item.placement
        entry = own_entry(session, candidate, entries, files, put)
        if entry is None:  # it stands there under its title alone
            continue
        data, stands = files[entry.path], placement_of(entry)
        theirs = _plain(data[entry.first_byte : entry.last_byte].decode("utf-8", "replace"))
        move = layouts.find_move(arxiv_id, put, stands, since=publication.base_commit) if put else None
        is_same = theirs == _plain(item.entry_text)
        landed[candidate.id] = (item.entry_text if is_same else theirs, stands)
        if move is not None:
            moved[arxiv_id] = move
            note_move(session, candidate, move, now=now)
        if is_same and move is None:
            ways[arxiv_id] = Way.AS_PROPOSED
            continue
        text = item.entry_text
        learn_tags(session, candidate, entry, data, text=text, taxonomy=taxonomy, now=now, move=move)
    publication_items.mark_landed(session, publication.id, landed)
    return ways, moved


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")
