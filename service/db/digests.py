"""Digest issues: one per list and ISO week, never changed once made."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from service.db.engine import AnySession, WriteSession
from service.db.models import DigestIssueRow
from service.db.turns import take_list


@dataclass(frozen=True, slots=True)
class DigestIssue:
    """One week's digest of one list."""

    id: int
    list_id: int
    year: int
    week: int
    content: Mapping[str, Any]
    made_at: datetime


def ensure(
    session: WriteSession, list_id: int, year: int, week: int, content: Mapping[str, Any], *, now: datetime
) -> DigestIssue:
    """Store an issue; one that was made before is returned as it was."""
    take_list(session, list_id)
    known = by_week(session, list_id, year, week)
    if known is not None:
        return known
    row = DigestIssueRow(list_id=list_id, year=year, week=week, content=dict(content), made_at=now)
    session.add(row)
    session.flush()  # the caller needs the id
    return _to_issue(row)


def by_week(session: AnySession, list_id: int, year: int, week: int) -> DigestIssue | None:
    """Return the issue of a week."""
    row = session.scalar(
        select(DigestIssueRow).where(
            DigestIssueRow.list_id == list_id, DigestIssueRow.year == year, DigestIssueRow.week == week
        )
    )
    return _to_issue(row) if row else None


def of_list(session: AnySession, list_id: int) -> list[DigestIssue]:
    """Return a list's issues, newest first."""
    query = select(DigestIssueRow).where(DigestIssueRow.list_id == list_id)
    newest = query.order_by(DigestIssueRow.year.desc(), DigestIssueRow.week.desc())
    return [_to_issue(row) for row in session.scalars(newest)]


def _to_issue(row: DigestIssueRow) -> DigestIssue:
    return DigestIssue(row.id, row.list_id, row.year, row.week, row.content, row.made_at)
