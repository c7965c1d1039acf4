"""Selections of a list that people have named, so that others find them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from service.db.engine import AnySession, WriteSession
from service.db.models import SavedSelectionRow


@dataclass(frozen=True, slots=True)
class SavedSelection:
    """A named selection; `query` is that of the list's page, with its question mark."""

    name: str
    slug: str
    query: str


def of_list(session: AnySession, list_id: int) -> list[SavedSelection]:
    """Return a list's saved selections by name."""
    query = select(SavedSelectionRow).where(SavedSelectionRow.list_id == list_id)
    rows = session.scalars(query.order_by(SavedSelectionRow.name, SavedSelectionRow.id))
    return [SavedSelection(row.name, row.slug, row.query) for row in rows]


def by_slug(session: AnySession, list_id: int, slug: str) -> SavedSelection | None:
    """Return one saved selection."""
    return next((each for each in of_list(session, list_id) if each.slug == slug), None)


def save(
    session: WriteSession, list_id: int, selection: SavedSelection, *, actor: str, now: datetime
) -> None:
    """Keep a selection under its name."""
    session.add(
        SavedSelectionRow(
            list_id=list_id,
            name=selection.name,
            slug=selection.slug,
            query=selection.query,
            saved_by=actor,
            saved_at=now,
        )
    )


def forget(session: WriteSession, list_id: int, slug: str) -> bool:
    """Take a saved selection away; tell whether there was one."""
    query = delete(SavedSelectionRow).where(
        SavedSelectionRow.list_id == list_id, SavedSelectionRow.slug == slug
    )
    return session.scalar(query.returning(SavedSelectionRow.id)) is not None
