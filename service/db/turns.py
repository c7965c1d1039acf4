"""Turns at a list: its rows are changed from many places, and each has an order of its own."""

from sqlalchemy import select

from service.db.engine import WriteSession
from service.db.models import ListRow


def take_list(session: WriteSession, list_id: int) -> None:
    """Wait until no other session changes several things of a list, and let others wait until this one ends.

    Whoever changes more than one of its candidates, updates, publications, bundles or settings takes the list
    before the first of them. Two who do not could each hold a row that the other one waits for, or add what
    the other one adds. A single verdict needs no turn. SQLite has one writer at a time anyway.
    """
    session.execute(select(ListRow.id).where(ListRow.id == list_id).with_for_update(key_share=True))
