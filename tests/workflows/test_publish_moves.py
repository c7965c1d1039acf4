"""An entry of ours that the maintainers put elsewhere: noticed, told from where to where, and learned."""

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import candidates, ledger, verdicts
from service.db.candidates import Candidate
from service.db.engine import reading
from service.db.ledger import LedgerLine
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.workflows.publish import publish
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.publish_moves import ACTION
from tests.publishing.repositories import git, show
from tests.workflows.publications import World, make_world

MODALITY = Facet(
    name="modality",
    title="Modality",
    tags=(Tag(name="image", spellings=("Image",)), Tag(name="video", spellings=("Video",))),
    place=TagPlace.HEADING,
    exclusive=True,
)
README = """# Papers

## Image

- [Gamma of Image Tokens](https://arxiv.org/abs/2503.00003)
- [Beta of Image Tokens](https://arxiv.org/abs/2502.00002)
- [Alpha of Image Tokens](https://arxiv.org/abs/2501.00001)

## Video

- [Gamma of Video Frames](https://arxiv.org/abs/2503.00013)
- [Beta of Video Frames](https://arxiv.org/abs/2502.00012)
- [Alpha of Video Frames](https://arxiv.org/abs/2501.00011)
"""
LINE = "- [Delta of Image Tokens](https://arxiv.org/abs/2504.00004)\n"
UNDER_VIDEO = "## Video\n\n"

