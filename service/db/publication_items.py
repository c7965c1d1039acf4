"""The items of publications: one confirmed paper each, from its plan to how it stands in the list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, delete, func, or_, select, update

from service.db.engine import AnySession, WriteSession, plain_rows
from service.db.models import CandidateRow, PublicationItemRow, PublicationRow
from service.domain.publication import Placement


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One confirmed paper in a publication: the text it adds, or why it stays behind.

    `section` is where we put it. `sent_at` is when it first went out to the list's repository; `landed_text`
    how it stands there, and `stands` where: None as long as nobody has looked.
    """

    candidate_id: int
    path: str
    line: int | None
    entry_text: str
    notes: tuple[str, ...] = ()
    refused: str | None = None
    sent_at: datetime | None = None
    landed_text: str | None = None
    section: tuple[str, ...] | None = None
    stands: Placement | None = None

    @property
    def placement(self) -> Placement | None:
        """Where we put it; None if that was not kept, as it once was not."""
        return None if self.section is None else Placement(self.path, self.section)


class Landed(NamedTuple):
    """An entry of ours that has come onto its list, and the ids of its item and its publication."""

    id: int
    publication_id: int
    item: Item


def set_items(session: WriteSession, publication_id: int, items: Sequence[Item]) -> None:
    """Say what a publication holds now; it is made anew each time, and what went out stays known.

    Papers that went out with it and are not in it any more are kept: landed, or with the word that they left.
    """
    sent = {item.candidate_id: item.sent_at for item in items_of(session, publication_id)}
    _keep_sent(session, publication_id, without=[item.candidate_id for item in items])
    session.add_all(
        PublicationItemRow(
            publication_id=publication_id,
            candidate_id=item.candidate_id,
            is_live=item.refused is None,
            path=item.path,
            line=item.line,
            entry_text=item.entry_text,
            notes=list(item.notes),
            refused=item.refused,
            sent_at=sent.get(item.candidate_id),
            section=list(item.section) if item.section is not None else None,
        )
        for item in items
    )


def mark_sent(session: WriteSession, publication_id: int, *, now: datetime) -> None:
    """Remember that the papers of a publication have gone out; those that had stay as they are."""
    session.execute(
        update(PublicationItemRow)
        .where(
            PublicationItemRow.publication_id == publication_id,
            PublicationItemRow.refused.is_(None),
            PublicationItemRow.sent_at.is_(None),
        )
        .values(sent_at=now)
    )


def mark_landed(
    session: WriteSession, publication_id: int, landed: Mapping[int, tuple[str, Placement]]
) -> None:
    """Remember how papers stand in the list, and where; `landed` is by candidate id."""
    for row in session.scalars(
        select(PublicationItemRow).where(
            PublicationItemRow.publication_id == publication_id, PublicationItemRow.candidate_id.in_(landed)
        )
    ):
        row.landed_text, stands = landed[row.candidate_id]
        row.stands_path, row.stands_section = stands.path, list(stands.section)


def mark_stands(session: WriteSession, item_id: int, stands: Placement) -> None:
    """Remember where an entry of ours stands by now."""
    row = session.get_one(PublicationItemRow, item_id)
    row.stands_path, row.stands_section = stands.path, list(stands.section)


def landed_of(session: AnySession, list_id: int) -> dict[int, Landed]:
    """Return the entries of ours that have come onto a list, by candidate id: of each paper the last one."""
    query = (
        select(PublicationItemRow)
        .join(PublicationRow, PublicationRow.id == PublicationItemRow.publication_id)
        .where(PublicationRow.list_id == list_id, PublicationItemRow.landed_text.is_not(None))
        .order_by(PublicationItemRow.id)
    )
    return {
        row.candidate_id: Landed(row.id, row.publication_id, _to_item(row)) for row in session.scalars(query)
    }


def sent_since(session: AnySession, list_id: int, moment: datetime) -> set[int]:
    """Return the candidates of a list that first went out at that moment or later."""
    first = func.min(PublicationItemRow.sent_at)
    query = (
        select(PublicationItemRow.candidate_id)
        .join(PublicationRow, PublicationRow.id == PublicationItemRow.publication_id)
        .where(PublicationRow.list_id == list_id)
        .group_by(PublicationItemRow.candidate_id)
        .having(first >= moment)
    )
    return set(session.scalars(query))


def edited_of(session: AnySession, list_id: int, *, limit: int) -> list[Item]:
    """Return the entries of ours that stand in a list otherwise than we wrote them, newest first."""
    return [_to_item(row) for row in plain_rows(session, _EDITED, {"list_id": list_id, "most": limit})]


_EDITED = (
    select(*PublicationItemRow.__table__.columns)
    .join(PublicationRow, PublicationRow.id == PublicationItemRow.publication_id)
    .where(
        PublicationRow.list_id == bindparam("list_id"),
        PublicationItemRow.landed_text.is_not(None),
        PublicationItemRow.landed_text != PublicationItemRow.entry_text,
    )
    .order_by(PublicationItemRow.id.desc())
    .limit(bindparam("most"))
)


def items_of(session: AnySession, publication_id: int) -> list[Item]:
    """Return what a publication holds."""
    query = select(PublicationItemRow).where(PublicationItemRow.publication_id == publication_id)
    return [_to_item(row) for row in session.scalars(query.order_by(PublicationItemRow.id))]


def _keep_sent(session: WriteSession, publication_id: int, *, without: Sequence[int]) -> None:
    """Drop the items of a publication but those that went out; whoever has not landed is in it no more."""
    mine = PublicationItemRow.publication_id == publication_id
    is_new = or_(PublicationItemRow.candidate_id.in_(without), PublicationItemRow.sent_at.is_(None))
    session.execute(delete(PublicationItemRow).where(mine, is_new))
    session.execute(update(PublicationItemRow).where(mine).values(is_live=False))
    session.execute(
        update(PublicationItemRow)
        .where(
            mine,
            PublicationItemRow.refused.is_(None),
            PublicationItemRow.candidate_id.in_(
                select(CandidateRow.id).where(CandidateRow.landed_at.is_(None))
            ),
        )
        .values(refused="It was taken out of this publication.")
    )


def _to_item(row: Any) -> Item:
    return Item(
        candidate_id=row.candidate_id,
        path=row.path,
        line=row.line,
        entry_text=row.entry_text,
        notes=tuple(row.notes),
        refused=row.refused,
        sent_at=row.sent_at,
        landed_text=row.landed_text,
        section=None if row.section is None else tuple(row.section),
        stands=None
        if row.stands_path is None
        else Placement(row.stands_path, tuple(row.stands_section or ())),
    )
