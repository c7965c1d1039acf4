"""What people chose of the things that may come with an entry, and what was written of them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select

from service.db.engine import AnySession, WriteSession
from service.db.models import PublicationExtraRow

Chosen = Mapping[int, Mapping[str, bool]]  # by candidate id and kind


class Written(NamedTuple):
    """Lines that were written beside a paper's entry, into this file."""

    kind: str
    path: str
    text: str


def choose(
    session: WriteSession, candidate_id: int, kind: str, *, is_wanted: bool, by: str, now: datetime
) -> None:
    """Remember whether an extra is wanted for a paper; the last word counts."""
    row = _row(session, candidate_id, kind)
    row.is_wanted, row.chosen_by, row.chosen_at = is_wanted, by, now


def remember(
    session: WriteSession, candidate_id: int, lines: Sequence[Written], *, by: str, now: datetime
) -> None:
    """Keep what is written beside a paper's entry now; what is not any more is forgotten."""
    wanted = {each.kind: each for each in lines}
    known = chosen(session, [candidate_id]).get(candidate_id, {})
    for kind in {*known, *wanted}:
        if kind not in known:  # it comes without being asked for, like a section that is not there yet
            choose(session, candidate_id, kind, is_wanted=True, by=by, now=now)
        row, each = _row(session, candidate_id, kind), wanted.get(kind)
        row.path, row.text = (each.path, each.text) if each else (None, None)


def written(session: AnySession, candidate_id: int) -> list[Written]:
    """Return what was written beside a paper's entry."""
    query = select(PublicationExtraRow).where(
        PublicationExtraRow.candidate_id == candidate_id, PublicationExtraRow.text.is_not(None)
    )
    rows = session.scalars(query.order_by(PublicationExtraRow.id))
    return [Written(row.kind, row.path or "", row.text or "") for row in rows]


def chosen(session: AnySession, candidate_ids: Collection[int]) -> Chosen:
    """Return what was chosen for these papers; what nobody chose is absent."""
    query = select(PublicationExtraRow).where(PublicationExtraRow.candidate_id.in_(candidate_ids))
    found: dict[int, dict[str, bool]] = {}
    for row in session.scalars(query):
        found.setdefault(row.candidate_id, {})[row.kind] = row.is_wanted
    return found


def _row(session: WriteSession, candidate_id: int, kind: str) -> PublicationExtraRow:
    row = session.scalar(
        select(PublicationExtraRow).where(
            PublicationExtraRow.candidate_id == candidate_id, PublicationExtraRow.kind == kind
        )
    )
    if row is None:
        row = PublicationExtraRow(candidate_id=candidate_id, kind=kind)
        session.add(row)
    return row
