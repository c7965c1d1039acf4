"""Revert: a change of its own that takes out again exactly what we added for one paper."""

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import candidates, ledger, lists, papers, publications
from service.db.candidates import Candidate
from service.db.engine import AnySession, reading, writing
from service.db.lists import StoredList
from service.db.publications import Item
from service.domain.lists import Channel
from service.domain.papers import ArxivId
from service.domain.publication import PublicationState
from service.domain.taxonomy import Taxonomy
from service.errors import EditRefused, NotFound
from service.lists import read_document
from service.publishing.github import GitHub
from service.publishing.mirror import Mirror, locked, mirror_path, open_mirror
from service.publishing.patch import make_patch, only_adds, unified_diff, write_patch
from service.publishing.push import push_branch, push_onto
from service.publishing.sources import ListSource, SourceKind
from service.publishing.texts import plain_text
from service.publishing.tree import Author, commit_files, read_file, update_ref
from service.settings import Settings
from service.workflows.publish_access import connect, token_for
from service.workflows.publish_github import find_place
from service.workflows.publish_job import ACTOR
from service.workflows.publish_route import Route, decide_route
from service.workflows.sync import sync_list


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


@dataclass(frozen=True, slots=True)
class _Removal:
    """The paper, its file before and after, and what the change is called."""

    candidate: Candidate
    path: str
    before: bytes
    after: bytes

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
    to: str | None = None,
    channel: Channel | None = None,
    dry_run: bool = False,
    github: GitHub | None = None,
) -> Reverted:
    """Take the entry of a paper that we published off the list again, by the list's channel or into a copy.

    Raises:
        NotFound: we published no such paper there.
        EditRefused: its entry was changed since; it has to be taken out by hand.
        Forbidden: the list's maintainers have not invited us.
        PublishError: the repository refuses.
    """
    with reading(engine) as session:
        found = lists.by_slug(session, slug)
        candidate, item = _published(session, found, str(ArxivId.parse(arxiv_id)))
    route = Route(Channel.PATCH, None) if dry_run else decide_route(found.spec, channel=channel, to=to)
    if route.target is not None and not route.is_own_copy:
        sync_list(engine, found.spec, settings=settings, now=now)
    path = mirror_path(settings.data_dir, found.slug)
    open_mirror(path)
    with locked(path):
        mirror = open_mirror(path)
        before = read_file(mirror.path, mirror.head, item.path)
        after = take_out(before, item, candidate.paper.record.arxiv_id, taxonomy=found.spec.taxonomy)
        removal = _Removal(candidate, item.path, before, after)
        shown = Reverted(
            arxiv_id=str(candidate.paper.record.arxiv_id),
            title=removal.title,
            diff=unified_diff({item.path: before}, {item.path: after}),
        )
        if dry_run:
            return shown
        return _carry_out(_Job(engine, settings, found, mirror, route, removal, now), shown, github)


def take_out(data: bytes, item: Item, arxiv_id: ArxivId, *, taxonomy: Taxonomy) -> bytes:
    """Return the file without the entry, and without the blank line that came with it.

    Raises:
        EditRefused: the entry is not there, or does not read as we wrote it.
    """
    document = read_document(data, path=item.path, taxonomy=taxonomy)
    for entry in document.entries:
        block = data[entry.start : entry.end]
        if entry.arxiv_id != arxiv_id or _plain(block.decode("utf-8")) != _plain(item.entry_text):
            continue
        above, below = data[: entry.start], data[entry.end :]
        first = below.split(b"\n", 1)[0] + b"\n"
        if not first.strip() and (not above or not above.rsplit(b"\n", 2)[-2].strip()):
            below = below[len(first) :]
        after = above + below
        if only_adds(after, data):
            return after
    raise EditRefused(f"The entry of {arxiv_id} was changed since we wrote it; take it out by hand.")


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").strip("\n")


def _published(session: AnySession, found: StoredList, arxiv_id: str) -> tuple[Candidate, Item]:
    paper = papers.by_ids(session, [arxiv_id]).get(arxiv_id)
    known = candidates.of_paper(session, paper.id) if paper else []
    candidate = next((c for c in known if c.list_id == found.id), None)
    if candidate is not None:
        for publication in publications.of_list(session, found.id):
            for item in publications.items_of(session, publication.id):
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
        _record_way(job, commit, PublicationState.PUSHED, job.route.target.where)
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
        body=f"Takes out arXiv:{shown.arxiv_id} again, which Listkeeper had added.\n",
    )
    _record_way(job, commit, PublicationState.OPENED, target.where, request=(request.number, request.url))
    return replace(done, pushed_to=target.where, request_url=request.url)


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
        {job.removal.path: job.removal.after},
        message=f"{job.removal.title}\n\nTakes out arXiv:{candidate.paper.record.arxiv_id} again.\n",
        author=Author(job.settings.git_author_name, job.settings.git_author_email),
        at=candidate.landed_at or candidate.decided_at or candidate.created_at,
    )
    update_ref(job.mirror.path, f"refs/heads/{job.branch}", commit)
    return commit


def _record(job: _Job, commit: str, patch: Path) -> set[str]:
    """Say what was made before anybody else sees it; return all commits that are ours."""
    with writing(job.engine) as session:
        publications.add_closed(
            session,
            job.found.id,
            state=PublicationState.COMMITTED,
            channel=job.route.channel,
            branch=job.branch,
            base_commit=job.mirror.head,
            commit_id=commit,
            patch_path=str(patch),
            now=job.now,
        )
        paper = str(job.removal.candidate.paper.record.arxiv_id)
        ledger.note(
            session,
            at=job.now,
            actor=ACTOR,
            action="revert",
            subject=f"list:{job.found.slug}",
            after={"paper": paper, "commit": commit},
        )
        return publications.commits_of(session, job.found.id)
