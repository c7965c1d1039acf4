"""What people chose of the things that may come with an entry."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select

from service.db.engine import AnySession, WriteSession
from service.db.models import PublicationExtraRow

Chosen = Mapping[int, Mapping[str, bool]]  # by candidate id and kind


def choose(
    session: WriteSession, candidate_id: int, kind: str, *, is_wanted: bool, by: str, now: datetime
) -> None:
    """Remember whether an extra is wanted for a paper; the last word counts."""
    there = select(PublicationExtraRow).where(
        PublicationExtraRow.candidate_id == candidate_id, PublicationExtraRow.kind == kind
    )
    row = session.scalar(there)
    if row is None:
        row = PublicationExtraRow(candidate_id=candidate_id, kind=kind)
        session.add(row)
    row.is_wanted, row.chosen_by, row.chosen_at = is_wanted, by, now


def chosen(session: AnySession, candidate_ids: Collection[int]) -> Chosen:
    """Return what was chosen for these papers; what nobody chose is absent."""
    query = select(PublicationExtraRow).where(PublicationExtraRow.candidate_id.in_(candidate_ids))
    found: dict[int, dict[str, bool]] = {}
    for row in session.scalars(query):
        found.setdefault(row.candidate_id, {})[row.kind] = row.is_wanted
    return found
