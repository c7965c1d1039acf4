"""In what a list differs from its catalog entry, because somebody changed it in the browser."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import EntryRow, ListRow
from service.domain.lists import ListSpec, spec_from_mapping, spec_to_mapping


def of_list(session: AnySession, list_id: int) -> dict[str, Any]:
    """Return the fields in which a list differs from its catalog entry."""
    return dict(session.scalars(select(ListRow.changes).where(ListRow.id == list_id)).one())


def catalog_spec(session: AnySession, list_id: int) -> ListSpec:
    """Return a list as its catalog entry says, without what was changed in the browser."""
    return spec_from_mapping(session.scalars(select(ListRow.spec).where(ListRow.id == list_id)).one())


def replace(session: WriteSession, list_id: int, changes: Mapping[str, Any]) -> None:
    """Let a list differ in these fields, and in no others."""
    session.execute(update(ListRow).where(ListRow.id == list_id).values(changes=dict(changes)))


def applied(session: AnySession, spec: ListSpec) -> ListSpec:
    """Return a catalog entry with what was changed in the browser."""
    made = session.scalar(select(ListRow.changes).where(ListRow.slug == spec.slug))
    return spec_from_mapping({**spec_to_mapping(spec), **made}) if made else spec


def let_go(session: WriteSession, list_id: int, *, now: datetime) -> int:
    """Follow a list no more: nothing of it is shown or learned from, and nothing is lost.

    Returns how many entries it had; the next sync of the list brings them back.
    """
    session.execute(update(ListRow).where(ListRow.id == list_id).values(removed_at=now))
    hidden = update(EntryRow).where(EntryRow.list_id == list_id, EntryRow.removed_at.is_(None))
    return len(session.scalars(hidden.values(removed_at=now).returning(EntryRow.id)).all())
