"""Publish: a list's confirmed papers as one commit on our branch, a patch file, and a push where it may go.

Every step looks first and can be done again: the commit is a function of its content, its id is recorded
before it is pushed, and the branch is moved only from a commit that we made. What was killed at any line is
finished by the next run.
"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import ledger, lists, publications
from service.db.engine import WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.publications import Item, Publication
from service.domain.lists import Channel
from service.domain.publication import PublicationState
from service.errors import Conflict, ListkeeperError, PublishError
from service.publishing.mirror import Mirror, locked, mirror_path, open_mirror
from service.publishing.patch import make_patch, write_patch
from service.publishing.push import push_branch
from service.publishing.texts import Named, render_message
from service.publishing.tree import Author, commit_files, update_ref
from service.settings import Settings
from service.workflows.publish_plan import Plan, PlannedItem, RefusedItem
from service.workflows.publish_preview import Preview, preview, preview_at
from service.workflows.publish_route import Route, decide_route
from service.workflows.sync import sync_list

__all__ = ["Outcome", "Preview", "preview", "publish"]

ACTOR = "listkeeper"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a publication. Without a `state` nothing was there to publish, or it was a dry run."""

    preview: Preview
    route: Route
    is_dry_run: bool = False
    state: PublicationState | None = None
    commit_id: str | None = None
    patch_path: Path | None = None
    pushed_to: str | None = None
    request_url: str | None = None

    @property
    def items(self) -> tuple[PlannedItem, ...]:
        """The papers that go."""
        return self.preview.items

    @property
    def refused(self) -> tuple[RefusedItem, ...]:
        """The papers that stay behind."""
        return self.preview.refused


@dataclass(frozen=True, slots=True)
class _Job:
    """One publication under way."""

    engine: Engine
    settings: Settings
    found: StoredList
    mirror: Mirror
    preview: Preview
    route: Route
    now: datetime

    @property
    def plan(self) -> Plan:
        """What the files become."""
        return self.preview.plan


def publish(
    engine: Engine,
    settings: Settings,
    slug: str,
    *,
    now: datetime,
    to: str | None = None,
    channel: Channel | None = None,
    dry_run: bool = False,
    expected: str | None = None,
) -> Outcome:
    """Publish a list's confirmed papers, or say what would be published.

    `to` is a repository of yours that gets the branch. `expected` is the digest of a preview: anything else
    than what it showed is not published.

    Raises:
        NotFound: there is no such list.
        Forbidden: the list's maintainers have not invited us.
        Conflict: the change is not the expected one, or somebody else works on our branch.
        PublishError: the repository refuses; the commit and the patch file are there all the same.
    """
    with reading(engine) as session:
        found = lists.by_slug(session, slug)
    route = Route(Channel.PATCH, None) if dry_run else decide_route(found.spec, channel=channel, to=to)
    if route.target is not None and not route.is_own_copy:
        sync_list(engine, found.spec, settings=settings, now=now)
    path = mirror_path(settings.data_dir, found.slug)
    mirror = open_mirror(path)
    with locked(path):
        mirror = open_mirror(path)
        with reading(engine) as session:
            shown = preview_at(session, found, mirror, now=now)
        if expected is not None and expected != shown.digest:
            raise Conflict("The list or its confirmed papers have changed since you looked; look again.")
        if dry_run:
            return Outcome(preview=shown, route=route, is_dry_run=True)
        return _carry_out(_Job(engine, settings, found, mirror, shown, route, now))


def _carry_out(job: _Job) -> Outcome:
    if not job.plan.items:
        _close_empty(job)
        return Outcome(preview=job.preview, route=job.route)
    publication = _record_plan(job)
    commit = _commit(job)
    patch = _write_patch(job, commit)
    state = _record_commit(job, publication, commit, patch)
    pushed_to = None
    if job.route.target is not None:
        state, pushed_to = _push(job, publication, commit)
    return Outcome(
        preview=job.preview,
        route=job.route,
        state=state,
        commit_id=commit,
        patch_path=patch,
        pushed_to=pushed_to,
    )


