"""Revert: a change of its own that takes out again exactly what we added for one paper."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import candidates, ledger, lists, papers, publication_extras, publication_items, publications
from service.db.candidates import Candidate
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.db.publication_extras import Written
from service.db.publication_items import Item
from service.domain.lists import Channel
from service.domain.papers import ArxivId
from service.domain.publication import PublicationState
from service.errors import BadInput, NotFound
from service.publishing.github import GitHub
from service.publishing.mirror import Mirror, locked, mirror_path, open_mirror
from service.publishing.patch import make_patch, unified_diff, write_patch
from service.publishing.push import push_branch, push_onto
from service.publishing.sources import ListSource, SourceKind
from service.publishing.texts import markdown_text, plain_text
from service.publishing.tree import Author, commit_files, has_file, read_file, update_ref
from service.settings import Settings
from service.workflows.publish_access import connect, token_for
from service.workflows.publish_github import find_place
from service.workflows.publish_route import Route, decide_route
from service.workflows.publish_take_out import TakenOut, take_out
from service.workflows.sync import sync_list

COMMAND_LINE = "command line"
_LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Reverted:
    """What takes the entry out; without a commit it was a dry run."""

    arxiv_id: str
    title: str
    diff: str
    commit_id: str | None = None
    patch_path: Path | None = None
    pushed_to: str | None = None
    request_url: str | None = None
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Removal:
    """The paper, what takes it out of which files, and what the change is called."""

    candidate: Candidate
    item: Item
    before: Mapping[str, bytes]
    taken: TakenOut

    @property
    def changed(self) -> dict[str, bytes]:
        """The files that are different, by path."""
        return {path: data for path, data in self.taken.files.items() if data != self.before[path]}

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"Take out {plain_text(self.candidate.paper.record.title)[:80].rstrip()}"


@dataclass(frozen=True, slots=True)
class _Job:
    """A removal under way."""

    engine: Engine
    settings: Settings
    found: StoredList
    mirror: Mirror
    route: Route
    removal: _Removal
    by: str
    reason: str
    now: datetime

    @property
    def branch(self) -> str:
        """A branch of its own, so that it waits for no other change."""
        paper = str(self.removal.candidate.paper.record.arxiv_id).replace("/", "-")
        return f"{self.found.spec.branch}-without-{paper}"


def revert(
    engine: Engine,
    settings: Settings,
    slug: str,
    arxiv_id: str,
    *,
    now: datetime,
    by: str = COMMAND_LINE,
    reason: str = "",
    to: str | None = None,
    channel: Channel | None = None,
    dry_run: bool = False,
    github: GitHub | None = None,
) -> Reverted:
    """Take the entry of a paper that we published off the list again, by the list's channel or into a copy.

    It is remembered who asked for it, and for what `reason`: once the entry is gone, that is the verdict.

    Raises:
        BadInput: the reason is too long.
        NotFound: we published no such paper there.
        EditRefused: its entry was changed since; it has to be taken out by hand.
        Forbidden: the list's maintainers have not invited us.
        PublishError: the repository refuses.
    """
    reason = " ".join(reason.split())
    if len(reason) > _LONGEST_REASON or not reason.isprintable():
        raise BadInput(f"A reason has up to {_LONGEST_REASON} visible characters; shorten it.")
    with reading(engine) as session:
        found = lists.by_slug(session, slug)
        candidate, item = _published(session, found, str(ArxivId.parse(arxiv_id)))
        written = publication_extras.written(session, candidate.id)
    route = Route(Channel.PATCH, None) if dry_run else decide_route(found.spec, channel=channel, to=to)
    if route.target is not None and not route.is_own_copy:
        sync_list(engine, found.spec, settings=settings, now=now)
    path = mirror_path(settings.data_dir, found.slug)
    open_mirror(path)
    with locked(path):
        mirror = open_mirror(path)
        removal = _removal(mirror, found, candidate, item, written)
        shown = Reverted(
            arxiv_id=str(candidate.paper.record.arxiv_id),
            title=removal.title,
            diff=unified_diff(removal.before, removal.changed),
            left=removal.taken.left,
        )
        if dry_run:
            return shown
        job = _Job(engine, settings, found, mirror, route, removal, by, reason, now)
        done = _carry_out(job, shown, github)
    if route.channel is Channel.PUSH:
        sync_list(engine, found.spec, settings=settings, now=now)  # it is off the list
    return done


def _removal(
    mirror: Mirror, found: StoredList, candidate: Candidate, item: Item, written: Sequence[Written]
) -> _Removal:
    others = {each.path for each in written if has_file(mirror.path, mirror.head, each.path)}
    before = {path: read_file(mirror.path, mirror.head, path) for path in sorted({item.path, *others})}
    arxiv_id = candidate.paper.record.arxiv_id
    taken = take_out(before, item, written, arxiv_id, taxonomy=found.spec.taxonomy)
    return _Removal(candidate, item, before, taken)


def _published(session: AnySession, found: StoredList, arxiv_id: str) -> tuple[Candidate, Item]:
    paper = papers.by_ids(session, [arxiv_id]).get(arxiv_id)
    known = candidates.of_paper(session, paper.id) if paper else []
    candidate = next((c for c in known if c.list_id == found.id), None)
    if candidate is not None:
        added = (p for p in publications.of_list(session, found.id) if p.asked_by is None)
        for publication in added:
            for item in publication_items.items_of(session, publication.id):
                if item.candidate_id == candidate.id and item.refused is None:
                    return candidate, item
    raise NotFound(f"Listkeeper has published no {arxiv_id} to {found.spec.name}; take it out by hand.")


def _carry_out(job: _Job, shown: Reverted, github: GitHub | None) -> Reverted:
    commit = _commit(job)
    patch = write_patch(
        job.settings.data_dir / "patches",
        f"{job.found.slug}-{commit[:12]}.patch",
        make_patch(job.mirror.path, job.mirror.head, commit),
    )
    ours = _record(job, commit, patch)
    done = replace(shown, commit_id=commit, patch_path=patch)
    if job.route.target is None:
        return done
    if job.route.channel is not Channel.GITHUB:
        token = token_for(job.settings, job.route.target.where)
        if job.route.channel is Channel.PUSH:
            push_onto(job.mirror.path, job.route.target, job.mirror.branch, commit, token=token)
        else:
            push_branch(job.mirror.path, job.route.target, job.branch, commit, ours=ours, token=token)
        is_there = job.route.channel is Channel.PUSH
        state = PublicationState.LANDED if is_there else PublicationState.PUSHED
        _record_way(job, commit, state, job.route.target.where)
        return replace(done, pushed_to=job.route.target.where)
    github = github or connect(job.settings, job.found.spec.repository)
    place = find_place(github, job.found.spec.repository)
    target = ListSource(SourceKind.ADDRESS, place.head.clone_url)
    token = token_for(job.settings, target.where)
    push_branch(job.mirror.path, target, job.branch, commit, ours=ours, token=token)
    request = github.ensure_request(
        place.base.full_name,
        owner=place.head.owner,
        branch=job.branch,
        base=place.base.default_branch,
        title=job.removal.title,
        body=_body(shown, job),
    )
    _record_way(job, commit, PublicationState.OPENED, target.where, request=(request.number, request.url))
    return replace(done, pushed_to=target.where, request_url=request.url)


def _body(shown: Reverted, job: _Job) -> str:
    told = [f"Takes out arXiv:{shown.arxiv_id} again, which Listkeeper had added."]
    if job.reason:
        told.append(f"Why: {markdown_text(job.reason)}")
    return "\n".join([*told, *(markdown_text(words) for words in shown.left), ""])


def _record_way(
    job: _Job,
    commit: str,
    state: PublicationState,
    where: str,
    *,
    request: tuple[int, str] | None = None,
) -> None:
    with writing(job.engine) as session:
        publications.record_way(session, job.found.id, commit, state=state, pushed_to=where, request=request)


def _commit(job: _Job) -> str:
    candidate = job.removal.candidate
    commit = commit_files(
        job.mirror.path,
        job.mirror.head,
        job.removal.changed,
        message=f"{job.removal.title}\n\nTakes out arXiv:{candidate.paper.record.arxiv_id} again.\n",
        author=Author(job.settings.git_author_name, job.settings.git_author_email),
        at=candidate.landed_at or candidate.decided_at or candidate.created_at,
    )
    update_ref(job.mirror.path, f"refs/heads/{job.branch}", commit)
    return commit


def _record(job: _Job, commit: str, patch: Path) -> set[str]:
    """Say what was made before anybody else sees it; return all commits that are ours."""
    with writing(job.engine) as session:
        publications.add_revert(
            session,
            job.found.id,
            state=PublicationState.COMMITTED,
            channel=job.route.channel,
            branch=job.branch,
            base_commit=job.mirror.head,
            commit_id=commit,
            patch_path=str(patch),
            taken_out=(job.removal.candidate.id, job.removal.item.path, job.removal.item.entry_text),
            asked_by=job.by,
            reason=job.reason,
            problem=" ".join(job.removal.taken.left) or None,
            now=job.now,
        )
        paper = str(job.removal.candidate.paper.record.arxiv_id)
        ledger.note(
            session,
            at=job.now,
            actor=job.by,
            action="revert",
            subject=f"list:{job.found.slug}",
            after={"paper": paper, "commit": commit, "reason": job.reason},
        )
        return publications.commits_of(session, job.found.id)
