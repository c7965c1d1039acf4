"""The daixiangzi list from its 40th commit on, with its maintainer's later commits beside ours."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.db import candidates
from service.db.engine import make_engine, reading, upgrade
from service.lists import read_document
from service.settings import load_settings
from service.workflows.publish import publish
from service.workflows.sync import sync_list
from tests.publishing.repositories import Repo, bare_copy, git, show
from tests.workflows.publications import World

pytestmark = pytest.mark.shared
START = 40  # commits that are there when we come


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'replay.db'}")
    upgrade(made)
    yield made
    made.dispose()


def test_later_commits_of_the_maintainer_never_conflict_and_no_paper_comes_twice(
    engine: Engine, tmp_path: Path, shared: Path, now: datetime
) -> None:
    spec = next(s for s in load_catalog([built_in_catalog()]) if "daixiangzi" in s.aliases)
    theirs = tmp_path / "theirs"
    bundle = shared / "data" / "lists" / f"{spec.source_name}.bundle"
    git(tmp_path, "clone", "--quiet", str(bundle), str(theirs))
    commits = git(theirs, "rev-list", "--reverse", "--first-parent", "HEAD").split()
    at_first = papers_in(show(theirs, commits[START - 1]))
    later = {i: t for i, t in papers_in(show(theirs, commits[-1])).items() if i not in at_first}
    settings = load_settings(data_dir=tmp_path / "data")
    world = World(engine, settings, Repo(tmp_path / "ours"), spec, now)
    copy = bare_copy(theirs, tmp_path / "copy.git")
    git(copy, "update-ref", "refs/heads/main", commits[START - 1])
    sync_list(engine, spec, settings=settings, source=copy, now=now)
    proposed = iter(later.items())
    published = 0
    for commit in commits[START:]:
        for arxiv_id, title in islice(proposed, 2):
            world.confirm(arxiv_id, title)
        git(copy, "update-ref", "refs/heads/main", commit)
        sync_list(engine, spec, settings=settings, source=copy, now=now)
        outcome = publish(engine, settings, spec.slug, to=str(copy), now=now)
        if outcome.commit_id is None:
            continue
        published += 1
        assert git(copy, "rev-parse", "listkeeper^") == commit
        added, removed, _path = git(copy, "diff", "--numstat", commit, "listkeeper").split()
        assert (removed, int(added) > 0) == ("0", True)
        before, after = (ids_in(show(copy, c)) for c in (commit, "listkeeper"))
        for item in outcome.items:
            arxiv_id = str(item.candidate.paper.record.arxiv_id)
            assert (before.count(arxiv_id), after.count(arxiv_id)) == (0, 1)
    assert published > 0
    assert git(copy, "branch", "--format=%(refname:short)").split() == ["listkeeper", "main"]
    with reading(engine) as session:
        left = candidates.accepted(session, world.found.id, landed=False)
    assert left == []  # the maintainer has added every one of them in the end


def ids_in(data: bytes) -> list[str]:
    return [str(e.arxiv_id) for e in read_document(data).entries if e.arxiv_id]


def papers_in(data: bytes) -> dict[str, str]:
    return {str(e.arxiv_id): e.title for e in read_document(data).entries if e.arxiv_id}
