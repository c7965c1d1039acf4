"""Confirmed updates go with the publication: one entry changes, and it lands when the list says it."""

from datetime import datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from service.db import papers, publications, updates
from service.db.engine import reading, writing
from service.db.updates import EntryUpdate
from service.domain.lists import Policy
from service.domain.papers import ArxivId, PaperRecord
from service.domain.publication import PublicationState
from service.domain.updates import UpdateState, UpdateVerdict
from service.publishing.links import LinkChecker
from service.publishing.mirror import open_mirror
from service.workflows.publish import preview, publish
from service.workflows.publish_material import read_material
from service.workflows.publish_preview import make_preview
from service.workflows.updates import decide
from service.workflows.watch import watch
from tests.workflows.publications import README, World, _reviewer, make_world

GAMMA, BETA = "2503.00003", "2502.00002"
NEW = "2504.00004"
TITLE = "Gamma of Many Tokens"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list whose first paper got another title, which a person has confirmed."""
    made = make_world(engine, tmp_path, now)
    retitle(made)
    return made


def retitle(world: World, *, arxiv_id: str = GAMMA, old: str = "Gamma of Tokens", new: str = TITLE) -> None:
    for version, title in ((1, old), (2, new)):
        record = PaperRecord(arxiv_id=ArxivId(arxiv_id), title=title, abstract="A text.", version=version)
        with writing(world.engine) as session:
            papers.store(session, [record], now=world.now)
    watch(world.engine, clock=lambda: world.now)
    (update,) = [u for u in of_list(world) if u.entry.record.arxiv_id == arxiv_id]
    with writing(world.engine) as session:
        decide(
            session, update.id, UpdateVerdict.CONFIRM, revision=update.revision, list_id=update.list_id,
            user=_reviewer(session, world.now), now=world.now,
        )  # fmt: skip


def of_list(world: World) -> list[EntryUpdate]:
    with reading(world.engine) as session:
        return updates.every(session, world.found.id)


def send(world: World, **more: object) -> PublicationState | None:
    done = publish(world.engine, world.settings, world.spec.slug, now=world.now, **more)  # type: ignore[arg-type]
    return done.state


def changed(diff: str) -> list[str]:
    lines = (line.rstrip("\r") for line in diff.split("\n"))
    return [line for line in lines if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]


def test_an_update_changes_one_line_and_says_where_it_comes_from(world: World) -> None:
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    assert changed(shown.diff) == [
        f"-- [Gamma of Tokens](https://arxiv.org/abs/{GAMMA}) (2025-03)",
        f"+- [{TITLE}](https://arxiv.org/abs/{GAMMA}) (2025-03)",
    ]
    assert shown.title == "Update Gamma of Tokens"
    assert "one entry is brought up to date; every other line that was there is unchanged" in shown.checks[0]
    assert "This brings one entry of Some list up to date" in shown.body
    assert "earlier version: Gamma of Tokens" in shown.body
    assert [u.line for u in shown.plan.updates] == [7]


def test_papers_and_updates_go_together_and_the_file_changes_nowhere_else(world: World) -> None:
    world.confirm(NEW, "Delta of Tokens", submitted_at=datetime.fromisoformat("2025-04-01T00:00:00+00:00"))
    assert send(world) is PublicationState.COMMITTED
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    after = shown.plan.after["README.md"]
    added = next(line for line in after.splitlines(keepends=True) if NEW.encode() in line)
    assert after.replace(added, b"").replace(TITLE.encode(), b"Gamma of Tokens") == README
    assert shown.title == "Add 1 paper, update 1 entry"
    assert [u.line for u in shown.plan.updates] == [8]


def test_publishing_twice_makes_the_same_commit(world: World) -> None:
    first = publish(world.engine, world.settings, world.spec.slug, now=world.now)
    again = publish(world.engine, world.settings, world.spec.slug, now=world.now)
    assert first.commit_id == again.commit_id
    with reading(world.engine) as session:
        open_one = publications.open_of(session, world.found.id)
    assert open_one is not None
    assert [u.publication_id for u in of_list(world)] == [open_one.id]


def test_it_has_landed_when_the_list_says_it_and_the_publication_is_over(world: World) -> None:
    send(world)
    world.repo.commit("By hand", readme=README.replace(b"Gamma of Tokens", TITLE.encode()))
    world.sync(days=1)
    (update,) = of_list(world)
    assert update.landed_at is not None
    with reading(world.engine) as session:
        assert publications.open_of(session, world.found.id) is None
        assert publications.of_list(session, world.found.id)[0].state is PublicationState.LANDED
    assert send(world) is None


def test_an_entry_that_has_gone_stays_behind_with_the_reason(world: World) -> None:
    lines = [line for line in README.splitlines(keepends=True) if GAMMA.encode() not in line]
    world.repo.commit("Out", readme=b"".join(lines))
    world.sync(days=1)
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    assert shown.plan.is_empty
    assert [r.reason for r in shown.plan.revised.refused] == ["The list has no such entry any more."]


def test_what_was_taken_back_is_not_published(world: World) -> None:
    (update,) = of_list(world)
    with writing(world.engine) as session:
        decide(
            session, update.id, UpdateVerdict.UNDO, revision=update.revision, list_id=update.list_id,
            user=_reviewer(session, world.now), now=world.now,
        )  # fmt: skip
    assert send(world) is None
    assert [u.state for u in of_list(world)] == [UpdateState.PENDING]


def test_two_updates_of_one_list_are_written_one_after_the_other(world: World) -> None:
    retitle(world, arxiv_id=BETA, old="Beta of Tokens", new="Beta, Again")
    invited = world.with_spec(policy=Policy.INVITED)
    with reading(invited.engine) as session:
        shown = preview(session, invited.found, settings=invited.settings, now=invited.now)
    assert [u.line for u in shown.plan.updates] == [7, 8]
    assert len(changed(shown.diff)) == 4
    assert shown.title == "Update 2 entries"


def test_an_updated_entry_is_held_to_the_lists_own_rules(world: World) -> None:
    rules = b'{"default": false, "MD013": {"line_length": 78}}'
    world.repo.commit("Checks", readme=README, files={".markdownlint.json": rules})
    world.sync()
    retitle(world, arxiv_id=BETA, old="Beta of Tokens", new="Beta of so Many Tokens that the Line Is Long")
    with reading(world.engine) as session:
        shown = preview(session, world.found, settings=world.settings, now=world.now)
    short, long = shown.plan.updates
    assert short.notes == ()
    assert long.notes[-1].startswith("the list's own checks would mind (MD013): the line has ")
    assert "would mind one entry; see the remarks." in shown.checks[-1]
    assert "MD013" in shown.body.split("**Please look at**")[1]


def test_the_new_link_of_an_updated_entry_is_asked(engine: Engine, tmp_path: Path, now: datetime) -> None:
    coded = README.replace(b" (2025-03)", b" [[code](https://github.com/g/g)] (2025-03)")
    coded = coded.replace(b" (2025-01)", b" [[code](https://github.com/a/a)] (2025-01)")
    world = make_world(engine, tmp_path, now, readme=coded)
    for version, text in ((1, "A text."), (2, "A text. Our code is at https://github.com/b/gone.")):
        record = PaperRecord(arxiv_id=ArxivId(BETA), title="Beta of Tokens", abstract=text, version=version)
        with writing(engine) as session:
            papers.store(session, [record], now=now)
    watch(engine, clock=lambda: now)
    (update,) = of_list(world)
    with writing(engine) as session:
        decide(
            session, update.id, UpdateVerdict.CONFIRM, revision=update.revision, list_id=update.list_id,
            user=_reviewer(session, now), now=now,
        )  # fmt: skip
    links = LinkChecker(
        tmp_path / "links.json",
        now=now,
        resolve=lambda _: ["140.82.121.4"],
        transport=httpx.MockTransport(lambda _: httpx.Response(404)),
        wait=lambda _: None,
    )
    mirror = open_mirror(world.mirror)
    with reading(engine) as session:
        material = read_material(session, world.found, now=now)
    shown = make_preview(material, mirror, now=now, links=links)
    (planned,) = shown.plan.updates
    assert planned.notes == ("https://github.com/b/gone answers 404",)
    assert shown.checks[-1] == "Links besides arXiv's: 1 leading nowhere."
    assert "gone answers 404" in shown.body
