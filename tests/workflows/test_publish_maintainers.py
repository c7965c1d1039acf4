"""What maintainers do with our pull requests, heard and remembered."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, verdicts
from service.db.engine import reading, writing
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.domain.updates import UpdateState
from service.errors import Conflict
from service.workflows.claims import take_over
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.publish_poll import Polled, poll_requests
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import git, show
from tests.workflows.hosting import github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import README, World, _reviewer
from tests.workflows.test_publish_updates import of_list, retitle


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def test_a_merged_pull_request_has_landed_and_the_next_one_is_new(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    hub.hosting.merge(1)
    assert run(world, hub, days=1).state is None
    assert publication(world).state is PublicationState.LANDED
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=3)
    assert run(world, hub, days=2).state is PublicationState.OPENED
    assert [r.state for r in requests(hub)] == ["closed", "open"]
    head = hub.hosting.repos["bot/list"]
    assert git(head.path, "diff", "--numstat", "listkeeper^", "listkeeper").split()[:2] == ["1", "0"]


def test_what_a_merge_left_out_is_a_rejection(world: World, hub: GitHubEmulator) -> None:
    left = world.confirm("2504.00004", "Delta of Tokens")
    taken = world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, hub)
    hub.hosting.merge(1, without="2504.00004")
    assert run(world, hub, days=1).state is None
    with reading(world.engine) as session:
        assert candidates.by_id(session, left).state is CandidateState.REJECTED
        assert candidates.by_id(session, taken).landed_at is not None
        last = verdicts.of_candidate(session, left)[-1]
    assert (last.user, last.reason) == ("the list's maintainers", "other")
    assert last.note == "It was left out when pull request 1 was merged."
    over = publication(world)
    assert (over.state, over.problem) == (
        PublicationState.PARTLY_LANDED,
        "One paper was left out of the merge.",
    )


def test_a_closed_pull_request_is_remembered_and_not_opened_again(world: World, hub: GitHubEmulator) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    requests(hub)[0].state = "closed"
    assert run(world, hub, days=1).state is None
    assert run(world, hub, days=2).state is None
    assert [r.state for r in requests(hub)] == ["closed"]
    with reading(world.engine) as session:
        assert candidates.by_id(session, found).state is CandidateState.REJECTED
    assert publication(world).state is PublicationState.CLOSED


def test_closing_dismisses_the_updates_in_it_and_opening_again_confirms_them(
    world: World, hub: GitHubEmulator
) -> None:
    retitle(world)
    run(world, hub)
    requests(hub)[0].state = "closed"
    assert run(world, hub, days=1).state is None
    (update,) = of_list(world)
    assert (update.state, update.decided_by) == (UpdateState.REJECTED, MAINTAINERS)
    assert run(world, hub, days=2).state is None, "nor is it sent again"
    requests(hub)[0].state = "open"
    assert run(world, hub, days=3).state is PublicationState.OPENED
    assert [u.state for u in of_list(world)] == [UpdateState.ACCEPTED]
    assert [r.state for r in requests(hub)] == ["open"]


def test_a_paper_added_by_hand_after_a_close_has_landed(world: World, hub: GitHubEmulator) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    requests(hub)[0].state = "closed"
    by_hand = README.replace(b"- [Beta", b"- [D](https://arxiv.org/abs/2504.00004)\r\n- [Beta")
    world.repo.commit("By hand", readme=by_hand)
    git(world.repo.path, "push", "--quiet", str(hub.hosting.repos["ann/list"].path), "main")
    run(world, hub, days=1)
    with reading(world.engine) as session:
        landed = candidates.by_id(session, found)
    assert landed.landed_at is not None
    assert landed.state is CandidateState.ACCEPTED


def test_a_comment_takes_a_paper_out_if_its_writer_may(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, hub)

    def say(who: str, role: str, text: str) -> None:
        requests(hub)[0].comments.append({"body": text, "author_association": role, "user": {"login": who}})

    say("mallory", "NONE", "/listkeeper drop 2505.00005")
    say("ann", "OWNER", "Not this one:\n/listkeeper drop 2504.00004\n")
    outcome = run(world, hub, days=1)
    assert [str(i.candidate.paper.record.arxiv_id) for i in outcome.items] == ["2505.00005"]
    assert len(requests(hub)) == 1
    text = show(hub.hosting.repos["bot/list"].path, "listkeeper")
    assert b"2505.00005" in text
    assert b"2504.00004" not in text


def test_a_line_taken_out_of_our_branch_is_remembered_and_their_commit_is_left_alone(
    world: World, hub: GitHubEmulator, tmp_path: Path
) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    kept = world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, hub)
    fork = hub.hosting.repos["bot/list"].path
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "-b", "listkeeper", str(fork), str(clone))
    lines = (clone / "README.md").read_bytes().splitlines(keepends=True)
    (clone / "README.md").write_bytes(b"".join(x for x in lines if b"2504.00004" not in x))
    git(clone, "commit", "--quiet", "-am", "Not this one")
    git(clone, "push", "--quiet", "origin", "listkeeper")
    theirs = git(fork, "rev-parse", "listkeeper")
    with pytest.raises(Conflict, match="Somebody else's commit"):
        run(world, hub, days=1)
    assert git(fork, "rev-parse", "listkeeper") == theirs
    with reading(world.engine) as session:
        assert candidates.by_id(session, found).state is CandidateState.REJECTED
        assert candidates.by_id(session, kept).state is CandidateState.ACCEPTED
    hub.hosting.merge(1)
    run(world, hub, days=2)
    with reading(world.engine) as session:
        assert candidates.by_id(session, kept).landed_at is not None


def test_when_nothing_is_left_the_pull_request_is_closed(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    comment = {
        "body": "/listkeeper drop 2504.00004",
        "author_association": "MEMBER",
        "user": {"login": "ann"},
    }
    requests(hub)[0].comments.append(comment)
    assert run(world, hub, days=1).state is None
    assert requests(hub)[0].state == "closed"


def test_polling_hears_the_maintainer_and_puts_nothing_new_in(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    world.confirm("2505.00005", "Epsilon of Tokens")
    run(world, hub)
    world.confirm("2506.00006", "Zeta of Tokens", minutes=9)
    comment = {"body": "/listkeeper drop 2504.00004", "author_association": "OWNER", "user": {"login": "ann"}}
    requests(hub)[0].comments.append(comment)

    def poll(days: int) -> list[Polled]:
        now = world.now + timedelta(days=days)
        return poll_requests(world.engine, world.settings, now=now, github=github_of(hub))

    assert [p.state for p in poll(1)] == [PublicationState.OPENED]
    text = show(hub.hosting.repos["bot/list"].path, "listkeeper")
    assert [i in text for i in (b"2504.00004", b"2505.00005", b"2506.00006")] == [False, True, False]
    hub.fail("GET", "/repos/ann/list", 401)
    assert "does not accept the token" in (poll(2)[0].failed or "")
    hub.hosting.merge(1)
    assert [p.state for p in poll(3)] == [None]
    assert publication(world).state is PublicationState.LANDED
    assert poll(4) == []


def test_what_happens_on_the_list_waits_for_nobody_who_has_the_paper_open(
    world: World, hub: GitHubEmulator
) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    later = world.now + timedelta(days=1)
    with writing(world.engine) as session:
        take_over(session, found, user=_reviewer(session, later), now=later, by_force=True)
    requests(hub)[0].state = "closed"
    assert run(world, hub, days=1).state is None
    with reading(world.engine) as session:
        assert candidates.by_id(session, found).state is CandidateState.REJECTED


@pytest.mark.parametrize("is_polled", [False, True])
def test_a_pull_request_is_closed_once_the_list_has_all_of_it_by_hand(
    world: World, hub: GitHubEmulator, *, is_polled: bool
) -> None:
    """Merged after that, it would bring the paper a second time."""
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    by_hand = README.replace(b"- [Beta", b"- [D](https://arxiv.org/abs/2504.00004)\r\n- [Beta")
    world.repo.commit("By hand", readme=by_hand)
    git(world.repo.path, "push", "--quiet", str(hub.hosting.repos["ann/list"].path), "main")
    if is_polled:
        world.sync(days=1)
        assert requests(hub)[0].state == "open"
        now = world.now + timedelta(days=1)
        polled = poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
        assert [p.state for p in polled] == ["closed, as the list has all of it"]
        again = poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
        assert again == []
    else:
        assert run(world, hub, days=1).state is None
    assert [r.state for r in requests(hub)] == ["closed"]
    assert publication(world).state is PublicationState.LANDED
