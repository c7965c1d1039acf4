"""Gaps: papers that sister lists have and a list lacks, with the sisters' tags as evidence."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select

from service.db import candidates, lists, papers
from service.db.engine import AnySession
from service.db.lists import StoredEntry, StoredList, to_entry
from service.db.models import EntryRow
from service.db.papers import StoredPaper
from service.domain.papers import title_key


@dataclass(frozen=True, slots=True)
class Gap:
    """A paper that a list lacks, and where it stands instead."""

    paper: StoredPaper
    entries: Sequence[tuple[StoredList, StoredEntry]]


def sisters(every: Sequence[StoredList], found: StoredList) -> list[StoredList]:
    """Return the lists that ask at least one of the same questions of their papers."""
    own = {facet.name for facet in found.spec.taxonomy.facets}
    others = [each for each in every if each.id != found.id]
    return [each for each in others if own & {facet.name for facet in each.spec.taxonomy.facets}]


def of_list(session: AnySession, found: StoredList, *, limit: int) -> tuple[list[Gap], int]:
    """Return the gaps of a list, those that most sisters have first, and how many there are.

    What is in the list's queue or was judged for it is no gap.
    """
    by_id = {each.id: each for each in sisters(lists.every(session), found)}
    rows = session.scalars(
        select(EntryRow).where(
            EntryRow.list_id.in_(by_id), EntryRow.arxiv_id.is_not(None), EntryRow.removed_at.is_(None)
        )
    )
    standing: dict[str, list[StoredEntry]] = {}
    for row in rows:
        standing.setdefault(row.arxiv_id or "", []).append(to_entry(row))
    known = papers.by_ids(session, set(standing) - lists.listed_ids(session, found.id))
    titles = lists.listed_title_keys(session, found.id)
    waiting = candidates.undecided_papers(session, found.id)
    dealt_with = {*candidates.decided_papers(session, found.id), *waiting}
    left = [
        Gap(paper, [(by_id[e.list_id], e) for e in _once(standing[arxiv_id])])
        for arxiv_id, paper in known.items()
        if paper.id not in dealt_with and title_key(paper.record.title) not in titles
    ]
    left.sort(key=lambda gap: (-len(gap.entries), [-ord(c) for c in str(gap.paper.record.arxiv_id)]))
    return left[:limit], len(left)


def _once(entries: Sequence[StoredEntry]) -> list[StoredEntry]:
    """Return one entry of each list; a paper may stand twice in one."""
    return list({entry.list_id: entry for entry in entries}.values())