Change = Callable[[str], str]


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list in whose section of images one of our papers is about to land."""
    made = make_world(engine, tmp_path, now, readme=README.encode())
    made = made.with_spec(taxonomy=Taxonomy(facets=(MODALITY,)))
    made.confirm("2504.00004", "Delta of Image Tokens", tags={"modality": ("image",)})
    (item,) = publish(engine, made.settings, "some-list", now=now).items
    assert item.section == ("Papers", "Image")
    return made


def move(text: str) -> str:
    return text.replace(LINE, "").replace(UNDER_VIDEO, UNDER_VIDEO + LINE)


def stay(text: str) -> str:
    return text


def rename(text: str) -> str:
    return text.replace("## Image", "## Images and Pictures")


def merge(world: World, change: Change = stay, *, day: int = 1) -> tuple[str, ...]:
    """Let the maintainer merge our branch, with a change of their own in it; return what was moved."""
    git(world.repo.path, "fetch", "--quiet", str(world.mirror), "refs/heads/listkeeper")
    git(world.repo.path, "merge", "--quiet", "--ff-only", "FETCH_HEAD")
    return edit(world, change, day=day)


def edit(world: World, change: Change, *, day: int) -> tuple[str, ...]:
    text = show(world.repo.path, "HEAD").decode()
    world.repo.commit("Mend", readme=change(text).encode())
    before = len(moves(world))
    world.sync(days=day)
    world.sync(days=day)
    return tuple(line.subject.split()[-1] for line in moves(world)[: len(moves(world)) - before])


def moves(world: World) -> list[LedgerLine]:
    with reading(world.engine) as session:
        return ledger.newest(session, limit=20, action=ACTION)


def ours(world: World) -> Candidate:
    with reading(world.engine) as session:
        return candidates.accepted(session, world.found.id, landed=True)[0]


def last_word(world: World) -> tuple[str, str]:
    with reading(world.engine) as session:
        said = verdicts.of_candidate(session, ours(world).id)[-1]
    return said.user, said.note


def test_an_entry_that_was_moved_with_the_merge_is_noticed_and_learned(world: World) -> None:
    assert merge(world, move) == ("2504.00004",)
    (line,) = moves(world)
    assert (line.actor, line.before["section"], line.after["section"]) == (
        MAINTAINERS,
        ["Papers", "Image"],
        ["Papers", "Video"],
    )
    assert ours(world).tags == {"modality": ("video",)}
    words = "It was moved in the list from “Papers > Image” to “Papers > Video” (modality: video)."
    assert last_word(world) == (MAINTAINERS, words)
    with reading(world.engine) as session:
        (synced,) = [x for x in ledger.newest(session, limit=9, action="sync") if x.after["landed"]]
    assert synced.after["landed"] == {"2504.00004": "edited"}
    assert synced.after["moved"] == {"2504.00004": "from “Papers > Image” to “Papers > Video”"}


def test_an_entry_that_is_moved_later_is_noticed_each_time(world: World) -> None:
    assert merge(world) == ()
    assert edit(world, move, day=2) == ("2504.00004",)
    assert ours(world).tags == {"modality": ("video",)}

    def back(text: str) -> str:
        return text.replace(LINE, "").replace("## Image\n\n", "## Image\n\n" + LINE)

    assert edit(world, back, day=3) == ("2504.00004",)
    assert ours(world).tags == {"modality": ("image",)}
    assert [line.after["section"][-1] for line in moves(world)] == ["Image", "Video"]


@pytest.mark.parametrize("is_landed", [False, True])
def test_a_heading_that_is_renamed_moves_nothing(world: World, *, is_landed: bool) -> None:
    if is_landed:
        assert merge(world) == ()
        assert edit(world, rename, day=2) == ()
    else:
        assert merge(world, rename) == ()
    assert moves(world) == []
    assert last_word(world)[0] == "rita"
    assert edit(world, move, day=3) == ("2504.00004",), "and a move is told from the new heading"
    assert moves(world)[0].before["section"] == ["Papers", "Images and Pictures"]


def test_sections_that_are_joined_or_sorted_anew_move_nothing(world: World) -> None:
    merge(world)
    assert edit(world, lambda text: text.replace("## Video\n\n", ""), day=2) == (), "all stands under Image"

    def sorted_by_year(text: str) -> str:
        lines = [x for x in text.splitlines(keepends=True) if x.startswith("- ")]
        return "# Papers\n\n## 2024\n\n" + "".join(lines[::2]) + "\n## 2025\n\n" + "".join(lines[1::2])

    assert edit(world, sorted_by_year, day=3) == ()
    assert last_word(world)[0] == "rita"


def test_a_move_without_a_tag_in_its_headings_is_told_and_is_no_verdict(world: World) -> None:
    plain = world.with_spec(taxonomy=Taxonomy())
    revision = ours_waiting(plain).revision
    assert merge(plain, move) == ("2504.00004",)
    assert ours(plain).revision == revision


def test_a_section_that_two_tags_name_does_not_stop_the_sync(world: World) -> None:
    """One facet, one tag: what cannot be said is not learned, and everything else goes on."""

    def into_both(text: str) -> str:
        return text.replace(LINE, "") + f"\n## Image\n\n### Video\n\n{LINE}"

    assert merge(world, into_both) == ("2504.00004",)
    assert ours(world).tags == {"modality": ("image",)}


def test_the_second_place_of_a_paper_is_no_move(world: World) -> None:
    merge(world)
    assert edit(world, lambda text: text.replace(UNDER_VIDEO, UNDER_VIDEO + LINE), day=2) == ()
    assert edit(world, lambda text: text.replace(LINE, "", 1), day=3) == ("2504.00004",)


def test_a_rewritten_history_moves_nothing(world: World) -> None:
    merge(world)
    text = show(world.repo.path, "HEAD").decode()
    git(world.repo.path, "checkout", "--quiet", "--orphan", "anew")
    world.repo.commit("Start again", readme=move(text).encode(), at=world.now + timedelta(days=1))
    git(world.repo.path, "branch", "-M", "main")
    world.sync(days=2)
    assert moves(world) == []
    assert last_word(world)[0] == "rita"


def ours_waiting(world: World) -> Candidate:
    with reading(world.engine) as session:
        return candidates.accepted(session, world.found.id, landed=False)[0]
