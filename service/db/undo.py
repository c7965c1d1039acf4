"""What a person can take back next, and what was taken back and can be given again."""

from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import aliased

from service.db.engine import AnySession, plain_rows
from service.db.keyset import at_most
from service.db.models import CandidateRow, PaperRow, VerdictRow
from service.db.verdicts import Verdict, by_id, selected, to_verdict
from service.domain.review import VerdictKind


@dataclass(frozen=True, slots=True)
class Undone:
    """A verdict that was taken back, and the row that did it."""

    undo_id: int
    batch: str | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Undoable:
    """A verdict that can be taken back, and the title of its paper.

    After a last word, the newest thing that its person did here and no redo, nothing waits to be done again.
    """

    verdict: Verdict
    title: str
    is_last_word: bool


_OWN, _OF, _UNDONE = aliased(VerdictRow), aliased(CandidateRow), aliased(VerdictRow)
_LATER, _TAKEN_BACK = aliased(VerdictRow), aliased(VerdictRow)
_ON_TOP = (
    select(_LATER.id)
    .outerjoin(_TAKEN_BACK, _TAKEN_BACK.undoes_id == _LATER.id)
    .where(
        _LATER.candidate_id == _OWN.candidate_id,
        _LATER.id > _OWN.id,
        _LATER.kind != VerdictKind.UNDO,
        _TAKEN_BACK.id.is_(None),
    )
)
# Found by itself, newest first: joined with its person and paper, all that this person said would be sorted.
_NEWEST_STANDING = (
    select(_OWN.id)
    .join(_OF, _OF.id == _OWN.candidate_id)
    .outerjoin(_UNDONE, _UNDONE.undoes_id == _OWN.id)
    .where(
        _OWN.user_id == bindparam("user_id"),
        _OWN.kind != VerdictKind.UNDO,
        _UNDONE.id.is_(None),
        _OF.list_id == bindparam("list_id"),
        _OF.landed_at.is_(None),
        ~_ON_TOP.exists(),
    )
    .order_by(_OWN.id.desc())
    .limit(at_most(1))
)
_OTHER, _ITS = aliased(VerdictRow), aliased(CandidateRow)
_NEWEST_OF_ALL = (
    select(_OTHER.id)
    .join(_ITS, _ITS.id == _OTHER.candidate_id)
    .where(_OTHER.user_id == bindparam("user_id"), _ITS.list_id == bindparam("list_id"))
    .order_by(_OTHER.id.desc())
    .limit(at_most(1))
)
_NEXT_UNDO = (
    selected()
    .add_columns(PaperRow.title, _NEWEST_OF_ALL.scalar_subquery().label("newest"))
    .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    .join(PaperRow, PaperRow.id == CandidateRow.paper_id)
    .where(VerdictRow.id == _NEWEST_STANDING.scalar_subquery())
)


def next_undo(session: AnySession, user_id: int, list_id: int) -> Undoable | None:
    """Return a person's newest verdict on a list that can be taken back, however long ago it was given.

    What has landed cannot, nor what another verdict stands upon.
    """
    rows = plain_rows(session, _NEXT_UNDO, {"user_id": user_id, "list_id": list_id})
    if not rows:
        return None
    (row,) = rows
    is_last_word = row.id == row.newest and row.redoes_id is None
    return Undoable(to_verdict(row), row.title, is_last_word)


_AGAIN = aliased(VerdictRow)
_MINE = (VerdictRow.user_id == bindparam("user_id"), CandidateRow.list_id == bindparam("list_id"))
_NEWEST = (
    select(func.max(VerdictRow.id))
    .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    .where(*_MINE, VerdictRow.kind != VerdictKind.UNDO, VerdictRow.redoes_id.is_(None))
)
_NEXT_REDO = (
    select(VerdictRow)
    .join(CandidateRow, CandidateRow.id == VerdictRow.candidate_id)
    .outerjoin(_AGAIN, _AGAIN.redoes_id == VerdictRow.id)
    .where(*_MINE, VerdictRow.kind == VerdictKind.UNDO, _AGAIN.id.is_(None))
    .where(VerdictRow.id > func.coalesce(_NEWEST.scalar_subquery(), 0))
    .order_by(VerdictRow.id.desc())
    .limit(at_most(1))
)


def next_redo(session: AnySession, user_id: int, list_id: int) -> Undone | None:
    """Return what a person took back last and has not given again, while no new verdict came after it."""
    row = session.scalar(_NEXT_REDO, {"user_id": user_id, "list_id": list_id})
    if row is None or row.undoes_id is None:
        return None
    return Undone(row.id, row.batch, by_id(session, row.undoes_id))


def undone(session: AnySession, undo_id: int) -> Undone | None:
    """Return what the row `undo_id` took back, if it is still the last word about its paper."""
    row = session.get(VerdictRow, undo_id)
    if row is None or row.undoes_id is None:
        return None
    last = session.scalar(select(func.max(VerdictRow.id)).where(VerdictRow.candidate_id == row.candidate_id))
    return Undone(row.id, row.batch, by_id(session, row.undoes_id)) if last == row.id else None


def of_batch(session: AnySession, batch: str) -> list[int]:
    """Return the ids of the undos that were made in one stroke, oldest first."""
    query = select(VerdictRow.id).where(VerdictRow.batch == batch, VerdictRow.kind == VerdictKind.UNDO)
    return list(session.scalars(query.order_by(VerdictRow.id)))
