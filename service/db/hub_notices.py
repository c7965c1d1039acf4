"""What the hub was last told of each list's feeds."""

from datetime import datetime

from sqlalchemy import select

from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import HubNoticeRow


def marks(session: AnySession) -> dict[int, str]:
    """Return what stood in the lists' feeds when the hub was last told, by list."""
    query = select(HubNoticeRow.list_id, HubNoticeRow.mark)
    return {row.list_id: row.mark for row in session.execute(query)}


def keep(session: WriteSession, list_id: int, mark: str, *, now: datetime) -> None:
    """Remember what the hub was told of."""
    take_turn(session, "hub notices")
    session.merge(HubNoticeRow(list_id=list_id, mark=mark, told_at=now))
