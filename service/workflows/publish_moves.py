"""Moves: entries of ours that the list's maintainers put into another section, with the merge or after it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from service.db import ledger, lists, publication_extras, publication_items
from service.db.candidates import Candidate
from service.db.engine import AnySession, WriteSession
from service.db.lists import StoredList
from service.db.publication_items import Landed
from service.domain.lists import EntryRecord
from service.domain.publication import Move, Placement
from service.lists.editing.extras import PLACES
from service.lists.placing.moved import Layout, Where, read_layout, was_moved, where
from service.workflows.publish_learn import learn_tags
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.review import subject_of

ACTION = "move"


class Layouts:
    """How a list was laid out, now and earlier; its files are read only where a move is suspected."""

    def __init__(self, session: AnySession, found: StoredList, files: Mapping[str, bytes]) -> None:
        self._session = session
        self._found = found
        self._files = files
        self._known: dict[str, Layout | None] = {}

    def find_move(
        self, arxiv_id: str, old: Placement, new: Placement, *, since: str, ours: Collection[str] = ()
    ) -> Move | None:
        """Say that a paper was moved since a commit; None if it was not, or went along with its section."""
        one, other = _where(old), _where(new)
        if one == other:
            return None
        before, after = self.at(since), self.now()
        beside = {f"arxiv:{each}" for each in (arxiv_id, *ours)}
        if before is None:  # nobody knows what stood beside it
            is_moved = one in after.sections
        else:
            is_moved = was_moved(before, after, one, other, ours=beside)
        return Move(old, new) if is_moved else None

    def at(self, commit: str) -> Layout | None:
        """Return how the list was laid out at a commit; None if that was never synced."""
        if commit not in self._known:
            shots = [
                lists.snapshot(self._session, self._found.id, commit, path) for path in self._found.spec.paths
            ]
            files = {shot.path: shot.content for shot in shots if shot is not None}
            self._known[commit] = read_layout(files) if files else None
        return self._known[commit]

    def now(self) -> Layout:
        """Return how the list is laid out now."""
        found = self._known.get("")
        if found is None:
            found = self._known[""] = read_layout(self._files)
        return found


def placement_of(entry: EntryRecord) -> Placement:
    """Return where an entry stands."""
    return Placement(entry.path, entry.section)


def own_entry(
    session: AnySession,
    candidate: Candidate,
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    put: Placement | None,
) -> EntryRecord | None:
    """Return which entry of a paper is the one that we put there: not the second place that came with it."""
    arxiv_id = str(candidate.paper.record.arxiv_id)
    found = [each for each in entries if each.arxiv_id == arxiv_id]
    if len(found) > 1 and put is not None:
        there = [each for each in found if _where(placement_of(each)) == _where(put)]
        seconds = {
            (w.path, w.text.strip())
            for w in publication_extras.written(session, candidate.id)
            if w.kind == PLACES
        }
        others = [each for each in found if (each.path, _text(each, files).strip()) not in seconds]
        found = there or others or found
    return next(iter(found), None)


def note_move(session: WriteSession, candidate: Candidate, move: Move, *, now: datetime) -> None:
    """Write into the ledger that the maintainers moved an entry, and from where to where."""
    ledger.note(
        session,
        at=now,
        actor=MAINTAINERS,
        action=ACTION,
        subject=subject_of(candidate),
        before={"path": move.old.path, "section": list(move.old.section)},
        after={"path": move.new.path, "section": list(move.new.section)},
    )


def moves_of(session: AnySession, candidate: Candidate) -> list[tuple[datetime, Move]]:
    """Return how an entry of ours was moved, newest first."""
    lines = ledger.newest(session, limit=20, subject=subject_of(candidate), action=ACTION)
    return [(line.at, Move(_placement(line.before), _placement(line.after))) for line in lines]


def follow_moves(
    session: WriteSession,
    landed: Sequence[Candidate],
    entries: Sequence[EntryRecord],
    files: Mapping[str, bytes],
    layouts: Layouts,
    *,
    found: StoredList,
    since: str | None,
    now: datetime,
) -> dict[str, Move]:
    """Notice which landed entries of ours were moved since the list's head was `since`; learn what that says.

    Without `since` nobody is said to have moved anything: the list's history does not go on from there.
    """
    items = publication_items.landed_of(session, found.id)
    moved: dict[str, Move] = {}
    for candidate in landed:
        ours = items.get(candidate.id)
        if ours is None:
            continue
        entry = own_entry(session, candidate, entries, files, ours.item.stands)
        if entry is None:
            continue
        old, new = ours.item.stands, placement_of(entry)
        if old == new:
            continue
        arxiv_id = str(candidate.paper.record.arxiv_id)
        move = None
        if old is not None and since is not None:
            together = _together(ours, items, landed)
            move = layouts.find_move(arxiv_id, old, new, since=since, ours=together)
        publication_items.mark_stands(session, ours.id, new)
        if move is None:
            continue
        moved[arxiv_id] = move
        note_move(session, candidate, move, now=now)
        data, text = files[entry.path], _text(entry, files).strip("\r\n")
        taxonomy = found.spec.taxonomy
        learn_tags(session, candidate, entry, data, text=text, taxonomy=taxonomy, now=now, move=move)
    return moved


def _together(ours: Landed, items: Mapping[int, Landed], landed: Sequence[Candidate]) -> set[str]:
    """Return the papers that came with one in the same publication."""
    ids = {each.id: str(each.paper.record.arxiv_id) for each in landed}
    return {
        ids[candidate_id]
        for candidate_id, other in items.items()
        if other.publication_id == ours.publication_id and candidate_id in ids
    }


def _text(entry: EntryRecord, files: Mapping[str, bytes]) -> str:
    data = files[entry.path][entry.first_byte : entry.last_byte]
    return data.decode("utf-8", "replace").replace("\r\n", "\n")


def _where(placement: Placement) -> Where:
    return where(placement.path, placement.section)


def _placement(said: Mapping[str, object]) -> Placement:
    section = said.get("section")
    return Placement(str(said.get("path", "")), tuple(map(str, section)) if isinstance(section, list) else ())
