"""Branches and forks that others move, take away or bring back."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, publications, verdicts
from service.db.engine import reading
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.errors import Conflict
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.publish_poll import poll_requests
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_state import Request
from tests.publishing.repositories import git, show
from tests.workflows.hosting import github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import README, World


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def state_of(world: World, candidate_id: int) -> CandidateState:
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id).state


def move_list(world: World, hub: GitHubEmulator) -> str:
    """Let the maintainer commit something of their own to the list."""
    head = world.repo.commit("By hand", readme=README.replace(b"MIT", b"Apache"))
    git(world.repo.path, "push", "--quiet", str(hub.hosting.repos["ann/list"].path), "main")
    return head


def test_update_branch_does_not_stop_us(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    head = move_list(world, hub)
    theirs = hub.hosting.update_branch(1)
    outcome = run(world, hub, days=1)
    fork = hub.hosting.repos["bot/list"]
    assert fork.head("listkeeper") == outcome.commit_id != theirs
    assert git(fork.path, "rev-parse", "listkeeper^") == head
    assert len(requests(hub)) == 1


def test_a_merge_that_holds_something_of_its_own_is_left_alone(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    move_list(world, hub)
    theirs = hub.hosting.update_branch(1, extra=b"\r\nA line of theirs\r\n")
    with pytest.raises(Conflict, match=theirs[:12]):
        run(world, hub, days=1)
    assert hub.hosting.repos["bot/list"].head("listkeeper") == theirs


def test_a_paper_that_never_reached_the_branch_is_not_refused_by_it(
    world: World, hub: GitHubEmulator
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    move_list(world, hub)
    hub.hosting.update_branch(1, extra=b"\r\nA line of theirs\r\n")
    late = world.confirm("2505.00005", "Epsilon of Tokens", minutes=9)
    for day in (1, 2):
        with pytest.raises(Conflict):
            run(world, hub, days=day)
    assert state_of(world, late) is CandidateState.ACCEPTED
    requests(hub)[0].state = "closed"
    hub.hosting.delete_branch("bot/list", "listkeeper")
    assert run(world, hub, days=3).state is PublicationState.OPENED
    assert state_of(world, late) is CandidateState.ACCEPTED
    assert b"2505.00005" in show(hub.hosting.repos["bot/list"].path, "listkeeper")


def test_a_branch_that_was_taken_away_after_the_merge_is_made_anew(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    hub.hosting.merge(1)
    hub.hosting.delete_branch("bot/list", "listkeeper")
    run(world, hub, days=1)
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    outcome = run(world, hub, days=2)
    assert outcome.state is PublicationState.OPENED
    assert hub.hosting.repos["bot/list"].head("listkeeper") == outcome.commit_id
    assert [r.state for r in requests(hub)] == ["closed", "open"]


@pytest.mark.parametrize("where", ["ann/list", "bot/list"])
def test_a_branch_that_was_taken_away_is_a_closed_pull_request(
    world: World, hub: GitHubEmulator, where: str
) -> None:
    """In the list's repository as well as in our fork: GitHub closes, and that is remembered and told."""
    if where == "ann/list":
        hub.hosting.repos["ann/list"].writers.add("bot")
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    hub.hosting.delete_branch(where, "listkeeper")
    for day in (1, 2):
        assert run(world, hub, days=day).state is None
    assert [r.state for r in requests(hub)] == ["closed"], "nothing is offered again"
    assert hub.hosting.repos[where].head("listkeeper") == ""
    over = publication(world)
    assert (over.state, over.problem) == (PublicationState.CLOSED, "Pull request 1 was closed.")
    with reading(world.engine) as session:
        said = verdicts.of_candidate(session, found)[-1]
    assert (said.user, said.note) == (MAINTAINERS, "Pull request 1 was closed without it.")
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    assert run(world, hub, days=3).state is PublicationState.OPENED
    text = show(hub.hosting.repos[where].path, "listkeeper")
    assert [i in text for i in (b"2504.00004", b"2505.00005")] == [False, True]


def test_a_fork_that_was_taken_away_is_no_judgement_of_the_maintainers(
    world: World, hub: GitHubEmulator
) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    hub.hosting.delete_repository("bot/list")
    assert run(world, hub, days=1).state is PublicationState.OPENED
    assert state_of(world, found) is CandidateState.ACCEPTED
    assert [r.state for r in requests(hub)] == ["closed", "open"]
    with reading(world.engine) as session:
        first = publications.of_list(session, world.found.id)[-1]
    assert (first.state, first.problem) == (
        PublicationState.CLOSED,
        "The fork with our branch is gone; so is its pull request.",
    )


@pytest.mark.parametrize("is_polled", [False, True])
def test_a_list_whose_branch_is_another_and_the_old_one_gone_has_refused_nothing(
    world: World, hub: GitHubEmulator, *, is_polled: bool
) -> None:
    ours = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    lists = hub.hosting.repos["ann/list"]
    git(lists.path, "branch", "trunk", "main")
    git(lists.path, "symbolic-ref", "HEAD", "refs/heads/trunk")
    lists.default_branch = "trunk"
    hub.hosting.delete_branch("ann/list", "main")
    assert requests(hub)[0].state == "closed"
    if is_polled:
        now = world.now + timedelta(days=1)
        poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
    else:
        run(world, hub, days=1)
    assert state_of(world, ours) is CandidateState.ACCEPTED
    assert [(r.base, r.state) for r in requests(hub)] == [("main", "closed"), ("trunk", "open")]
    with reading(world.engine) as session:
        over = publications.of_list(session, world.found.id)[1]
    assert over.problem == "The branch main was taken away, and pull request 1 with it."


def test_a_pull_request_that_is_opened_again_goes_on(world: World, hub: GitHubEmulator) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens", tags={})
    run(world, hub)
    requests(hub)[0].state = "closed"
    run(world, hub, days=1)
    assert state_of(world, found) is CandidateState.REJECTED
    requests(hub)[0].state = "open"
    outcome = run(world, hub, days=2)
    assert outcome.state is PublicationState.OPENED
    assert state_of(world, found) is CandidateState.ACCEPTED
    assert len(requests(hub)) == 1
    hub.hosting.merge(1)
    run(world, hub, days=3)
    assert publication(world).state is PublicationState.LANDED


def test_what_a_person_refused_since_stays_out_of_a_reopened_pull_request(
    world: World, hub: GitHubEmulator
) -> None:
    dropped = world.confirm("2504.00004", "Delta of Tokens")
    kept = world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, hub)
    note = {"body": "/listkeeper drop 2504.00004", "author_association": "OWNER", "user": {"login": "ann"}}
    requests(hub)[0].comments.append(note)
    run(world, hub, days=1)
    requests(hub)[0].state = "closed"
    run(world, hub, days=2)
    requests(hub)[0].state = "open"
    outcome = run(world, hub, days=3)
    assert [i.candidate.id for i in outcome.items] == [kept]
    assert state_of(world, dropped) is CandidateState.REJECTED


def test_our_open_pull_request_is_found_again_when_the_database_is_lost(
    world: World, hub: GitHubEmulator
) -> None:
    fork = hub.hosting.fork(hub.hosting.repos["ann/list"], "bot")
    hub.hosting.requests.append(Request(1, "ann/list", "main", fork.full_name, "listkeeper", "T", "B", "bot"))
    world.confirm("2504.00004", "Delta of Tokens")
    assert run(world, hub).request_url == f"{hub.url}/ann/list/pull/1"
    assert len(requests(hub)) == 1
    assert requests(hub)[0].title == "Add Delta of Tokens"
