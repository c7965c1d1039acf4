"""One publication under way: what every step needs, and how a step records what it did."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine

from service.db import ledger, publication_items, publications
from service.db.engine import WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.publications import Publication
from service.domain.lists import Channel
from service.domain.publication import PublicationState
from service.errors import ListkeeperError, PublishError
from service.publishing.mirror import Mirror
from service.publishing.push import push_branch, push_onto
from service.publishing.sources import ListSource
from service.settings import Settings
from service.workflows.publish_access import token_for
from service.workflows.publish_plan import Plan
from service.workflows.publish_preview import Preview
from service.workflows.publish_route import Route

ACTOR = "listkeeper"


@dataclass(frozen=True, slots=True)
class Job:
    """A publication with everything that its steps need."""

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

    @property
    def ids(self) -> list[str]:
        """The arXiv ids of the papers that go."""
        return [str(item.candidate.paper.record.arxiv_id) for item in self.plan.items]


def push(
    job: Job,
    publication: Publication,
    commit: str,
    target: ListSource,
    *,
    is_merged: Callable[[str], bool] = lambda _: False,
) -> PublicationState:
    """Bring the commit to `target`, on our branch or straight onto the list's own, and record it.

    `is_merged` tells of a commit of others on our branch whether the list's maintainers have merged it.

    Raises:
        Conflict: somebody else's commit is on the branch; it is recorded as the publication's problem.
        PublishError: the repository refuses; likewise.
    """
    with reading(job.engine) as session:
        ours = publications.commits_of(session, job.found.id)
    try:
        token = token_for(job.settings, target.where)
        if job.route.channel is Channel.PUSH:
            is_new = push_onto(job.mirror.path, target, job.mirror.branch, commit, token=token)
        else:
            branch = job.found.spec.branch
            is_new = push_branch(
                job.mirror.path, target, branch, commit, ours=ours, is_merged=is_merged, token=token
            )
    except ListkeeperError as exc:
        record_problem(job, publication, exc)
        raise
    has_request = publication.request_number is not None
    state = PublicationState.OPENED if has_request else PublicationState.PUSHED
    where = None if has_request and job.route.is_own_copy else target.where  # the pull request's stays known
    with writing(job.engine) as session:
        publications.advance(session, publication.id, state, now=job.now, pushed_to=where)
        if not job.route.is_own_copy:
            publication_items.mark_sent(session, publication.id, now=job.now)
        if is_new or publication.pushed_to != target.where:
            note(session, job, "push", {"commit": commit, "to": target.where})
    return state


def record_problem(job: Job, publication: Publication, exc: ListkeeperError) -> None:
    """Remember why a publication does not go on; only what will not pass by itself is a failure."""
    has_failed = isinstance(exc, PublishError) and exc.is_permanent
    state = PublicationState.FAILED if has_failed else PublicationState.COMMITTED
    with writing(job.engine) as session:
        publications.advance(session, publication.id, state, now=job.now, problem=str(exc))


def note(session: WriteSession, job: Job, action: str, after: dict[str, object]) -> None:
    """Write a line into the ledger."""
    ledger.note(
        session, at=job.now, actor=ACTOR, action=action, subject=f"list:{job.found.slug}", after=after
    )
