"""Pull requests on an emulated GitHub: real git over HTTP, forks, and bad days."""

from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from service.db import ledger
from service.db.engine import reading
from service.domain.lists import Policy
from service.domain.publication import PublicationState
from service.errors import Conflict, Forbidden, NotFound, PublishError, SetupError
from service.publishing.body import read_hidden
from service.publishing.links import LinkChecker
from service.settings import load_settings
from service.workflows.publish import publish
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import bare_copy, git
from tests.workflows.hosting import BOT, Waits, github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import World


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def test_a_pull_request_comes_from_a_fork_where_we_may_not_push(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of @all | fixes #1")
    outcome = run(world, hub)
    assert outcome.state is PublicationState.OPENED
    (request,) = requests(hub)
    assert (request.head_repo, request.head, request.base_repo) == ("bot/list", "listkeeper", "ann/list")
    assert outcome.request_url == f"{hub.url}/ann/list/pull/1"
    assert "@all" not in request.title + request.body
    hidden = read_hidden(request.body)
    assert hidden is not None
    assert hidden.papers == ("2504.00004",)
    fork = hub.hosting.repos["bot/list"].path
    assert git(fork, "diff", "--numstat", "main", "listkeeper").split() == ["1", "0", "README.md"]
    assert git(hub.hosting.repos["ann/list"].path, "branch", "--list", "listkeeper") == ""


def test_where_we_may_push_the_branch_is_in_the_lists_own_repository(
    world: World, hub: GitHubEmulator
) -> None:
    hub.hosting.repos["ann/list"].writers.add("bot")
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    assert requests(hub)[0].head_repo == "ann/list"
    assert "bot/list" not in hub.hosting.repos


def test_running_again_keeps_one_pull_request_and_tells_what_is_new_in_it(
    world: World, hub: GitHubEmulator
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    first = run(world, hub)
    assert run(world, hub).commit_id == first.commit_id
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=3)
    second = run(world, hub)
    assert second.commit_id != first.commit_id
    (request,) = requests(hub)
    assert request.title == "Add 2 papers"
    assert hub.hosting.repos["bot/list"].head("listkeeper") == second.commit_id
    with reading(world.engine) as session:
        done = [line.action for line in ledger.newest(session, limit=30, subject="list:some-list")]
    assert (done.count("open"), done.count("push"), done.count("commit")) == (1, 2, 2)


def test_a_renamed_repository_and_default_branch_are_followed(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.hosting.rename("ann/list", "ann/better-list")
    repo = hub.hosting.repos["ann/better-list"]
    git(repo.path, "branch", "-m", "main", "trunk")
    git(repo.path, "symbolic-ref", "HEAD", "refs/heads/trunk")
    repo.default_branch = "trunk"
    run(world, hub)
    (request,) = requests(hub)
    assert (request.base_repo, request.base) == ("ann/better-list", "trunk")


@pytest.mark.parametrize(
    ("status", "headers", "message", "waits"),
    [
        (502, {}, "", [1.0]),
        (500, {}, "", [1.0]),
        (429, {"Retry-After": "7"}, "", [7.0]),
        (403, {"Retry-After": "5"}, "You have exceeded a secondary rate limit", [5.0]),
        (403, {}, "You have exceeded a secondary rate limit.", [60.0]),
        (429, {}, "", [60.0]),
    ],
)
def test_a_bad_moment_of_github_is_waited_for(
    world: World, hub: GitHubEmulator, status: int, headers: dict[str, str], message: str, waits: list[float]
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.fail("GET", "/repos/ann/list", status, headers=headers, message=message)
    waiting = Waits()
    assert run(world, hub, github=github_of(hub, waiting)).state is PublicationState.OPENED
    assert waiting.asked[: len(waits)] == waits


def test_a_limit_that_lasts_is_left_to_the_next_run(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.fail("GET", "/repos/ann/list", 403, message="You have exceeded a secondary rate limit.", times=9)
    waiting = Waits()
    with pytest.raises(PublishError, match="in 120 s") as caught:
        run(world, hub, github=github_of(hub, waiting))
    assert (caught.value.is_permanent, waiting.asked) == (False, [60.0])


def test_an_answer_that_got_lost_does_not_make_a_second_pull_request(
    world: World, hub: GitHubEmulator
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.fail("POST", "/pulls", 502, comes_after=True)
    assert run(world, hub).state is PublicationState.OPENED
    assert len(requests(hub)) == 1


@pytest.mark.parametrize(
    ("status", "kind", "words", "state"),
    [
        (401, PublishError, "does not accept the token", PublicationState.FAILED),
        (403, PublishError, "may not do this", PublicationState.FAILED),
        (404, NotFound, "may not see it", PublicationState.COMMITTED),
        (409, Conflict, "in a minute", PublicationState.COMMITTED),
        (422, PublishError, "refuses", PublicationState.FAILED),
        (503, PublishError, "cannot answer now", PublicationState.COMMITTED),
    ],
)
def test_what_github_refuses_is_one_sentence_and_the_next_run_goes_on(
    world: World,
    hub: GitHubEmulator,
    status: int,
    kind: type[Exception],
    words: str,
    state: PublicationState,
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.fail("POST", "/pulls", status, times=4)
    with pytest.raises(kind, match=words) as caught:
        run(world, hub)
    assert BOT not in str(caught.value)
    failed = publication(world)
    assert (failed.state, failed.problem) == (state, str(caught.value))
    hub.failures.clear()
    assert run(world, hub).state is PublicationState.OPENED
    assert len(requests(hub)) == 1


def test_an_archived_repository_is_told_of(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.hosting.repos["ann/list"].is_archived = True
    with pytest.raises(PublishError, match="is archived"):
        run(world, hub)


def test_writes_are_a_second_apart_and_the_token_is_in_one_header_only(
    world: World, hub: GitHubEmulator
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    waits = Waits()
    run(world, hub, github=github_of(hub, waits))
    assert waits.asked == [1.0]  # between making the fork and opening the pull request
    assert {h["Authorization"] for h in hub.headers_seen} == {f"Bearer {BOT}"}
    assert not any(BOT in path for _, path in hub.seen)
    for file in world.settings.data_dir.rglob("*"):
        assert not file.is_file() or BOT.encode() not in file.read_bytes()


def test_without_a_token_or_an_invitation_nothing_is_asked(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hub.seen.clear()
    bare = load_settings(data_dir=world.settings.data_dir, github_api_url=hub.api_url)
    with pytest.raises(SetupError, match="LISTKEEPER_GITHUB_TOKEN"):
        publish(world.engine, bare, "some-list", now=world.now)
    asked = world.with_spec(policy=Policy.ASK_FIRST)
    with pytest.raises(Forbidden):
        run(asked, hub)
    assert hub.seen == []


def test_no_more_papers_than_the_list_takes_wait_in_a_pull_request(world: World, hub: GitHubEmulator) -> None:
    small = world.with_spec(daily=2)
    for number in range(4, 8):
        small.confirm(f"250{number}.0000{number}", f"Paper {number} of Tokens", minutes=number)
    outcome = run(small, hub)
    assert len(outcome.items) == 2
    assert {r.reason for r in outcome.refused} == {
        "It waits its turn: the list takes at most 2 new papers a day."
    }


def test_a_copy_on_disk_and_a_pull_request_do_not_confuse_each_other(
    world: World, hub: GitHubEmulator, tmp_path: Path
) -> None:
    copy = bare_copy(world.repo.path, tmp_path / "copy.git")
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub, to=str(copy), github=None)
    opened = run(world, hub)
    run(world, hub, to=str(copy), github=None)
    known = publication(world)
    assert known.pushed_to == hub.address("bot/list")
    assert git(copy, "rev-parse", "listkeeper") == opened.commit_id
    assert run(world, hub).state is PublicationState.OPENED
    assert len(requests(hub)) == 1


def test_a_code_link_that_leads_nowhere_is_remarked_on(
    world: World, hub: GitHubEmulator, tmp_path: Path
) -> None:
    world.confirm("2504.00004", "Delta of Tokens", abstract="Our code is at https://github.com/a/gone.")
    links = LinkChecker(
        tmp_path / "links.json",
        now=world.now,
        resolve=lambda _: ["140.82.121.4"],
        transport=httpx.MockTransport(lambda _: httpx.Response(404)),
    )
    outcome = run(world, hub, links=links)
    assert outcome.items[0].notes[-1] == "https://github.com/a/gone answers 404"
    assert "gone answers 404" in requests(hub)[0].body
