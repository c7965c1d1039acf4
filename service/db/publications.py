"""Publications and their items."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update

from service.db.engine import AnySession, WriteSession
from service.db.models import PublicationItemRow, PublicationRow
from service.domain.publication import OVER, PublicationState


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """A set of confirmed entries on its way to the list's repository.

    One that somebody asked for by name takes an entry out again; `reason` is what they said to it.
    """

    id: int
    list_id: int
    state: PublicationState
    channel: str
    branch: str
    base_commit: str
    commit_id: str | None
    commits: tuple[str, ...]
    request_number: int | None
    request_url: str | None
    patch_path: str | None
    pushed_to: str | None
    problem: str | None
    made_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    asked_by: str | None = None
    reason: str | None = None


def ensure_open(
    session: WriteSession, list_id: int, *, channel: str, branch: str, base_commit: str, now: datetime
) -> Publication:
    """Return the list's open publication on this base, making it if there is none."""
    row = _open_row(session, list_id)
    if row is None:
        row = PublicationRow(list_id=list_id, made_at=now, commits=[])
        session.add(row)
    if row.branch != branch and row.request_number is None:
        row.pushed_to = None  # the new branch has not been anywhere yet
    if row.base_commit != base_commit or row.branch != branch:
        row.commit_id, row.state = None, PublicationState.PLANNED
    row.channel, row.branch, row.base_commit = channel, branch, base_commit
    row.changed_at = now
    session.flush()  # the caller needs the id
    return _to_publication(row)


def reopen(session: WriteSession, publication_id: int, *, now: datetime) -> None:
    """Open a publication that was closed: its pull request was opened again."""
    row = session.get_one(PublicationRow, publication_id)
    row.state, row.changed_at, row.closed_at, row.problem = PublicationState.OPENED, now, None, None
    session.execute(
        update(PublicationItemRow)
        .where(PublicationItemRow.publication_id == publication_id)
        .values(is_live=PublicationItemRow.refused.is_(None))
    )


def advance(
    session: WriteSession,
    publication_id: int,
    state: PublicationState,
    *,
    now: datetime,
    commit_id: str | None = None,
    patch_path: str | None = None,
    pushed_to: str | None = None,
    request: tuple[int, str] | None = None,
    problem: str | None = None,
) -> None:
    """Record how far a publication got; what is not given stays. `request` is a number and its address."""
    row = session.get_one(PublicationRow, publication_id)
    row.state, row.changed_at, row.problem = state, now, problem
    row.commit_id = commit_id or row.commit_id
    if commit_id and commit_id not in row.commits:
        row.commits = [*row.commits, commit_id]
    row.request_number, row.request_url = request or (row.request_number, row.request_url)
    row.patch_path = patch_path or row.patch_path
    row.pushed_to = pushed_to or row.pushed_to
    if state in OVER:
        row.closed_at = now
        for item in session.scalars(
            select(PublicationItemRow).where(PublicationItemRow.publication_id == publication_id)
        ):
            item.is_live = False


def add_revert(
    session: WriteSession,
    list_id: int,
    *,
    state: PublicationState,
    channel: str,
    branch: str,
    base_commit: str,
    commit_id: str,
    patch_path: str,
    taken_out: tuple[int, str, str],
    asked_by: str,
    reason: str,
    now: datetime,
    problem: str | None = None,
) -> None:
    """Keep a revert, which is over once it is made; the same commit again is the same one.

    `taken_out` is the candidate with its file and the text that goes.
    """
    if commit_id in commits_of(session, list_id):
        return
    row = PublicationRow(
        list_id=list_id,
        state=state,
        channel=channel,
        branch=branch,
        base_commit=base_commit,
        commit_id=commit_id,
        commits=[commit_id],
        patch_path=patch_path,
        problem=problem,
        made_at=now,
        changed_at=now,
        closed_at=now,
        asked_by=asked_by,
        reason=reason or None,
    )
    session.add(row)
    session.flush()  # its item needs the id
    candidate_id, path, text = taken_out
    session.add(
        PublicationItemRow(
            publication_id=row.id,
            candidate_id=candidate_id,
            is_live=False,
            path=path,
            line=None,
            entry_text=text,
            notes=[],
        )
    )


def revert_of(session: AnySession, candidate_id: int) -> Publication | None:
    """Return the last revert that was made for a paper."""
    row = session.scalar(
        select(PublicationRow)
        .join(PublicationItemRow, PublicationItemRow.publication_id == PublicationRow.id)
        .where(PublicationItemRow.candidate_id == candidate_id, PublicationRow.asked_by.is_not(None))
        .order_by(PublicationRow.id.desc())
        .limit(1)
    )
    return _to_publication(row) if row else None


def record_way(
    session: WriteSession,
    list_id: int,
    commit_id: str,
    *,
    state: PublicationState,
    pushed_to: str,
    request: tuple[int, str] | None = None,
) -> None:
    """Remember where a change that is over went; `request` is a number and its address."""
    query = select(PublicationRow).where(
        PublicationRow.list_id == list_id, PublicationRow.commit_id == commit_id
    )
    for row in session.scalars(query):
        row.state, row.pushed_to = state, pushed_to
        row.request_number, row.request_url = request or (None, None)


def open_of(session: AnySession, list_id: int) -> Publication | None:
    """Return the list's open publication."""
    row = _open_row(session, list_id)
    return _to_publication(row) if row else None


def of_list(session: AnySession, list_id: int) -> list[Publication]:
    """Return a list's publications, newest first."""
    query = select(PublicationRow).where(PublicationRow.list_id == list_id)
    return [_to_publication(row) for row in session.scalars(query.order_by(PublicationRow.id.desc()))]


def commits_of(session: AnySession, list_id: int) -> set[str]:
    """Return the ids of all commits that we ever made for a list: what may stand on our branch."""
    query = select(PublicationRow.commits).where(PublicationRow.list_id == list_id)
    return {commit for commits in session.scalars(query) for commit in commits}


def _open_row(session: AnySession, list_id: int) -> PublicationRow | None:
    return session.scalar(
        select(PublicationRow).where(PublicationRow.list_id == list_id, PublicationRow.closed_at.is_(None))
    )


def _to_publication(row: PublicationRow) -> Publication:
    return Publication(
        id=row.id,
        list_id=row.list_id,
        state=PublicationState(row.state),
        channel=row.channel,
        branch=row.branch,
        base_commit=row.base_commit,
        commit_id=row.commit_id,
        commits=tuple(row.commits),
        request_number=row.request_number,
        request_url=row.request_url,
        patch_path=row.patch_path,
        pushed_to=row.pushed_to,
        problem=row.problem,
        made_at=row.made_at,
        changed_at=row.changed_at,
        closed_at=row.closed_at,
        asked_by=row.asked_by,
        reason=row.reason,
    )
