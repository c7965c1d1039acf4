"""The list moves into another repository: our pull request's number is somebody else's there, or nobody's."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import reading, writing
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_state import Request
from tests.workflows.hosting import make_hub_world, publication, requests, run
from tests.workflows.publications import World

HERE, THERE = "ann/list", "org/list-of-ours"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def moved(world: World, hub: GitHubEmulator, state: str) -> tuple[World, Request]:
    """Let the list live elsewhere, where a pull request of carol's has the number of ours."""
    hub.hosting.host(THERE, world.repo.path)
    hub.hosting.host("carol/fixes", world.repo.path)
    theirs = Request(1, THERE, "main", "carol/fixes", "main", "Fix a word", "", "carol", state=state)
    requests(hub).append(theirs)
    return world.with_spec(repository=hub.address(THERE)), theirs


def state_of(world: World, candidate_id: int) -> CandidateState:
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id).state


def test_somebody_elses_closed_pull_request_refuses_no_paper_of_ours(
    world: World, hub: GitHubEmulator
) -> None:
    ours = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    world, _ = moved(world, hub, "closed")
    outcome = run(world, hub, days=1)
    assert (outcome.state, state_of(world, ours)) == (PublicationState.OPENED, CandidateState.ACCEPTED)
    made = requests(hub)[-1]
    assert (made.base_repo, made.state) == (THERE, "open")
    assert publication(world).request_number == made.number


def test_somebody_elses_open_pull_request_is_not_closed(world: World, hub: GitHubEmulator) -> None:
    ours = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    world, theirs = moved(world, hub, "open")
    hub.hosting.repos[THERE].writers.add("bot")
    with writing(world.engine) as session:
        (candidate,) = [c for c in candidates.accepted(session, world.found.id, landed=False) if c.id == ours]
        candidates.move(
            session, candidate, state=CandidateState.REJECTED, tags={}, due_on=None, now=world.now
        )
    assert run(world, hub, days=1).state is None
    assert theirs.state == "open"
    assert publication(world).state is PublicationState.CLOSED


def test_a_repository_that_was_made_anew_gets_a_new_pull_request(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    requests(hub).clear()
    outcome = run(world, hub, days=1)
    assert outcome.state is PublicationState.OPENED
    assert [(r.base_repo, r.state) for r in requests(hub)] == [(HERE, "open")]
