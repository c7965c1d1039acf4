from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import reading
from service.domain.lists import Channel
from service.domain.review import CandidateState
from service.errors import EditRefused, Forbidden, NotFound
from service.workflows.publish import publish
from service.workflows.publish_revert import Reverted, revert
from tests.publishing.repositories import bare_copy, git, show
from tests.workflows.publications import README, World, make_world


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list on which a paper of ours has landed."""
    made = make_world(engine, tmp_path, now)
    made.confirm("2504.00004", "Delta of Tokens")
    outcome = publish(engine, made.settings, "some-list", now=now)
    git(made.repo.path, "fetch", "--quiet", str(made.mirror), "refs/heads/listkeeper")
    git(made.repo.path, "merge", "--quiet", "--ff-only", str(outcome.commit_id))
    made.sync()
    return made


def run(world: World, arxiv_id: str = "2504.00004", **options: object) -> Reverted:
    return revert(world.engine, world.settings, "some-list", arxiv_id, now=world.now, **options)  # type: ignore[arg-type]  # names are given by tests


def test_a_revert_gives_the_file_back_as_it_was(world: World, tmp_path: Path) -> None:
    copy = bare_copy(world.repo.path, tmp_path / "copy.git")
    done = run(world, to=str(copy))
    branch = "listkeeper-without-2504.00004"
    assert show(copy, branch) == README
    assert git(copy, "diff", "--numstat", "main", branch).split() == ["0", "1", "README.md"]
    assert run(world, to=str(copy)).commit_id == done.commit_id
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    assert show(world.repo.path, "HEAD") == README


def test_once_it_has_landed_the_paper_is_rejected(world: World) -> None:
    done = run(world)
    git(world.repo.path, "am", "--quiet", str(done.patch_path))
    world.sync(days=1)
    with reading(world.engine) as session:
        (candidate,) = candidates.judged(session, world.found.id)
    assert candidate.state is CandidateState.REJECTED


def test_an_entry_that_somebody_edited_is_left_to_people(world: World) -> None:
    edited = show(world.repo.path, "HEAD").replace(b"Delta of Tokens", b"Delta of Tokens!")
    world.repo.commit("Edit", readme=edited)
    world.sync(days=1)
    with pytest.raises(EditRefused, match="by hand"):
        run(world)


def test_what_we_did_not_publish_we_do_not_take_out(world: World) -> None:
    with pytest.raises(NotFound, match=r"has published no 2501\.00001"):
        run(world, "2501.00001")


def test_a_revert_needs_an_invitation_too_and_can_be_tried_dry(world: World) -> None:
    with pytest.raises(Forbidden):
        run(world, channel=Channel.BRANCH)
    before = git(world.mirror, "for-each-ref")
    assert "-- [Delta of Tokens]" in run(world, dry_run=True).diff
    assert git(world.mirror, "for-each-ref") == before
