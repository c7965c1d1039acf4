"""Straight onto the list, lines to copy, and what a list takes in a day."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, publications
from service.db.engine import reading
from service.domain.lists import Channel, Policy
from service.domain.publication import PublicationState
from service.errors import Conflict, Forbidden, PublishError
from service.publishing.push import push_onto
from service.publishing.sources import find_source
from service.workflows import publish_job
from service.workflows.publish import Outcome, publish
from service.workflows.publish_revert import revert
from tests.publishing.repositories import bare_copy, git, show
from tests.workflows.publications import README, World, make_world


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list in a bare repository that takes direct pushes."""
    made = make_world(engine, tmp_path, now)
    hosted = bare_copy(made.repo.path, tmp_path / "hosted.git")
    return made.with_spec(repository=str(hosted), policy=Policy.INVITED, channel=Channel.PUSH)


def run(world: World, *, days: int = 0, **options: object) -> Outcome:
    now = world.now + timedelta(days=days)
    return publish(world.engine, world.settings, "some-list", now=now, **options)  # type: ignore[arg-type]  # names are given by tests


def newest(world: World) -> publications.Publication:
    with reading(world.engine) as session:
        return publications.of_list(session, world.found.id)[0]


def test_a_direct_push_lands_at_once(world: World) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens")
    base = git(Path(world.spec.repository), "rev-parse", "main")
    outcome = run(world)
    hosted = Path(world.spec.repository)
    assert outcome.state is newest(world).state is PublicationState.LANDED
    assert git(hosted, "rev-parse", "main") == outcome.commit_id
    assert git(hosted, "rev-parse", "main^") == base
    assert git(hosted, "for-each-ref", "--format=%(refname)") == "refs/heads/main"
    with reading(world.engine) as session:
        assert candidates.by_id(session, found).landed_at is not None
    assert run(world, days=1).state is None
    assert revert(world.engine, world.settings, "some-list", "2504.00004", now=world.now).commit_id == git(
        hosted, "rev-parse", "main"
    )
    assert show(hosted, "main") == README


def test_a_direct_push_never_moves_the_list_by_force(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    hosted = Path(world.spec.repository)

    def somebody_is_faster(*given: object, **options: object) -> bool:
        world.repo.commit("By hand", readme=README.replace(b"MIT", b"Apache"))
        git(world.repo.path, "push", "--quiet", str(hosted), "HEAD:main")
        return push_onto(*given, **options)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(publish_job, "push_onto", somebody_is_faster)
    with pytest.raises(Conflict, match="moved just now"):
        run(world)
    assert b"Apache" in show(hosted, "main")
    monkeypatch.undo()
    assert run(world).state is PublicationState.LANDED
    assert b"Apache" in show(hosted, "main")
    assert b"2504.00004" in show(hosted, "main")
    with pytest.raises(PublishError):
        push_onto(world.mirror, find_source(str(tmp_path)), "main", "0" * 40)


def test_a_direct_push_needs_an_invitation(world: World) -> None:
    asked = world.with_spec(policy=Policy.ASK_FIRST)
    asked.confirm("2504.00004", "Delta of Tokens")
    with pytest.raises(Forbidden):
        run(asked)


def test_lines_to_copy_change_nothing(world: World) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    asked = world.with_spec(policy=Policy.NEVER, channel=Channel.COPY)
    outcome = run(asked)
    assert outcome.state is None
    assert [i.entry_text for i in outcome.items] == [
        "- [Delta of Tokens](https://arxiv.org/abs/2504.00004) (2025-04)"
    ]
    with reading(world.engine) as session:
        assert publications.of_list(session, world.found.id) == []


def test_a_list_takes_so_many_new_papers_a_day(world: World) -> None:
    small = world.with_spec(daily=2, channel=Channel.BRANCH)
    for number in range(4, 9):
        small.confirm(f"250{number}.0000{number}", f"Paper {number} of Tokens", minutes=number)
    assert [len(run(small, days=day).items) for day in (0, 0, 1, 1, 2)] == [2, 2, 4, 4, 5]
    assert run(small, days=2, dry_run=True).refused == ()
    small.confirm("2509.00009", "Paper 9 of Tokens", minutes=9)
    small.confirm("2509.00010", "Paper 10 of Tokens", minutes=10)
    (waiting,) = run(small, days=2).refused
    assert waiting.reason == "It waits its turn: the list takes at most 2 new papers a day."
    assert len(run(small, days=2, channel=Channel.PATCH).items) == 7
