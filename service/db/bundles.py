"""Bundles: which trained models there are, and which one a list uses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import BundleRow


@dataclass(frozen=True, slots=True)
class StoredBundle:
    """A trained model on disk; `folder` is relative to the data folder."""

    id: int
    list_id: int
    folder: str
    manifest: Mapping[str, Any]
    is_in_use: bool
    trained_at: datetime


def add(
    session: WriteSession, *, list_id: int, folder: str, manifest: Mapping[str, Any], now: datetime
) -> int:
    """Register a bundle that is not in use yet; return its id."""
    row = BundleRow(list_id=list_id, folder=folder, manifest=dict(manifest), is_in_use=False, trained_at=now)
    session.add(row)
    session.flush()  # the caller needs the id
    return row.id


def use(session: WriteSession, list_id: int, bundle_id: int) -> None:
    """Let a list use one of its bundles."""
    of_list = update(BundleRow).where(BundleRow.list_id == list_id)
    session.execute(of_list.values(is_in_use=False))
    session.execute(of_list.where(BundleRow.id == bundle_id).values(is_in_use=True))


def in_use(session: AnySession, list_id: int) -> StoredBundle | None:
    """Return the bundle that a list uses."""
    row = session.scalar(select(BundleRow).where(BundleRow.list_id == list_id, BundleRow.is_in_use))
    return _to_bundle(row) if row else None


def of_list(session: AnySession, list_id: int) -> list[StoredBundle]:
    """Return a list's bundles, newest first."""
    query = select(BundleRow).where(BundleRow.list_id == list_id).order_by(BundleRow.id.desc())
    return [_to_bundle(row) for row in session.scalars(query)]


def _to_bundle(row: BundleRow) -> StoredBundle:
    return StoredBundle(row.id, row.list_id, row.folder, row.manifest, row.is_in_use, row.trained_at)
