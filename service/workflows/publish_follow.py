"""What became of a pull request: which papers a maintainer took out, and what is over.

What a human decided there is a verdict like any other: a paper that was taken out is rejected for the list,
with the reason, and is not offered again unless a person asks.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from service.db import candidates, publications
from service.db.candidates import Candidate
from service.db.engine import AnySession, WriteSession, reading, writing
from service.db.lists import StoredList
from service.db.publications import Publication
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.errors import BadInput
from service.publishing.git import run_git, token_header
from service.publishing.github import GitHub, PullRequest, full_name_of
from service.settings import Settings
from service.workflows.publish_memory import refuse


@dataclass(frozen=True, slots=True)
class Followed:
    """A publication and its pull request, as they stood before the list was synced again."""

    publication: Publication
    full_name: str
    request: PullRequest
    asked_out: dict[str, str]
    branch_text: bytes | None


def look(
    engine: Engine, settings: Settings, found: StoredList, github: GitHub, *, mirror: Path
) -> Followed | None:
    """Look at the pull request of a list's open publication, also at one that we could not record."""
    with reading(engine) as session:
        publication = publications.open_of(session, found.id)
        earlier = {each.request_number for each in publications.of_list(session, found.id)}
    if publication is None or publication.pushed_to is None or not publication.commits:
        return None
    full_name = github.repository(full_name_of(found.spec.repository)).full_name
    request = _request_of(github, full_name, publication, earlier)
    if request is None:
        return None
    asked_out = {drop.arxiv_id: drop.who for drop in github.drops(full_name, request.number)}
    text = None
    if request.is_open and request.head_commit not in publication.commits:
        text = _branch_text(settings, mirror, publication, found.spec.paths)
    return Followed(publication, full_name, request, asked_out, text)


def conclude(engine: Engine, found: StoredList, seen: Followed, *, now: datetime) -> list[str]:
    """Record what a pull request came to, on a list that was synced since; return the ids taken out."""
    with writing(engine) as session:
        gone = {}
        for candidate in _open_candidates(session, seen.publication):
            reason = _reason(seen, candidate)
            if reason is not None:
                gone[candidate.id] = candidate
                refuse(session, candidate, reason, now=now)
        if not seen.request.is_open and publications.open_of(session, found.id) is not None:
            _close(session, seen, now, left_out=len(gone))
        return [str(c.paper.record.arxiv_id) for c in gone.values()]


def _request_of(
    github: GitHub, full_name: str, publication: Publication, earlier: Collection[int | None]
) -> PullRequest | None:
    """Return the publication's pull request: the recorded one, else the one made of a commit of ours."""
    if publication.request_number is not None:
        return github.request(full_name, publication.request_number)
    try:
        owner = full_name_of(publication.pushed_to or "").split("/")[0]
    except BadInput:  # it went to a copy on disk, which has no pull requests
        return None
    found = github.requests_from(full_name, owner=owner, branch=publication.branch)
    new = (each for each in found if each.number not in earlier)
    return next((each for each in new if each.head_commit in publication.commits), None)


def _branch_text(settings: Settings, mirror: Path, publication: Publication, paths: tuple[str, ...]) -> bytes:
    """Return the list's files as they stand on our branch now, with somebody else's commit on it."""
    where = publication.pushed_to or ""
    env = token_header(where, settings.github_token.get_secret_value())
    ref = "refs/listkeeper/seen"
    run_git(mirror, "fetch", "--quiet", "--no-tags", "--force", "--no-write-fetch-head", "--", where,
            f"+refs/heads/{publication.branch}:{ref}", env=env)  # fmt: skip
    return b"\n".join(run_git(mirror, "cat-file", "blob", f"{ref}:{path}", accept=(0, 128)) for path in paths)


def _open_candidates(session: AnySession, publication: Publication) -> list[Candidate]:
    """Return the papers that went out with a publication and have not landed."""
    items = publications.items(session, publication.id)
    going = [candidates.by_id(session, item.candidate_id) for item in items if item.refused is None]
    return [c for c in going if c.state is CandidateState.ACCEPTED and c.landed_at is None]


def _reason(seen: Followed, candidate: Candidate) -> str | None:
    arxiv_id, number = str(candidate.paper.record.arxiv_id), seen.request.number
    if arxiv_id in seen.asked_out:
        return f"{seen.asked_out[arxiv_id]} took it out of pull request {number}."
    if seen.request.is_merged:
        return f"It was left out when pull request {number} was merged."
    if not seen.request.is_open:
        return f"Pull request {number} was closed without it."
    if seen.branch_text is not None and arxiv_id.encode() not in seen.branch_text:
        return f"Its line was taken out of pull request {number}."
    return None


def _close(session: WriteSession, seen: Followed, now: datetime, *, left_out: int) -> None:
    request = (seen.request.number, seen.request.url)
    if seen.request.is_merged:
        state, problem = PublicationState.LANDED, f"{left_out} papers were left out." if left_out else None
    else:
        state, problem = PublicationState.CLOSED, f"Pull request {seen.request.number} was closed."
    publications.advance(session, seen.publication.id, state, now=now, request=request, problem=problem)
