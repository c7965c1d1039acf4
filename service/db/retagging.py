"""Tags of entries and candidates when the taxonomy changes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select

from service.db.engine import AnySession, WriteSession, dialect_of
from service.db.models import CandidateRow, EntryRow, ProposalRow
from service.db.proposals import newest_id
from service.db.tagged import has_tags
from service.domain.review import UNDECIDED


@dataclass(frozen=True, slots=True)
class Tagged:
    """How many entries, papers by a standing verdict, and proposals that wait for one have a tag."""

    entries: int
    verdicts: int
    proposals: int


def count(session: AnySession, list_id: int, facet: str, tag: str) -> Tagged:
    """Return what has a tag in a list now."""
    return Tagged(
        entries=len(_entries(session, list_id, facet, tag)),
        verdicts=len(_candidates(session, list_id, facet, tag)),
        proposals=session.scalar(_proposals(dialect_of(session), list_id, facet, tag)) or 0,
    )


def examples(
    session: AnySession, list_id: int, facet: str, tag: str, *, limit: int
) -> Sequence[tuple[str, str | None]]:
    """Return titles and arXiv ids of the entries with a tag that were listed last."""
    query = (
        select(EntryRow.title, EntryRow.arxiv_id)
        .where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
        .where(has_tags(dialect_of(session), EntryRow.tags, {facet: [tag]}))
        .order_by(EntryRow.listed_at.desc(), EntryRow.id.desc())
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def uses(session: AnySession, list_id: int) -> Mapping[tuple[str, str], int]:
    """Return how many entries of a list have each tag, by facet and tag."""
    found: dict[tuple[str, str], int] = {}
    query = select(EntryRow.tags).where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
    for tags in session.scalars(query):
        for facet, names in tags.items():
            for name in names:
                found[facet, name] = found.get((facet, name), 0) + 1
    return found


def move(session: WriteSession, list_id: int, facet: str, old: str, new: str) -> None:
    """Let one tag stand for another in a list's entries and confirmed candidates.

    Whoever asks has taken the list, see `turns`.
    """
    judged = _candidates(session, list_id, facet, old, is_to_change=True)  # nobody judges them meanwhile
    for row in (*_entries(session, list_id, facet, old), *judged):
        names = [new if name == old else name for name in row.tags.get(facet, ())]
        row.tags = {**row.tags, facet: list(dict.fromkeys(names))}


def _entries(session: AnySession, list_id: int, facet: str, tag: str) -> Sequence[Any]:
    query = select(EntryRow).where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
    return session.scalars(query.where(has_tags(dialect_of(session), EntryRow.tags, {facet: [tag]}))).all()


def _proposals(dialect: str, list_id: int, facet: str, tag: str) -> Select[int]:
    return (
        select(func.count())
        .select_from(ProposalRow)
        .join(CandidateRow, CandidateRow.id == ProposalRow.candidate_id)
        .where(CandidateRow.list_id == list_id, CandidateRow.state.in_(UNDECIDED))
        .where(CandidateRow.landed_at.is_(None), ProposalRow.id == newest_id())
        .where(has_tags(dialect, ProposalRow.proposed, {facet: [tag]}))
    )


def _candidates(
    session: AnySession, list_id: int, facet: str, tag: str, *, is_to_change: bool = False
) -> Sequence[Any]:
    query = select(CandidateRow).where(CandidateRow.list_id == list_id).order_by(CandidateRow.id)
    tagged = query.where(has_tags(dialect_of(session), CandidateRow.tags, {facet: [tag]}))
    return session.scalars(tagged.with_for_update(key_share=True) if is_to_change else tagged).all()
