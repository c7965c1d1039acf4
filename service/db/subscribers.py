"""Who wants a list's digest by mail. Addresses are personal: they leave the database with their owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import LetterRow, ListRow, SubscriberRow
from service.domain.letters import SubscriberName


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Somebody who asked for a list's digest, and has confirmed it or not."""

    id: int
    list_id: int
    address: str
    is_active: bool
    asked_at: datetime
    soft_bounces: int

    @property
    def name(self) -> SubscriberName:
        """What stands for the subscriber in links and return paths."""
        return SubscriberName(self.id, self.asked_at)


def of_address(session: AnySession, list_id: int, address: str) -> Subscriber | None:
    """Return who subscribed to a list with this address, in whatever case it is written."""
    found = session.scalar(
        select(SubscriberRow).where(
            SubscriberRow.list_id == list_id, SubscriberRow.address_key == address.casefold()
        )
    )
    return _to_subscriber(found) if found else None


def by_name(session: AnySession, name: SubscriberName) -> Subscriber | None:
    """Return a subscriber; None where they have left."""
    row = session.get(SubscriberRow, name.id)
    found = _to_subscriber(row) if row else None
    return found if found and str(found.name) == str(name) else None


def add(session: WriteSession, list_id: int, address: str, *, asked_from: str, now: datetime) -> Subscriber:
    """Keep an address until its owner confirms it, or the time for that is over."""
    row = SubscriberRow(
        list_id=list_id,
        address=address,
        address_key=address.casefold(),
        state="waiting",
        asked_from=asked_from,
        asked_at=now,
        confirmed_at=None,
        soft_bounces=0,
    )
    session.add(row)
    session.flush()  # the caller needs the id
    return _to_subscriber(row)


def asked_since(session: AnySession, asked_from: str, *, since: datetime) -> int:
    """Return how many addresses a client has signed up since a moment."""
    count = select(func.count()).select_from(SubscriberRow)
    asked = count.where(SubscriberRow.asked_from == asked_from, SubscriberRow.asked_at >= since)
    return session.scalar(asked) or 0


def confirm(session: WriteSession, subscriber_id: int, *, now: datetime) -> bool:
    """Count somebody who waits as a subscriber from now on; tell whether anybody did wait."""
    waiting = update(SubscriberRow).where(SubscriberRow.id == subscriber_id, SubscriberRow.state == "waiting")
    confirmed = waiting.values(state="active", confirmed_at=now, asked_from="")
    return session.scalar(confirmed.returning(SubscriberRow.id)) is not None


def count_bounce(session: WriteSession, subscriber_id: int) -> int:
    """Count a letter that came back for now; return how many have."""
    of_one = update(SubscriberRow).where(SubscriberRow.id == subscriber_id)
    counted = of_one.values(soft_bounces=SubscriberRow.soft_bounces + 1)
    return session.scalar(counted.returning(SubscriberRow.soft_bounces)) or 0


def remove(session: WriteSession, ids: Sequence[int]) -> None:
    """Forget people, with their addresses and letters."""
    session.execute(delete(LetterRow).where(LetterRow.subscriber_id.in_(ids)))
    session.execute(delete(SubscriberRow).where(SubscriberRow.id.in_(ids)))


def unconfirmed_before(session: AnySession, moment: datetime) -> list[int]:
    """Return who asked before a moment and never confirmed."""
    query = select(SubscriberRow.id).where(SubscriberRow.state == "waiting", SubscriberRow.asked_at < moment)
    return list(session.scalars(query))


def ids_of_address(session: AnySession, address: str) -> list[int]:
    """Return an address's subscriptions to all lists."""
    query = select(SubscriberRow.id).where(SubscriberRow.address_key == address.casefold())
    return list(session.scalars(query))


def counts(session: AnySession) -> list[tuple[str, str, int]]:
    """Return how many are waiting and active for each list, as (slug, state, number)."""
    query = select(ListRow.slug, SubscriberRow.state, func.count()).join_from(SubscriberRow, ListRow)
    grouped = query.group_by(ListRow.slug, SubscriberRow.state).order_by(ListRow.slug, SubscriberRow.state)
    return [(slug, state, number) for slug, state, number in session.execute(grouped)]


def _to_subscriber(row: SubscriberRow) -> Subscriber:
    is_active = row.state == "active"
    return Subscriber(row.id, row.list_id, row.address, is_active, row.asked_at, row.soft_bounces)
