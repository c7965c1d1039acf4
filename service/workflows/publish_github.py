"""The GitHub channel: our branch in the list's repository or in a fork, and one pull request from it."""

from dataclasses import dataclass

from service.db import publications
from service.db.engine import writing
from service.db.publications import Publication
from service.domain.publication import PublicationState
from service.errors import ListkeeperError, PublishError
from service.publishing.github import GitHub, PullRequest, Repository
from service.publishing.github_names import full_name_of
from service.publishing.sources import ListSource, SourceKind
from service.workflows.publish_job import Job, note, push, record_problem


@dataclass(frozen=True, slots=True)
class Place:
    """The list's repository, and the one that holds our branch: the same where we may write to it."""

    base: Repository
    head: Repository


def find_place(github: GitHub, address: str) -> Place:
    """Say where our branch goes, making a fork where we need one.

    Raises:
        PublishError: the repository is archived, or may not be forked.
    """
    base = github.repository(full_name_of(address))
    if base.is_archived:
        raise PublishError(
            f"{base.full_name} is archived: it takes no changes; stop following it or its channel."
        )
    return Place(base, base if base.can_push else github.ensure_fork(base.full_name))


def open_request(job: Job, publication: Publication, commit: str, github: GitHub) -> PullRequest:
    """Push the commit and return the one open pull request from it; each step looks before it acts.

    Raises:
        Conflict: somebody else's commit is on our branch.
        PublishError: GitHub refuses; the commit and the patch file are there all the same.
    """
    try:
        place = find_place(github, job.found.spec.repository)
    except ListkeeperError as exc:
        record_problem(job, publication, exc)
        raise
    target = ListSource(SourceKind.ADDRESS, place.head.clone_url)
    push(job, publication, commit, target, is_merged=lambda there: _is_merged(job, github, place, there))
    try:
        request = github.ensure_request(
            place.base.full_name,
            owner=place.head.owner,
            branch=job.found.spec.branch,
            base=place.base.default_branch,
            title=job.preview.title,
            body=job.preview.body,
        )
    except ListkeeperError as exc:
        record_problem(job, publication, exc)
        raise
    with writing(job.engine) as session:
        publications.advance(
            session,
            publication.id,
            PublicationState.OPENED,
            now=job.now,
            request=(request.number, request.url),
        )
        if publication.request_number != request.number:
            note(session, job, "open", {"pull request": request.url, "papers": job.ids})
    return request


def _is_merged(job: Job, github: GitHub, place: Place, commit: str) -> bool:
    """Whether a pull request from our branch was merged with this commit, be it squashed or rebased."""
    made = github.requests_from(place.base.full_name, owner=place.head.owner, branch=job.found.spec.branch)
    return any(each.is_merged and each.head_commit == commit for each in made)
