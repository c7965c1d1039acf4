"""A News line, a second place, numbers, a new section: shown, switched, written; none without being asked."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import publication_extras
from service.db.engine import reading, writing
from service.errors import BadInput, NotFound
from service.lists.editing.extras import with_extras
from service.workflows import publish_extras
from service.workflows.publish import Outcome, publish
from service.workflows.publish_check_extras import with_findings
from service.workflows.publish_extras import choose_extra
from tests.lists.shapes import SHAPES
from tests.lists.test_extras import newsy, twofold
from tests.workflows.publications import World, make_world

PAPER, TITLE = "2504.00404", "Dropping Tokens Late"


def planned(engine: Engine, folder: Path, now: datetime, readme: bytes) -> tuple[World, int]:
    world = make_world(engine, folder, now, readme=readme)
    return world, world.confirm(PAPER, TITLE, authors=())


def dry(world: World) -> Outcome:
    return publish(world.engine, world.settings, world.spec.slug, now=world.now, dry_run=True)


def choose(world: World, candidate: int, kind: str, *, is_wanted: bool = True) -> None:
    with writing(world.engine) as session:
        choose_extra(session, world.found, candidate, kind, is_wanted=is_wanted, by="rita", now=world.now)


@pytest.mark.parametrize(
    ("readme", "kind"),
    [
        (newsy(), "news"),
        (newsy("\r\n"), "news"),
        (twofold(), "other places"),
        (SHAPES["numbered"], "numbers"),
    ],
)
def test_an_extra_is_offered_and_goes_only_once_it_is_switched_on(engine, tmp_path, now, readme, kind):
    world, candidate = planned(engine, tmp_path, now, readme)
    world = world.with_spec(habits={"*": "top"})
    plain = dry(world)
    (item,) = plain.items
    assert [(e.kind, e.is_on) for e in item.extras] == [(kind, False)]
    assert "every line that was there is unchanged." in plain.preview.checks[0]
    choose(world, candidate, kind)
    choose(world, candidate, kind)
    more = dry(world)
    (item,) = more.items
    assert [(e.kind, e.is_on) for e in item.extras] == [(kind, True)]
    assert len(more.preview.diff) > len(plain.preview.diff)
    assert more.preview.digest != plain.preview.digest
    lines = more.preview.plan.after["README.md"].decode().splitlines()
    assert TITLE in lines[item.line - 1]
    assert ("but for the numbers" in more.preview.checks[0]) == (kind == "numbers")
    choose(world, candidate, kind, is_wanted=False)
    assert dry(world).preview.diff == plain.preview.diff


def test_a_new_section_is_shown_and_a_paper_stays_behind_without_it(engine, tmp_path, now):
    world, candidate = planned(engine, tmp_path, now, SHAPES["months"])
    (item,) = dry(world).items
    (extra,) = item.extras
    assert (extra.kind, extra.is_on) == ("new sections", True)
    assert extra.text.startswith("## 2025/04")
    choose(world, candidate, "new sections", is_wanted=False)
    without = dry(world)
    assert without.items == ()
    assert without.refused[0].switched_off == "new sections"
    assert "new section '2025/04', which is switched off" in without.refused[0].reason
    choose(world, candidate, "new sections")
    assert len(dry(world).items) == 1


def test_a_second_file_is_offered_where_such_papers_stand_too(engine, tmp_path, now):
    papers = twofold().split(b"\n## Benchmarks")[0]
    world = make_world(engine, tmp_path, now, readme=papers)
    world.repo.commit("More", files={"more.md": papers.replace(b"## Papers", b"## Rest")})
    world = world.with_spec(paths=("README.md", "more.md"))
    candidate = world.confirm(PAPER, TITLE, authors=())
    (item,) = dry(world).items
    assert item.path == "README.md"
    assert [(e.path, e.is_on) for e in item.extras] == [("more.md", False)]
    choose(world, candidate, "other places")
    assert set(dry(world).preview.plan.changed) == {"README.md", "more.md"}


def test_the_patch_holds_what_was_chosen(engine, tmp_path, now):
    world, candidate = planned(engine, tmp_path, now, newsy())
    choose(world, candidate, "news")
    outcome = publish(engine, world.settings, world.spec.slug, now=now)
    assert outcome.patch_path is not None
    assert outcome.patch_path.read_text().count(TITLE) >= 2


def test_what_cannot_be_chosen_is_refused(engine, tmp_path, now):
    world, candidate = planned(engine, tmp_path, now, newsy())
    with pytest.raises(BadInput, match="There is no extra 'fireworks'"):
        choose(world, candidate, "fireworks")
    with pytest.raises(NotFound, match="does not wait"):
        choose(world, candidate + 1, "news")
    with reading(engine) as session:
        assert publication_extras.chosen(session, [candidate]) == {}


def test_what_comes_with_an_entry_is_held_to_the_lists_own_rules_too(engine, tmp_path, now):
    """A News line begins with the day, and so runs past a limit that the entry itself keeps."""
    world = make_world(engine, tmp_path, now, readme=newsy())
    title = "Dropping Tokens Late while the Whole Model Is at Work"
    candidate = world.confirm(PAPER, title, authors=())
    rules = b'{"default": false, "MD013": {"line_length": 60}}'
    world.repo.commit("Checks", files={".markdownlint.json": rules})
    world.sync()
    (item,) = dry(world).items
    assert not any("own checks" in note for note in item.notes)
    choose(world, candidate, "news")
    more = dry(world)
    assert more.items[0].notes[-1].startswith("the list's own checks would mind (MD013): the line has ")
    assert "would mind one entry; see the remarks." in more.preview.checks[-1]


def test_a_news_line_is_linted_like_the_entry(engine, tmp_path, now):
    world, candidate = planned(engine, tmp_path, now, newsy().replace(b"- [2025/", b"- [[2025/"))
    fault = "'- [[2025/11/05] We add': a square bracket without its closing one"
    assert fault not in dry(world).items[0].notes
    choose(world, candidate, "news")
    more = dry(world)
    assert fault in more.items[0].notes
    assert fault in more.preview.body.replace("\\", "")


@pytest.mark.parametrize(
    ("tail", "fault", "is_written"),
    [
        (" [code", "a square bracket without its closing one", True),
        (" (ICML 2025)", "would claim 'ICML 2025', which the paper's record does not state", False),
    ],
)
def test_a_second_place_is_doubted_like_the_entry(
    engine, tmp_path, now, monkeypatch, tail, fault, is_written
):
    """The list engine writes no such thing; here it does."""
    world, candidate = planned(engine, tmp_path, now, twofold())

    def says_more(*given, **options):
        data, extras = with_extras(*given, **options)
        above, place, below = data.rpartition(f"{PAPER})".encode())
        found = tuple(replace(e, text=e.text.replace("\n", f"{tail}\n")) for e in extras)
        return (
            (above + place + tail.encode() + below, found) if "other places" in given[2] else (data, extras)
        )

    monkeypatch.setattr(publish_extras, "with_extras", says_more)
    choose(world, candidate, "other places")
    outcome = dry(world)
    (item,) = outcome.items
    (extra,) = item.extras
    assert extra.is_on == is_written
    assert (tail.encode() in outcome.preview.plan.after["README.md"]) == is_written
    told = " ".join(item.notes) if is_written else extra.words
    assert fault in told


def test_what_an_entry_makes_wrong_elsewhere_in_the_file_is_told(engine, tmp_path, now):
    """Two papers of the same title: the lint minds the later one, which is none of ours."""
    late = newsy() + f"- [{TITLE}](https://openreview.net/forum?id=abc)\n".encode()
    world, _ = planned(engine, tmp_path, now, newsy())
    plan = dry(world).preview.plan
    before = {"README.md": late}
    after = {"README.md": plan.after["README.md"] + late[len(newsy()) :]}
    _, told = with_findings(replace(plan, before=before, after=after), world.spec.taxonomy)
    assert [words.partition(" now: ")[2] for words in told] == [
        f"'{TITLE}': the same title stands in line 15 with another link"
    ]