def _close_empty(job: _Job) -> None:
    with writing(job.engine) as session:
        publication = publications.open_of(session, job.found.id)
        if publication is not None:
            publications.advance(
                session,
                publication.id,
                PublicationState.CLOSED,
                now=job.now,
                problem="No confirmed paper is left in it.",
            )


def _record_plan(job: _Job) -> Publication:
    items = [
        Item(
            candidate_id=item.candidate.id,
            path=item.path,
            line=item.line,
            entry_text=item.entry_text,
            notes=item.notes,
        )
        for item in job.plan.items
    ]
    behind = [
        Item(candidate_id=item.candidate.id, path="", line=None, entry_text="", refused=item.reason)
        for item in job.plan.refused
    ]
    with writing(job.engine) as session:
        publication = publications.ensure_open(
            session,
            job.found.id,
            channel=job.route.channel,
            branch=job.found.spec.branch,
            base_commit=job.plan.base,
            now=job.now,
        )
        publications.set_items(session, publication.id, [*items, *behind])
    return publication


def _commit(job: _Job) -> str:
    """Make the commit; its date is that of the newest verdict, so that the same papers give the same id."""
    records = [item.candidate.paper.record for item in job.plan.items]
    commit = commit_files(
        job.mirror.path,
        job.plan.base,
        job.plan.changed,
        message=render_message([Named(str(r.arxiv_id), r.title) for r in records]),
        author=Author(job.settings.git_author_name, job.settings.git_author_email),
        at=max(item.candidate.decided_at or item.candidate.created_at for item in job.plan.items),
    )
    update_ref(job.mirror.path, f"refs/heads/{job.found.spec.branch}", commit)
    return commit


def _write_patch(job: _Job, commit: str) -> Path:
    patch = make_patch(job.mirror.path, job.plan.base, commit)
    return write_patch(job.settings.data_dir / "patches", f"{job.found.slug}-{commit[:12]}.patch", patch)


def _record_commit(job: _Job, publication: Publication, commit: str, patch: Path) -> PublicationState:
    """Say what was made before anybody else sees it: that is how our branch is known again."""
    is_new = publication.commit_id != commit
    state = PublicationState.COMMITTED if is_new else publication.state
    if state in (PublicationState.PLANNED, PublicationState.FAILED):
        state = PublicationState.COMMITTED
    with writing(job.engine) as session:
        publications.advance(
            session, publication.id, state, now=job.now, commit_id=commit, patch_path=str(patch)
        )
        if is_new:
            _note(session, job, "commit", {"commit": commit, "papers": _ids(job)})
    return state


def _push(job: _Job, publication: Publication, commit: str) -> tuple[PublicationState, str]:
    target = job.route.target
    assert target is not None  # noqa: S101 - only called with one
    with reading(job.engine) as session:
        ours = publications.commits_of(session, job.found.id)
    try:
        is_new = push_branch(
            job.mirror.path,
            target,
            job.found.spec.branch,
            commit,
            ours=ours,
            token=job.settings.github_token.get_secret_value(),
        )
    except ListkeeperError as exc:
        _record_problem(job, publication, exc)
        raise
    state = PublicationState.PUSHED if publication.request_number is None else PublicationState.OPENED
    with writing(job.engine) as session:
        publications.advance(session, publication.id, state, now=job.now, pushed_to=target.where)
        if is_new or publication.pushed_to != target.where:
            _note(session, job, "push", {"commit": commit, "to": target.where})
    return state, target.where


def _record_problem(job: _Job, publication: Publication, exc: ListkeeperError) -> None:
    has_failed = isinstance(exc, PublishError) and exc.is_permanent
    state = PublicationState.FAILED if has_failed else PublicationState.COMMITTED
    with writing(job.engine) as session:
        publications.advance(session, publication.id, state, now=job.now, problem=str(exc))


def _note(session: WriteSession, job: _Job, action: str, after: dict[str, object]) -> None:
    ledger.note(
        session, at=job.now, actor=ACTOR, action=action, subject=f"list:{job.found.slug}", after=after
    )


def _ids(job: _Job) -> list[str]:
    return [str(item.candidate.paper.record.arxiv_id) for item in job.plan.items]
