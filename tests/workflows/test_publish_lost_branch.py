"""The channel `branch`: what it means that our branch is taken away, and what it does not."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, publications, verdicts
from service.db.engine import reading
from service.domain.lists import Channel, Policy
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.domain.updates import UpdateState
from service.workflows.publish import Outcome, publish
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.publish_poll import poll_requests
from tests.publishing.repositories import bare_copy, git, show
from tests.workflows.publications import World, make_world
from tests.workflows.test_publish_updates import of_list, retitle

OURS = "refs/heads/listkeeper"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list in a bare repository that has invited a branch of ours."""
    made = make_world(engine, tmp_path, now)
    hosted = bare_copy(made.repo.path, tmp_path / "hosted.git")
    return made.with_spec(repository=str(hosted), policy=Policy.INVITED, channel=Channel.BRANCH)


def run(world: World, *, days: int = 0, **options: object) -> Outcome:
    now = world.now + timedelta(days=days)
    return publish(world.engine, world.settings, "some-list", now=now, **options)  # type: ignore[arg-type]  # names are given by tests


def hosted(world: World) -> Path:
    return Path(world.spec.repository)


def delete_branch(world: World) -> None:
    git(hosted(world), "update-ref", "-d", OURS)


def refs(world: World) -> list[str]:
    return git(hosted(world), "for-each-ref", "--format=%(refname)").split()


def state_of(world: World, candidate_id: int) -> CandidateState:
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id).state


def newest(world: World) -> publications.Publication:
    with reading(world.engine) as session:
        return publications.of_list(session, world.found.id)[0]


@pytest.mark.parametrize("is_polled", [False, True])
def test_a_branch_that_was_taken_away_is_a_refusal(world: World, *, is_polled: bool) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world)
    delete_branch(world)
    if is_polled:
        (polled,) = poll_requests(world.engine, world.settings, now=world.now + timedelta(days=1))
        assert polled.failed is None
    else:
        assert run(world, days=1).state is None
    assert run(world, days=2).state is None
    assert refs(world) == ["refs/heads/main"], "it is not pushed again"
    with reading(world.engine) as session:
        said = verdicts.of_candidate(session, found)[-1]
    assert (said.user, said.note) == (MAINTAINERS, "The branch listkeeper was taken away with it.")
    over = newest(world)
    assert (over.state, over.problem) == (PublicationState.CLOSED, "The branch listkeeper was taken away.")
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    assert run(world, days=3).state is PublicationState.PUSHED
    text = show(hosted(world), OURS)
    assert [i in text for i in (b"2504.00004", b"2505.00005")] == [False, True]


def test_a_branch_that_was_merged_and_taken_away_has_landed(world: World) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    run(world)
    git(hosted(world), "update-ref", "refs/heads/main", OURS)
    delete_branch(world)
    assert run(world, days=1).state is None
    assert newest(world).state is PublicationState.LANDED
    assert state_of(world, found) is CandidateState.ACCEPTED


def test_a_branch_that_was_edited_and_merged_and_stays_is_used_again(world: World, tmp_path: Path) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world)
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "-b", "listkeeper", str(hosted(world)), str(clone))
    readme = clone / "README.md"
    readme.write_bytes(readme.read_bytes().replace(b"Introduction.", b"A list."))
    git(clone, "commit", "--quiet", "-am", "Say what it is")
    git(clone, "push", "--quiet", "origin", "listkeeper", "listkeeper:main")
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=9)
    outcome = run(world, days=1)
    assert outcome.state is PublicationState.PUSHED
    assert git(hosted(world), "rev-parse", OURS) == outcome.commit_id


def test_what_was_taken_of_a_branch_has_landed_and_the_rest_is_refused(world: World) -> None:
    taken = world.confirm("2504.00004", "Delta of Tokens")
    left = world.confirm("2505.00005", "Epsilon of Tokens")
    run(world)
    lines = show(hosted(world), OURS).splitlines(keepends=True)
    world.repo.commit("Some", readme=b"".join(x for x in lines if b"2505.00005" not in x))
    git(world.repo.path, "push", "--quiet", str(hosted(world)), "main")
    delete_branch(world)
    late = world.confirm("2506.00006", "Zeta of Tokens", minutes=9)
    outcome = run(world, days=1)
    assert [i.candidate.id for i in outcome.items] == [late], "nobody has seen that one"
    with reading(world.engine) as session:
        over = publications.of_list(session, world.found.id)[1]
        assert candidates.by_id(session, taken).landed_at is not None
    assert over.state is PublicationState.PARTLY_LANDED
    assert state_of(world, left) is CandidateState.REJECTED


def test_updates_on_a_branch_that_was_taken_away_are_dismissed(world: World) -> None:
    retitle(world)
    run(world)
    delete_branch(world)
    assert run(world, days=1).state is None
    (update,) = of_list(world)
    assert (update.state, update.decided_by) == (UpdateState.REJECTED, MAINTAINERS)


def test_another_name_of_our_branch_or_another_copy_is_no_refusal(world: World, tmp_path: Path) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    copy = bare_copy(world.repo.path, tmp_path / "copy.git")
    run(world, to=str(copy))
    assert poll_requests(world.engine, world.settings, now=world.now) == [], "it went to a copy of ours alone"
    assert refs(world) == ["refs/heads/main"]
    assert run(world, days=1).state is PublicationState.PUSHED
    renamed = world.with_spec(branch="additions")
    assert run(renamed, days=2).state is PublicationState.PUSHED
    assert state_of(world, found) is CandidateState.ACCEPTED
    assert refs(world) == ["refs/heads/additions", OURS, "refs/heads/main"]


def test_polling_keeps_the_branch_on_the_lists_head_and_puts_nothing_in(world: World) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world)
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=5)
    world.repo.commit("By hand", readme=show(world.repo.path, "HEAD").replace(b"MIT", b"Apache"))
    git(world.repo.path, "push", "--quiet", str(hosted(world)), "main")
    (polled,) = poll_requests(world.engine, world.settings, now=world.now + timedelta(days=1))
    assert polled.state is PublicationState.PUSHED
    assert git(hosted(world), "rev-parse", f"{OURS}^") == world.repo.head()
    assert b"2505.00005" not in show(hosted(world), OURS)
