"""What maintainers make of our entries teaches: tags become verdicts, and their form the next entry's."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, verdicts
from service.db.candidates import Candidate
from service.db.engine import reading
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.workflows.examples import gather_lessons
from service.workflows.publish import Outcome, publish
from tests.publishing.repositories import git, show
from tests.workflows.publications import World, make_world

METHOD = Facet(
    name="method",
    title="Method",
    tags=(Tag(name="pruning", spellings=("Pruning",)), Tag(name="merging", spellings=("Merging",))),
    place=TagPlace.BADGE,
    marker="blue",
)
STAGE = Facet(name="stage", title="Stage", tags=(Tag(name="training"), Tag(name="inference")))
BADGE = "![x](https://img.shields.io/badge/%s-blue)"
PRUNING, MERGING = BADGE % "Pruning", BADGE % "Merging"
ROWS = "".join(
    f"- [{name} of Tokens](https://arxiv.org/abs/250{n}.0000{n}) {badge}\n"
    for n, name, badge in ((3, "Gamma", PRUNING), (2, "Beta", MERGING), (1, "Alpha", PRUNING))
)


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    made = make_world(engine, tmp_path, now, readme=f"# Papers\n\n## 2025\n\n{ROWS}".encode())
    return made.with_spec(taxonomy=Taxonomy(facets=(METHOD, STAGE)))


def run(world: World, *, days: int = 0) -> Outcome:
    return publish(world.engine, world.settings, "some-list", now=world.now + timedelta(days=days))


def merge_with(world: World, old: str, new: str) -> None:
    """Let the maintainer merge our commit and change the entry in one of their own."""
    git(world.repo.path, "fetch", "--quiet", str(world.mirror), "refs/heads/listkeeper")
    git(world.repo.path, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    text = show(world.repo.path, "HEAD").decode()
    assert old in text
    world.repo.commit("Mend", readme=text.replace(old, new).encode())
    world.sync(days=1)


def candidate_of(world: World, candidate_id: int) -> Candidate:
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id)


def test_a_tag_that_the_maintainer_changed_is_a_verdict_of_theirs(world: World) -> None:
    found = world.confirm(
        "2504.00004", "Delta of Tokens", tags={"method": ("pruning",), "stage": ("training",)}
    )
    run(world)
    line = f"- [Delta of Tokens](https://arxiv.org/abs/2504.00004) {PRUNING}"
    merge_with(world, line, line.replace(PRUNING, f"{MERGING}"))
    after = candidate_of(world, found)
    assert after.tags == {"method": ("merging",), "stage": ("training",)}
    assert after.landed_at is not None
    with reading(world.engine) as session:
        said = verdicts.of_candidate(session, found)[-1]
        lessons = gather_lessons(session, world.found)
    assert (said.user, said.note) == (
        "the list's maintainers",
        "Its tags were changed in the list (method: merging).",
    )
    taught = next(e for e in lessons.examples if e.document.id == "2504.00004")
    assert taught.tags["method"] == ("merging",)
    world.sync(days=2)
    assert candidate_of(world, found).revision == after.revision


def test_a_tag_that_the_maintainer_took_off_is_taken_off(world: World) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens", tags={"method": ("pruning",)})
    run(world)
    line = f"- [Delta of Tokens](https://arxiv.org/abs/2504.00004) {PRUNING}"
    merge_with(world, line, line.replace(f" {PRUNING}", ""))
    assert candidate_of(world, found).tags.get("method", ()) == ()


def test_words_that_the_maintainer_changed_are_no_verdict_on_tags(world: World) -> None:
    found = world.confirm("2504.00004", "Delta of Tokens", tags={"method": ("pruning",)})
    run(world)
    before = candidate_of(world, found)
    merge_with(world, "[Delta of Tokens]", "[Delta of **Tokens**]")
    after = candidate_of(world, found)
    assert (after.tags, after.revision) == (before.tags, before.revision)


def test_the_next_entry_is_written_as_the_maintainer_wrote_the_last_one(world: World) -> None:
    """Their form stands once against three old ones; that they gave it to an entry of ours decides."""
    world.confirm("2504.00004", "Delta of Tokens", tags={"method": ("pruning",)})
    run(world)
    line = f"- [Delta of Tokens](https://arxiv.org/abs/2504.00004) {PRUNING}"
    merge_with(world, line, f"- **Delta of Tokens** [[paper](https://arxiv.org/pdf/2504.00004)] {PRUNING}")
    world.confirm("2505.00005", "Epsilon of Tokens", tags={"method": ("pruning",)}, minutes=5)
    (item,) = run(world, days=2).items
    assert item.entry_text == f"- **Epsilon of Tokens** [[paper](https://arxiv.org/pdf/2505.00005)] {PRUNING}"
