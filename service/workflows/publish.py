"""Publish: a list's confirmed papers as one commit on our branch, a patch file, and a push where it may go.

Every step looks first and can be done again: the commit is a function of its content, its id is recorded
before it is pushed, and the branch is moved only from a commit that we made. What was killed at any line is
finished by the next run.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import lists, publication_extras, publication_items, publications, updates
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.db.publication_extras import Written
from service.db.publication_items import Item
from service.db.publications import Publication
from service.db.turns import take_list
from service.domain.lists import Channel
from service.domain.publication import PublicationState
from service.errors import BadInput, Conflict
from service.publishing.github import GitHub
from service.publishing.github_names import full_name_of
from service.publishing.links import LinkChecker
from service.publishing.mirror import Mirror, locked, mirror_path, open_mirror
from service.publishing.patch import make_patch, write_patch
from service.publishing.texts import Named, render_message
from service.publishing.tree import Author, commit_files, update_ref
from service.settings import Settings
from service.workflows.publish_access import connect
from service.workflows.publish_branch import conclude_branch, find_lost_branch
from service.workflows.publish_follow import close_landed, conclude, look, own_request
from service.workflows.publish_github import open_request
from service.workflows.publish_job import ACTOR, Job, note, push
from service.workflows.publish_left_behind import close_left_behind
from service.workflows.publish_material import read_material
from service.workflows.publish_plan import PlannedItem, RefusedItem
from service.workflows.publish_preview import Preview, make_preview, preview
from service.workflows.publish_route import Route, decide_route
from service.workflows.publish_updates import named_updates
from service.workflows.sync import sync_list

__all__ = ["Outcome", "Preview", "preview", "publish"]


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
    only: Collection[int] | None = None,
    github: GitHub | None = None,
    links: LinkChecker | None = None,
) -> Outcome:
    """Publish a list's confirmed papers, or say what would be published.

    `to` is a repository of yours that gets the branch. `expected` is the digest of a preview: anything else
    than what it showed is not published. `only` are the candidates that may go; all may without it.

    Raises:
        NotFound: there is no such list.
        Forbidden: the list's maintainers have not invited us.
        Conflict: the change is not the expected one, or somebody else works on our branch.
        PublishError: the repository refuses; the commit and the patch file are there all the same.
    """
    with reading(engine) as session:
        found = lists.by_slug(session, slug)
    route = Route(Channel.PATCH, None) if dry_run else decide_route(found.spec, channel=channel, to=to)
    reaches_list = route.target is not None and not route.is_own_copy
    is_on_github = route.channel is Channel.GITHUB
    given, github = github, github or connect(settings, found.spec.repository) if is_on_github else None
    if route.target is not None:
        links = links or LinkChecker(settings.data_dir / "links.json", now=now)
    if reaches_list:
        _bring_up_to_date(engine, settings, found, route, github, now)
    if github is not None:
        close_left_behind(engine, settings, found, given)
    path = mirror_path(settings.data_dir, found.slug)
    open_mirror(path)
    with locked(path):
        mirror = open_mirror(path)
        _check_branch(found, mirror)
        is_capped = reaches_list or (dry_run and to is None and (channel or found.spec.channel).reaches_list)
        with reading(engine) as session:
            material = read_material(session, found, now=now, is_capped=is_capped, only=only)
        shown = make_preview(material, mirror, now=now, links=links)
        if expected is not None and expected != shown.digest:
            raise Conflict("The list or its confirmed papers have changed since you looked; look again.")
        if dry_run or route.channel is Channel.COPY:
            return Outcome(preview=shown, route=route, is_dry_run=dry_run)
        outcome = _carry_out(Job(engine, settings, found, mirror, shown, route, now), github)
    if route.channel is Channel.PUSH and outcome.pushed_to is not None:
        sync_list(engine, found.spec, settings=settings, now=now)  # the papers have landed
        return replace(outcome, state=PublicationState.LANDED)
    return outcome


def _check_branch(found: StoredList, mirror: Mirror) -> None:
    if found.spec.branch == mirror.branch:
        raise BadInput(
            f"The branch {mirror.branch} is the list's own; give our branch another name in the catalog."
        )


def _bring_up_to_date(
    engine: Engine,
    settings: Settings,
    found: StoredList,
    route: Route,
    github: GitHub | None,
    now: datetime,
) -> None:
    """Sync the list, and hear what became of what was sent last: first look, then sync, then conclude."""
    mirror = mirror_path(settings.data_dir, found.slug)
    seen = look(engine, settings, found, github, mirror=mirror) if github else None
    lost = None
    if route.channel is Channel.BRANCH and route.target is not None:
        lost = find_lost_branch(engine, settings, found, route.target)
    sync_list(engine, found.spec, settings=settings, now=now)
    if seen is not None:
        conclude(engine, found, seen, now=now)
    if lost is not None:
        conclude_branch(engine, found, lost, now=now)


def _carry_out(job: Job, github: GitHub | None) -> Outcome:
    if job.plan.is_empty:
        _close_empty(job, github)
        return Outcome(preview=job.preview, route=job.route)
    publication = _record_plan(job)
    commit = _commit(job)
    patch = _write_patch(job, commit)
    state = _record_commit(job, publication, commit, patch)
    done = Outcome(preview=job.preview, route=job.route, state=state, commit_id=commit, patch_path=patch)
    if job.route.target is None:
        return done
    with reading(job.engine) as session:
        publication = publications.open_of(session, job.found.id) or publication
    if github is not None:
        request = open_request(job, publication, commit, github)
        return replace(done, state=PublicationState.OPENED, request_url=request.url)
    state = push(job, publication, commit, job.route.target)
    return replace(done, state=state, pushed_to=job.route.target.where)


def _close_empty(job: Job, github: GitHub | None) -> None:
    with reading(job.engine) as session:
        publication = publications.open_of(session, job.found.id)
    if publication is None:
        if github is not None:
            close_landed(job.engine, job.found, github)
        return
    if github is not None and publication.request_number is not None:
        full_name = github.repository(full_name_of(job.found.spec.repository)).full_name
        if (request := own_request(github, full_name, publication)) is not None:
            github.close_request(full_name, request.number)
    with writing(job.engine) as session:
        publications.advance(
            session,
            publication.id,
            PublicationState.CLOSED,
            now=job.now,
            problem="No confirmed paper is left in it.",
        )


def _record_plan(job: Job) -> Publication:
    items = [
        Item(
            candidate_id=item.candidate.id,
            path=item.path,
            line=item.line,
            entry_text=item.entry_text,
            notes=item.notes,
            section=item.section,
        )
        for item in job.plan.items
    ]
    behind = [
        Item(candidate_id=item.candidate.id, path="", line=None, entry_text="", refused=item.reason)
        for item in job.plan.refused
    ]
    with writing(job.engine) as session:
        take_list(session, job.found.id)
        publication = publications.ensure_open(
            session,
            job.found.id,
            channel=job.route.channel,
            branch=job.found.spec.branch,
            base_commit=job.plan.base,
            now=job.now,
        )
        publication_items.set_items(session, publication.id, [*items, *behind])
        for each in job.plan.items:
            lines = [Written(e.kind, e.path, e.text) for e in each.extras if e.is_on]
            publication_extras.remember(session, each.candidate.id, lines, by=ACTOR, now=job.now)
        updates.set_publication(session, publication.id, [p.update.id for p in job.plan.updates])
    return publication


def _commit(job: Job) -> str:
    """Make the commit; its date is that of the newest verdict, so that the same papers give the same id."""
    records = [item.candidate.paper.record for item in job.plan.items]
    named, updated = [Named(str(r.arxiv_id), r.title) for r in records], named_updates(job.plan.updates)
    decided = [item.candidate.decided_at or item.candidate.created_at for item in job.plan.items]
    decided += [p.update.decided_at or p.update.found_at for p in job.plan.updates]
    commit = commit_files(
        job.mirror.path,
        job.plan.base,
        job.plan.changed,
        message=render_message(named, updated),
        author=Author(job.settings.git_author_name, job.settings.git_author_email),
        at=max(decided),
    )
    update_ref(job.mirror.path, f"refs/heads/{job.found.spec.branch}", commit)
    return commit


def _write_patch(job: Job, commit: str) -> Path:
    patch = make_patch(job.mirror.path, job.plan.base, commit)
    return write_patch(job.settings.data_dir / "patches", f"{job.found.slug}-{commit[:12]}.patch", patch)


def _record_commit(job: Job, publication: Publication, commit: str, patch: Path) -> PublicationState:
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
            changed = [p.update.id for p in job.plan.updates]
            note(session, job, "commit", {"commit": commit, "papers": job.ids, "updates": changed})
    return state
