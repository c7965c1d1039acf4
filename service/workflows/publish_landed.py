"""Landed: what of our papers stands in the list now, whoever put it there, and what was taken off again."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from service.db import candidates, publications
from service.db.candidates import Candidate
from service.db.engine import WriteSession
from service.domain.lists import EntryRecord
from service.domain.papers import title_key
from service.domain.publication import PublicationState
from service.workflows.publish_memory import refuse

_MOST_REMOVED = 0.2  # of our landed papers; more at once is a rebuilt list, not a judgement


@dataclass(frozen=True, slots=True)
class Landing:
    """The arXiv ids of papers that came onto the list, and of those that went off it, since the last look."""

    landed: tuple[str, ...]
    removed: tuple[str, ...]


def land(
    session: WriteSession, list_id: int, entries: Sequence[EntryRecord], *, goes_on: bool, now: datetime
) -> Landing:
    """Compare our confirmed papers with a list's entries.

    `goes_on` says that the list's history continues from where it was; only then does a missing paper mean
    that somebody took it off.
    """
    ids = {entry.arxiv_id for entry in entries}
    titles = {title_key(entry.title) for entry in entries}
    waiting = candidates.accepted(session, list_id, landed=False)
    there = [c for c in waiting if _is_there(c, ids, titles)]
    if there:
        candidates.mark_landed(session, [c.id for c in there], now=now)
        _settle(session, list_id, now)
    before = candidates.accepted(session, list_id, landed=True) if goes_on else []
    gone = [c for c in before if not _is_there(c, ids, titles)]
    if len(gone) > max(1, len(before) * _MOST_REMOVED):
        gone = []
    for candidate in gone:
        refuse(session, candidate, f"It was taken off the list by {now:%Y-%m-%d}.", now=now)
    return Landing(_ids(there), _ids(gone))


def _is_there(candidate: Candidate, ids: Collection[str | None], titles: Collection[str]) -> bool:
    record = candidate.paper.record
    return str(record.arxiv_id) in ids or title_key(record.title) in titles


def _settle(session: WriteSession, list_id: int, now: datetime) -> None:
    """Close the open publication once every paper in it is on the list."""
    publication = publications.open_of(session, list_id)
    if publication is None:
        return
    going = {i.candidate_id for i in publications.items(session, publication.id) if i.refused is None}
    landed = {c.id for c in candidates.accepted(session, list_id, landed=True)}
    if going and going <= landed:
        publications.advance(session, publication.id, PublicationState.LANDED, now=now)


def _ids(found: Sequence[Candidate]) -> tuple[str, ...]:
    return tuple(str(candidate.paper.record.arxiv_id) for candidate in found)
