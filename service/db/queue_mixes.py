"""The maintainer's mix of a list's queue, and the places that candidates have in computed orders."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ScalarSelect, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import CandidateRow, QueueMixRow
from service.db.turns import take_list
from service.domain.queue_mix import USUAL_MIX, Mix, decide_mix


def of_list(session: AnySession, list_id: int) -> Mix:
    """Return a list's mix, or the usual one where nobody has set any."""
    return to_mix(session.scalar(select(parts(list_id))))


def parts(list_id: int) -> ScalarSelect[Any]:
    """Return, as part of a query, the parts of a list's mix; nothing where nobody has set any."""
    return select(QueueMixRow.parts).where(QueueMixRow.list_id == list_id).scalar_subquery()


def to_mix(found: Mapping[str, int] | None) -> Mix:
    """Turn these parts into the value that leaves this package."""
    return decide_mix(found) if found else USUAL_MIX


def set_of_list(session: WriteSession, list_id: int, mix: Mix) -> None:
    """Keep a list's mix."""
    take_list(session, list_id)
    row = session.get(QueueMixRow, list_id)
    if row is None:
        row = QueueMixRow(list_id=list_id)
        session.add(row)
    row.parts = {str(order): part for order, part in mix.items()}


def store_places(
    session: WriteSession, list_id: int, *, diverse: Sequence[int], mixed: Sequence[int]
) -> None:
    """Keep where each candidate stands in the two computed orders; whoever is in neither has no place."""
    take_list(session, list_id)
    of_list = update(CandidateRow).where(CandidateRow.list_id == list_id)
    session.execute(of_list.values(diverse_rank=None, mix_rank=None))
    for column, ids in (("diverse_rank", diverse), ("mix_rank", mixed)):
        rows = [{"id": candidate_id, column: place} for place, candidate_id in enumerate(ids)]
        if rows:
            session.execute(update(CandidateRow), rows)
