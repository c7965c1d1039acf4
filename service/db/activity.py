"""What happened on a list: the papers that it listed and those that people confirmed, each once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select

from service.db import news_rows, papers
from service.db.engine import AnySession
from service.db.lists import StoredEntry, to_entry
from service.db.models import CandidateRow, EntryRow
from service.db.news_rows import NO_ID, Place, is_live
from service.db.papers import StoredPaper
from service.domain.review import CandidateState
from service.domain.selections import Selection

EVERYTHING = Selection()

Tags = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One paper of a list, once, however often it stands there.

    `at` orders: the moment of the first verdict or listing that we learned of; for what was on the list
    before we followed it, the day on which the list took it in. `learned_at` is the last thing we learned.
    """

    key: str
    at: datetime
    learned_at: datetime
    paper: StoredPaper | None
    entry: StoredEntry | None
    confirmed_at: datetime | None
    tags: Tags

    @property
    def title(self) -> str:
        """The paper's title as arXiv has it, else as the list has it."""
        return (
            self.paper.record.title if self.paper else (self.entry.record.title if self.entry else self.key)
        )


def news(
    session: AnySession,
    list_id: int,
    *,
    limit: int | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    wanted: Selection = EVERYTHING,
) -> list[News]:
    """Return a list's papers, newest first, with `since <= at < until`."""
    places = news_rows.places(session, list_id, wanted, since=since, until=until, limit=limit)
    return _filled(session, list_id, places)


def last_before(session: AnySession, list_id: int, moment: datetime, wanted: Selection) -> datetime | None:
    """Return when the last thing happened before a moment."""
    found = news_rows.places(session, list_id, wanted, until=moment, limit=1)
    return found[0].at if found else None


def first_from(session: AnySession, list_id: int, moment: datetime, wanted: Selection) -> datetime | None:
    """Return when the first thing happened at or after a moment."""
    found = news_rows.places(session, list_id, wanted, since=moment, limit=1, is_descending=False)
    return found[0].at if found else None


def _filled(session: AnySession, list_id: int, places: Sequence[Place]) -> list[News]:
    keys = [place.key for place in places]
    known = papers.by_ids(session, [key for key in keys if not key.startswith(NO_ID)])
    entries = _entries(session, list_id, keys)
    confirmed = _confirmed(session, list_id, [paper.id for paper in known.values()])
    filled = []
    for at, key in places:
        paper, own = known.get(key), entries.get(key, [])
        confirmed_at, said = confirmed.get(paper.id, (None, {})) if paper else (None, {})
        told = [at, *(entry.learned_at for entry in own), *([confirmed_at] if confirmed_at else [])]
        filled.append(
            News(
                key=key,
                at=at,
                learned_at=max(told[1:], default=at),
                paper=paper,
                entry=own[0] if own else None,
                confirmed_at=confirmed_at,
                tags={**said, **_merged(own)},
            )
        )
    return filled


def _entries(session: AnySession, list_id: int, keys: Sequence[str]) -> dict[str, list[StoredEntry]]:
    found: dict[str, list[StoredEntry]] = {}
    for start in range(0, len(keys), papers.BATCH):
        part = keys[start : start + papers.BATCH]
        named = [key.removeprefix(NO_ID) for key in part if key.startswith(NO_ID)]
        query = select(EntryRow).where(
            is_live(list_id),
            or_(EntryRow.arxiv_id.in_(part), and_(EntryRow.arxiv_id.is_(None), EntryRow.key.in_(named))),
        )
        for row in session.scalars(query.order_by(EntryRow.position, EntryRow.id)):
            found.setdefault(row.arxiv_id or NO_ID + row.key, []).append(to_entry(row))
    return found


def _confirmed(
    session: AnySession, list_id: int, paper_ids: Sequence[int]
) -> dict[int, tuple[datetime | None, Tags]]:
    found: dict[int, tuple[datetime | None, Tags]] = {}
    for start in range(0, len(paper_ids), papers.BATCH):
        query = select(CandidateRow.paper_id, CandidateRow.decided_at, CandidateRow.tags).where(
            CandidateRow.list_id == list_id,
            CandidateRow.state == CandidateState.ACCEPTED,
            CandidateRow.paper_id.in_(paper_ids[start : start + papers.BATCH]),
        )
        for paper_id, decided_at, tags in session.execute(query):
            found[paper_id] = decided_at, {facet: tuple(names) for facet, names in tags.items()}
    return found


def _merged(entries: Sequence[StoredEntry]) -> Tags:
    merged: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        for facet, names in entry.record.tags.items():
            merged[facet] = tuple(dict.fromkeys((*merged.get(facet, ()), *names)))
    return merged
