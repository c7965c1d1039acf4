"""Bundles: which trained models there are, and which one a list uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import BundleRow
from service.db.turns import take_list
from service.errors import NotFound


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """A trained model on disk; `folder` is relative to the data folder."""

    id: int
    list_id: int
    folder: str
    manifest: Mapping[str, Any]
    is_in_use: bool
    trained_at: datetime

    @property
    def tried_at(self) -> datetime:
        """When it was last tried to learn something better than this."""
        last = self.manifest.get("last_attempt") or {}
        return datetime.fromisoformat(last["at"]) if last else self.trained_at

    @property
    def encoder(self) -> tuple[str, str]:
        """Name and revision of the encoder that it learned on."""
        return str(self.manifest.get("encoder", "")), str(self.manifest.get("revision", ""))


def add(
    session: WriteSession, *, list_id: int, folder: str, manifest: Mapping[str, Any], now: datetime
) -> int:
    """Register a bundle that is not in use yet; return its id."""
    row = BundleRow(list_id=list_id, folder=folder, manifest=dict(manifest), is_in_use=False, trained_at=now)
    session.add(row)
    session.flush()  # the caller needs the id
    return row.id


def use(session: WriteSession, list_id: int, bundle_id: int) -> None:
    """Let a list use one of its bundles, and no other one."""
    take_list(session, list_id)
    of_list = update(BundleRow).where(BundleRow.list_id == list_id)
    session.execute(of_list.values(is_in_use=False))
    session.execute(of_list.where(BundleRow.id == bundle_id).values(is_in_use=True))


def note_attempt(session: WriteSession, bundle_id: int, *, now: datetime, why: str) -> None:
    """Remember beside a bundle that another one was learned and not taken over, and why."""
    row = session.get(BundleRow, bundle_id)
    if row is not None:
        row.manifest = {**row.manifest, "last_attempt": {"at": now.isoformat(), "why": why}}


def by_id(session: AnySession, list_id: int, bundle_id: int) -> StoredBundle:
    """Return one of a list's bundles.

    Raises:
        NotFound: it has none of that id.
    """
    row = session.scalar(select(BundleRow).where(BundleRow.list_id == list_id, BundleRow.id == bundle_id))
    if row is None:
        raise NotFound(f"This list has no model {bundle_id}; go to the newest one.")
    return _to_bundle(row)


def in_use(session: AnySession, list_id: int) -> StoredBundle | None:
    """Return the bundle that a list uses."""
    row = session.scalar(select(BundleRow).where(BundleRow.list_id == list_id, BundleRow.is_in_use))
    return _to_bundle(row) if row else None


def of_list(session: AnySession, list_id: int) -> list[StoredBundle]:
    """Return a list's bundles, newest first."""
    query = select(BundleRow).where(BundleRow.list_id == list_id).order_by(BundleRow.id.desc())
    return [_to_bundle(row) for row in session.scalars(query)]


def folders(session: AnySession) -> set[str]:
    """Return the folders of the bundles of all lists."""
    return set(session.scalars(select(BundleRow.folder)))


def _to_bundle(row: BundleRow) -> StoredBundle:
    return StoredBundle(row.id, row.list_id, row.folder, row.manifest, row.is_in_use, row.trained_at)
