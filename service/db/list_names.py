"""The names of all lists, for menus: what a list says need not be read for it."""

from dataclasses import dataclass

from sqlalchemy import select

from service.db import lists
from service.db.engine import AnySession
from service.db.models import ListRow
from service.db.moments import is_known


@dataclass(frozen=True, slots=True)
class ListName:
    """A list as menus show it."""

    id: int
    slug: str
    name: str


def every(session: AnySession) -> list[ListName]:
    """Return the names of all lists that are followed, in the order in which they were added."""
    if is_known(session, lists.EVERY):
        return [ListName(each.id, each.slug, each.spec.name) for each in lists.every(session)]
    query = select(ListRow.id, ListRow.slug, ListRow.name).where(ListRow.removed_at.is_(None))
    return [ListName(*row) for row in session.execute(query.order_by(ListRow.id))]
