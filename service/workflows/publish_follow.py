"""What became of a pull request: which papers a maintainer took out, what is over, and what was opened again.

What a human decided there is a verdict like any other: a paper that was taken out is rejected for the list,
with the reason, and is not offered again unless a person asks.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import candidates, publication_items, publications
from service.db.candidates import Candidate
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.publications import Publication
from service.db.turns import take_list
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.errors import BadInput, NotFound
from service.publishing.body import read_hidden
from service.publishing.foreign import SEEN, fetch_branch
from service.publishing.git import run_git
from service.publishing.github import Drop, GitHub, PullRequest, Repository
from service.publishing.github_names import full_name_of
from service.publishing.push import branch_at
from service.publishing.sources import ListSource, SourceKind
from service.settings import Settings
from service.workflows.publish_access import token_for
from service.workflows.publish_memory import MAINTAINERS, refuse, take_back
from service.workflows.publish_updates import refuse_updates, restore_updates


@dataclass(frozen=True, slots=True)
class Followed:
    """A publication and its pull request, as they stood before the list was synced again."""

    publication: Publication
    full_name: str
    request: PullRequest
    asked_out: Mapping[str, Drop]
    branch_text: bytes | None
    has_base: bool = True

    @property
    def is_judged(self) -> bool:
        """Whether its being closed says something about its papers: not where a branch or fork went away."""
        return self.request.is_merged or (self.request.has_branch and self.has_base)

    @property
    def closed_words(self) -> str:
        """Why papers were refused when the pull request was closed."""
        return f"Pull request {self.request.number} was closed without it."


def look(
    engine: Engine, settings: Settings, found: StoredList, github: GitHub, *, mirror: Path
) -> Followed | None:
    """Look at the pull request of a list's open publication, also at one that we could not record.

    Where none is open, the last one that was closed is looked at: somebody may have opened it again.
    """
    with reading(engine) as session:
        known = publications.of_list(session, found.id)
        ours = [each for each in known if each.branch == found.spec.branch]
        publication = publications.open_of(session, found.id) or _last_closed(ours)
        earlier = {each.request_number for each in known}
    if publication is None or publication.pushed_to is None or not publication.commits:
        return None
    repository = github.repository(full_name_of(found.spec.repository))
    full_name = repository.full_name
    request = _request_of(github, full_name, publication, earlier)
    if request is None or (publication.closed_at is not None and not request.is_open):
        return None
    asked_out = {drop.arxiv_id: drop for drop in github.drops(full_name, request.number)}
    text = None
    if request.is_open and request.head_commit not in publication.commits:
        text = _branch_text(settings, mirror, publication, found.spec.paths)
    has_base = request.is_open or _has_base(settings, repository, request)
    return Followed(publication, full_name, request, asked_out, text, has_base=has_base)


def conclude(engine: Engine, found: StoredList, seen: Followed, *, now: datetime) -> list[str]:
    """Record what a pull request came to, on a list that was synced since; return the ids taken out."""
    with writing(engine) as session:
        take_list(session, found.id)
        if seen.publication.closed_at is not None:
            _open_again(session, found, seen, now)
        gone = {}
        for candidate in open_candidates(session, seen.publication):
            reason = _reason(seen, candidate)
            if reason is not None:
                gone[candidate.id] = candidate
                refuse(session, candidate, reason, now=now)
        if not seen.request.is_open and seen.is_judged:
            refuse_updates(session, seen.publication.id, who=MAINTAINERS, now=now)
        if not seen.request.is_open and publications.open_of(session, found.id) is not None:
            _close(session, seen, now, left_out=len(gone))
        return [str(c.paper.record.arxiv_id) for c in gone.values()]


def close_landed(engine: Engine, found: StoredList, github: GitHub) -> bool:
    """Close our last pull request where the list has all that was in it, put there by hand.

    Left open, it would bring every paper a second time if somebody merged it; one with a commit of
    somebody else's stays theirs.
    """
    with reading(engine) as session:
        known = publications.of_list(session, found.id)
    last = next((each for each in known if each.branch == found.spec.branch), None)
    if last is None or last.state is not PublicationState.LANDED or last.request_number is None:
        return False
    full_name = github.repository(full_name_of(found.spec.repository)).full_name
    request = own_request(github, full_name, last)
    if request is None or not request.is_open or request.head_commit not in last.commits:
        return False
    github.close_request(full_name, request.number)
    return True


def own_request(github: GitHub, full_name: str, publication: Publication) -> PullRequest | None:
    """Return a publication's recorded pull request; None where that number is nobody's or another's.

    So it is once the list lives in another repository, or in one that was made anew under its name.
    """
    if publication.request_number is None:
        return None
    try:
        request = github.request(full_name, publication.request_number)
    except NotFound:
        return None
    is_ours = (
        request.head_commit in publication.commits
        or request.head.rpartition(":")[2] == publication.branch
        or read_hidden(request.body) is not None
    )
    return request if is_ours else None


def open_candidates(session: AnySession, publication: Publication) -> list[Candidate]:
    """Return the papers that went out with a publication and have not landed; nobody has seen the others."""
    items = publication_items.items_of(session, publication.id)
    sent = [item for item in items if item.sent_at is not None and item.refused is None]
    going = [candidates.by_id(session, item.candidate_id) for item in sent]
    return [c for c in going if c.state is CandidateState.ACCEPTED and c.landed_at is None]


def _last_closed(known: Collection[Publication]) -> Publication | None:
    last = next((each for each in known if each.request_number is not None), None)
    return last if last is not None and last.state is PublicationState.CLOSED else None


def _request_of(
    github: GitHub, full_name: str, publication: Publication, earlier: Collection[int | None]
) -> PullRequest | None:
    """Return the publication's pull request: the recorded one, else the one made of a commit of ours."""
    if publication.request_number is not None:
        return own_request(github, full_name, publication)
    try:
        owner = full_name_of(publication.pushed_to or "").split("/")[0]
    except BadInput:  # it went to a copy on disk, which has no pull requests
        return None
    found = github.requests_from(full_name, owner=owner, branch=publication.branch)
    new = (each for each in found if each.number not in earlier)
    return next((each for each in new if each.head_commit in publication.commits), None)


