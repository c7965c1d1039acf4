"""The list moves into another repository: our pull request's number is somebody else's there, or nobody's."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import reading, writing
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.errors import PublishError
from service.workflows.publish_poll import poll_requests
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_state import Request
from tests.workflows.hosting import github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import README, World

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


SAID = f"Some list lives at {THERE} now, and Listkeeper goes on there.\n\n"


def changes(hub: GitHubEmulator) -> list[str]:
    return [path for method, path in hub.seen if method == "PATCH"]


def test_our_pull_request_at_the_old_place_is_closed_with_a_sentence(
    world: World, hub: GitHubEmulator
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    (ours,) = requests(hub)
    body = ours.body
    world, _ = moved(world, hub, "open")
    for days in (1, 2):
        assert run(world, hub, days=days).state is PublicationState.OPENED
    assert (ours.state, ours.body) == ("closed", SAID + body)
    assert [(r.base_repo, r.state) for r in requests(hub)[1:]] == [(THERE, "open")] * 2
    assert changes(hub) == [f"/repos/{HERE}/pulls/1"]


def test_what_people_do_with_it_afterwards_is_theirs(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    (ours,) = requests(hub)
    world, _ = moved(world, hub, "closed")
    hub.fail("POST", "/pulls", 422)
    with pytest.raises(PublishError):
        run(world, hub, days=1)
    assert ours.state == "closed"
    ours.state = "open"
    run(world, hub, days=2)
    assert (ours.state, len(changes(hub))) == ("open", 1)


@pytest.mark.parametrize("what", ["a commit of theirs", "another's number", "archived", "gone"])
def test_what_is_not_ours_to_close_stays(world: World, hub: GitHubEmulator, what: str) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    (old,) = requests(hub)
    if what == "a commit of theirs":
        hub.hosting.update_branch(1, extra=b"A line.\n")
    elif what == "another's number":
        hub.hosting.host("carol/list", world.repo.path)
        requests(hub)[0] = old = Request(1, HERE, "main", "carol/list", "main", "Mine", "", "carol")
    elif what == "archived":
        hub.hosting.repos[HERE].is_archived = True
    world, _ = moved(world, hub, "open")
    if what == "gone":
        del hub.hosting.repos[HERE]
    assert run(world, hub, days=1).state is PublicationState.OPENED
    assert old.state == "open"
    assert "Listkeeper goes on there" not in old.body


def test_a_github_that_cannot_answer_now_closes_it_the_next_time(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    world, _ = moved(world, hub, "open")
    hub.fail("PATCH", "/pulls/1", 502, times=4)
    with pytest.raises(PublishError, match="cannot answer now"):
        run(world, hub, days=1)
    run(world, hub, days=2)
    assert [r.state for r in requests(hub)] == ["closed", "open", "open"]


def test_it_is_closed_too_where_nothing_is_left_to_go_on(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    outcome = run(world, hub)
    (ours,) = requests(hub)
    entry = outcome.items[0].entry_text
    world.repo.commit(
        "By hand", readme=README.replace(b"## 2025\r\n\r\n", f"## 2025\r\n\r\n{entry}\r\n".encode())
    )
    world, _ = moved(world, hub, "open")
    assert publication(world).state is PublicationState.LANDED
    now = world.now + timedelta(days=1)
    poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
    assert (ours.state, ours.body.startswith(SAID)) == ("closed", True)
