"""A pull request that its maintainer edits before the merge: an entry moved, an entry dropped."""

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import ledger
from service.db.engine import reading
from service.domain.publication import PublicationState
from service.errors import Conflict
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.publish_moves import ACTION
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import git
from tests.workflows.hosting import make_hub_world, publication, requests, run
from tests.workflows.publications import World


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def clone_of_branch(hub: GitHubEmulator, folder: Path) -> Path:
    """Return a work tree of our branch, as a maintainer has one who edits it."""
    clone = folder / "clone"
    fork = str(hub.hosting.repos["bot/list"].path)
    git(folder, "clone", "--quiet", "-b", "listkeeper", fork, str(clone))
    return clone


def test_an_entry_that_is_moved_on_our_branch_is_noticed_once_it_is_merged(
    world: World, hub: GitHubEmulator, tmp_path: Path
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    clone = clone_of_branch(hub, tmp_path)
    lines = (clone / "README.md").read_bytes().splitlines(keepends=True)
    (ours,) = [line for line in lines if b"2504.00004" in line]
    rest = [b"## Early\r\n\r\n" + ours + b"\r\n" + x if x.startswith(b"## Licence") else x for x in lines]
    (clone / "README.md").write_bytes(b"".join(x for x in rest if x != ours))
    git(clone, "commit", "--quiet", "-am", "Elsewhere")
    git(clone, "push", "--quiet", "origin", "listkeeper")
    with pytest.raises(Conflict, match="Somebody else's commit"):
        run(world, hub, days=1)
    hub.hosting.merge(1)
    assert run(world, hub, days=2).state is None
    assert publication(world).state is PublicationState.LANDED
    with reading(world.engine) as session:
        (line,) = ledger.newest(session, limit=9, action=ACTION)
    assert (line.actor, line.before["section"][-1], line.after["section"][-1]) == (
        MAINTAINERS,
        "2025",
        "Early",
    )


def test_what_was_dropped_still_counts_for_the_day_on_which_it_went_out(
    world: World, hub: GitHubEmulator
) -> None:
    small = world.with_spec(daily=2)
    for number in (4, 5, 6):
        small.confirm(f"250{number}.0000{number}", f"Paper {number} of Tokens", minutes=number)
    assert len(run(small, hub).items) == 2
    drop = {"body": "/listkeeper drop 2504.00004", "author_association": "OWNER", "user": {"login": "ann"}}
    requests(hub)[0].comments.append(drop)
    for _ in range(2):
        outcome = run(small, hub)
        assert [str(i.candidate.paper.record.arxiv_id) for i in outcome.items] == ["2505.00005"]
    assert len(run(small, hub, days=1).items) == 2


@pytest.mark.parametrize("way", ["merge", "squash", "rebase"])
@pytest.mark.parametrize("synced", ["before", "with it"])
def test_the_next_papers_go_out_once_an_edited_one_is_merged(
    world: World, hub: GitHubEmulator, tmp_path: Path, way: str, synced: str
) -> None:
    world.confirm("2504.00004", "Delta of Tokens")
    run(world, hub)
    clone = clone_of_branch(hub, tmp_path)
    readme = clone / "README.md"
    readme.write_bytes(readme.read_bytes().replace(b"Introduction.", b"A list."))
    git(clone, "commit", "--quiet", "-am", "Say what it is")
    git(clone, "push", "--quiet", "origin", "listkeeper")
    hub.hosting.merge(1, way=way)
    if synced == "before":
        world.sync(days=1)
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=9)
    outcome = run(world, hub, days=2)
    assert [r.state for r in requests(hub)] == ["closed", "open"]
    assert git(hub.hosting.repos["bot/list"].path, "rev-parse", "listkeeper") == outcome.commit_id
    assert publication(world).request_number == 2
