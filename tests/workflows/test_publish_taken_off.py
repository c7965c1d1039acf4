"""Papers of ours that stand on their list no more: taken off, or lost when the list was rebuilt."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import reading
from service.domain.review import CandidateState
from service.workflows.publish import publish
from tests.publishing.repositories import git, show
from tests.workflows.publications import README, World, make_world

OURS = ("2504.00004", "2505.00005", "2506.00006")


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list on which three papers of ours have landed beside three of theirs."""
    made = make_world(engine, tmp_path, now)
    for number, arxiv_id in enumerate(OURS):
        made.confirm(arxiv_id, f"Paper {number} of Tokens", minutes=number)
    publish(engine, made.settings, "some-list", now=now)
    git(made.repo.path, "fetch", "--quiet", str(made.mirror), "refs/heads/listkeeper")
    git(made.repo.path, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    made.sync()
    return made


def commit_without(world: World, *ids: str, day: int) -> None:
    lines = show(world.repo.path, "HEAD").splitlines(keepends=True)
    kept = [line for line in lines if not any(each.encode() in line for each in ids)]
    world.repo.commit("Less", readme=b"".join(kept))
    world.sync(days=day)


def rejected(world: World) -> list[str]:
    with reading(world.engine) as session:
        judged = candidates.judged(session, world.found.id)
    return sorted(str(c.paper.record.arxiv_id) for c in judged if c.state is CandidateState.REJECTED)


def test_several_that_are_taken_off_at_once_are_refused(world: World) -> None:
    commit_without(world, *OURS[:2], day=1)
    assert rejected(world) == list(OURS[:2])


def test_a_list_that_loses_much_else_has_refused_nothing(world: World) -> None:
    theirs = ("2503.00003", "2502.00002")
    commit_without(world, *OURS[:2], *theirs, day=1)
    assert rejected(world) == []
    world.repo.commit("More", readme=show(world.repo.path, "HEAD") + b"\r\nA word.\r\n")
    world.sync(days=2)
    assert rejected(world) == [], "nor has it a day later"


def test_a_readme_that_is_replaced_has_refused_nothing(world: World) -> None:
    world.repo.commit("Moved", readme=b"# This list lives elsewhere now\r\n")
    world.sync(days=1)
    assert rejected(world) == []


def test_what_was_taken_off_is_offered_again_when_a_person_asks(world: World) -> None:
    commit_without(world, OURS[0], day=1)
    assert publish(world.engine, world.settings, "some-list", now=world.now).state is None
    world.confirm(OURS[0], "Paper 0 of Tokens", minutes=9)
    world.sync(days=2)
    (item,) = publish(world.engine, world.settings, "some-list", now=world.now).items
    assert str(item.candidate.paper.record.arxiv_id) == OURS[0]
    assert rejected(world) == []


def test_the_list_as_it_was_before_us_has_taken_all_of_it_off(world: World) -> None:
    world.repo.commit("Back", readme=README)
    world.sync(days=1)
    assert rejected(world) == list(OURS)
