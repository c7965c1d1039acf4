"""Harvests: how far each set's changes were read, so that a stopped one goes on where it was."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from service.db.engine import AnySession, WriteSession, take_turn
from service.db.models import HarvestRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Harvest:
    """Where a harvest goes on: with its token, or from the day `since`.

    `begun_at` is the answer's date of the first page while one is under way; `done_at` that of the last
    harvest that came to its end.
    """

    source: str
    of_set: str
    since: date
    token: str | None = None
    begun_at: datetime | None = None
    read_at: datetime | None = None
    done_at: datetime | None = None
    problem: str | None = None


def of_set(session: AnySession, source: str, name: str) -> Harvest | None:
    """Return how far a set was harvested; None if it never was."""
    row = session.get(HarvestRow, (source, name))
    return _to_harvest(row) if row else None


def every(session: AnySession) -> list[Harvest]:
    """Return all harvests, by source and set."""
    query = select(HarvestRow).order_by(HarvestRow.source, HarvestRow.of_set)
    return [_to_harvest(row) for row in session.scalars(query)]


def save(session: WriteSession, harvest: Harvest) -> None:
    """Store how far a harvest got; with the papers that it told of, in one commit."""
    take_turn(session, "harvests")
    row = session.get(HarvestRow, (harvest.source, harvest.of_set))
    if row is None:
        row = HarvestRow(source=harvest.source, of_set=harvest.of_set)
        session.add(row)
    for name in _FIELDS:
        setattr(row, name, getattr(harvest, name))


def _to_harvest(row: HarvestRow) -> Harvest:
    return Harvest(source=row.source, of_set=row.of_set, **{name: getattr(row, name) for name in _FIELDS})


_FIELDS = ("since", "token", "begun_at", "read_at", "done_at", "problem")