def _has_base(settings: Settings, repository: Repository, request: PullRequest) -> bool:
    """Whether the branch is there that a pull request goes into: GitHub closes those whose branch is not."""
    if request.base == repository.default_branch:
        return True
    token = token_for(settings, repository.clone_url)
    return (
        branch_at(ListSource(SourceKind.ADDRESS, repository.clone_url), request.base, token=token) is not None
    )


def _branch_text(settings: Settings, mirror: Path, publication: Publication, paths: tuple[str, ...]) -> bytes:
    """Return the list's files as they stand on our branch now, with somebody else's commit on it."""
    where = publication.pushed_to or ""
    fetch_branch(mirror, where, publication.branch, token=token_for(settings, where))
    return b"\n".join(
        run_git(mirror, "cat-file", "blob", f"{SEEN}:{path}", accept=(0, 128)) for path in paths
    )


def _open_again(session: WriteSession, found: StoredList, seen: Followed, now: datetime) -> None:
    """Take back the refusals that closing the pull request meant: whoever opens it again wants its papers."""
    if publications.open_of(session, found.id) is not None:
        return
    items = publication_items.items_of(session, seen.publication.id)
    sent = [candidates.by_id(session, item.candidate_id) for item in items if item.sent_at is not None]
    back = len([c for c in sent if take_back(session, c, seen.closed_words, now=now)])
    back += restore_updates(session, seen.publication.id, who=MAINTAINERS, now=now)
    if back:
        publications.reopen(session, seen.publication.id, now=now)


def _reason(seen: Followed, candidate: Candidate) -> str | None:
    arxiv_id, number = str(candidate.paper.record.arxiv_id), seen.request.number
    drop = seen.asked_out.get(arxiv_id)
    if drop is not None and not _asked_for_since(candidate, drop):
        return f"{drop.who} took it out of pull request {number}."
    if seen.request.is_merged:
        return f"It was left out when pull request {number} was merged."
    if not seen.request.is_open:
        return seen.closed_words if seen.is_judged else None
    if seen.branch_text is not None and arxiv_id.encode() not in seen.branch_text:
        return f"Its line was taken out of pull request {number}."
    return None


def _asked_for_since(candidate: Candidate, drop: Drop) -> bool:
    """Whether a person has confirmed the paper after it was dropped, and so wants it offered again."""
    return drop.at is not None and candidate.decided_at is not None and candidate.decided_at > drop.at


def _close(session: WriteSession, seen: Followed, now: datetime, *, left_out: int) -> None:
    request = seen.request
    papers = "One paper was" if left_out == 1 else f"{left_out} papers were"
    problem: str | None
    if request.is_merged and left_out:
        state, problem = PublicationState.PARTLY_LANDED, f"{papers} left out of the merge."
    elif request.is_merged:
        state, problem = PublicationState.LANDED, None
    elif seen.is_judged:
        state, problem = PublicationState.CLOSED, f"Pull request {request.number} was closed."
    elif request.has_branch:
        words = f"The branch {request.base} was taken away, and pull request {request.number} with it."
        state, problem = PublicationState.CLOSED, words
    else:
        state, problem = PublicationState.CLOSED, "The fork with our branch is gone; so is its pull request."
    numbered = (request.number, request.url)
    publications.advance(
        session, seen.publication.id, state, now=now, request=numbered, problem=problem or None
    )
