"""The watch: what happened to listed papers waits for a verdict once, and is over when the list says it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import ledger, lists, paper_history, papers, updates
from service.db.engine import reading, writing
from service.db.paper_history import VersionTold
from service.db.updates import EntryUpdate
from service.domain.lists import EntryRecord
from service.domain.updates import UpdateState, UpdateVerdict
from service.domain.watch import UpdateKind
from service.errors import Conflict, NotFound
from service.workflows.publish_memory import MAINTAINERS
from service.workflows.updates import decide
from service.workflows.watch import Watched, watch
from tests.world import SPEC, World, entry, record

VENUE = "Accepted at CVPR 2026"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list of two papers, both of them known."""
    found = World(engine, tmp_path, now)
    found.sync(entry(1, now), entry(2, now))
    found.store(record(1), record(2))
    return found


def look(world: World) -> Watched:
    (done,) = watch(world.engine, clock=world.clock)
    return done


def waiting(world: World, state: UpdateState | None = UpdateState.PENDING) -> list[EntryUpdate]:
    with reading(world.engine) as session:
        return updates.of_list(session, world.found().id, state=state)


def say(world: World, update: EntryUpdate, verdict: UpdateVerdict, *, revision: int | None = None) -> None:
    with writing(world.engine) as session:
        decide(
            session, update.id, verdict, revision=revision or update.revision, list_id=update.list_id,
            user=world.user(), now=world.now,
        )  # fmt: skip


def listed(number: int, world: World, **facts: object) -> EntryRecord:
    return replace(entry(number, world.now), **facts)  # type: ignore[arg-type]  # made-up facts


def test_nothing_happened_means_nothing_waits(world: World) -> None:
    assert look(world) == Watched(slug=SPEC.slug, found=0, gone=0, landed=0)


def test_a_venue_waits_once_with_the_words_that_prove_it(world: World) -> None:
    world.store(record(1, comment=VENUE))
    assert look(world).found == 1
    assert look(world).found == 0
    (update,) = waiting(world)
    assert (update.kind, update.value, update.entry.record.arxiv_id) == (
        "published",
        "CVPR 2026",
        "2510.00001",
    )
    assert [(e.where, e.quote) for e in update.evidence] == [("comment", VENUE)]


def test_code_a_new_title_and_a_withdrawal_wait_each(world: World) -> None:
    world.store(record(1, abstract="Our code is at https://github.com/ada/tokens."))
    world.store(record(2, version=2, title="Quite another title"))
    look(world)
    assert {(u.kind, u.value) for u in waiting(world)} == {
        (UpdateKind.CODE_RELEASED, "https://github.com/ada/tokens"),
        (UpdateKind.TITLE_CHANGED, "Quite another title"),
    }
    with writing(world.engine) as session:
        row = papers.by_ids(session, ["2510.00002"])["2510.00002"].id
        told = [VersionTold(3, datetime(2025, 11, 1, tzinfo=UTC), is_withdrawal=True)]
        assert paper_history.record_versions(session, row, told, now=world.now) == 3
    look(world)
    assert UpdateKind.WITHDRAWN in {u.kind for u in waiting(world)}


def test_what_holds_no_more_is_taken_back_before_anybody_decided(world: World) -> None:
    world.store(record(1, comment=VENUE))
    look(world)
    world.store(record(1, version=2, comment="Under review"))
    assert look(world).gone == 1
    assert waiting(world) == []


def test_what_was_dismissed_does_not_come_back_and_what_was_confirmed_stays(world: World) -> None:
    world.store(record(1, comment=VENUE), record(2, comment="To appear in ICML 2026"))
    look(world)
    first, second = waiting(world)
    say(world, first, UpdateVerdict.DISMISS)
    say(world, second, UpdateVerdict.CONFIRM)
    assert look(world) == Watched(slug=SPEC.slug, found=0, gone=0, landed=0)
    assert waiting(world) == []
    assert [u.id for u in waiting(world, UpdateState.ACCEPTED)] == [second.id]


def test_a_better_venue_is_not_offered_while_one_is_on_its_way(world: World) -> None:
    world.store(record(1, comment=VENUE))
    look(world)
    say(world, waiting(world)[0], UpdateVerdict.CONFIRM)
    world.store(record(1, comment="Accepted at IEEE/CVF CVPR 2026 Workshops"))
    assert look(world).found == 0


def test_it_has_landed_when_the_list_says_it_whoever_wrote_it(world: World) -> None:
    world.store(record(1, comment=VENUE))
    look(world)
    say(world, waiting(world)[0], UpdateVerdict.CONFIRM)
    world.sync(listed(1, world, venue="CVPR'26"), entry(2, world.now))
    assert look(world).landed == 1
    assert waiting(world, None) == []
    assert look(world) == Watched(slug=SPEC.slug, found=0, gone=0, landed=0)


def test_what_the_maintainers_took_back_is_dismissed_and_not_offered_again(world: World) -> None:
    world.store(record(1, comment=VENUE))
    look(world)
    say(world, waiting(world)[0], UpdateVerdict.CONFIRM)
    world.sync(listed(1, world, venue="CVPR'26"), entry(2, world.now))
    look(world)
    world.sync(entry(1, world.now), entry(2, world.now))
    assert look(world) == Watched(slug=SPEC.slug, found=0, gone=0, landed=0, undone=1)
    assert look(world) == Watched(slug=SPEC.slug, found=0, gone=0, landed=0)
    (update,) = waiting(world, None)
    assert (update.state, update.decided_by) == (UpdateState.REJECTED, MAINTAINERS)
    say(world, update, UpdateVerdict.UNDO)
    assert len(waiting(world)) == 1, "a person may ask for it all the same"


def test_an_entry_that_says_so_anywhere_in_its_text_needs_no_update(world: World) -> None:
    text = b"- Paper 1 (ECCV 2026, CVPR2026 accepted)"
    found = world.found()
    place = {"path": found.spec.paths[0], "first_byte": 0, "last_byte": len(text)}
    with writing(world.engine) as session:
        lists.record_sync(
            session,
            found.id,
            snapshots=[lists.Snapshot("f00d", found.spec.paths[0], text, ())],
            entries=[listed(1, world, **place)],
            head="f00d",
            now=world.now,
        )
    world.store(record(1, comment=VENUE))
    assert look(world).found == 0


def test_a_verdict_on_what_has_changed_or_is_elsewhere_is_refused_and_undo_asks_again(world: World) -> None:
    world.store(record(1, comment=VENUE))
    look(world)
    (update,) = waiting(world)
    with pytest.raises(Conflict, match="has changed since the page was made"):
        say(world, update, UpdateVerdict.CONFIRM, revision=7)
    say(world, update, UpdateVerdict.CONFIRM)
    with pytest.raises(Conflict):
        say(world, update, UpdateVerdict.CONFIRM)
    say(world, waiting(world, UpdateState.ACCEPTED)[0], UpdateVerdict.UNDO)
    assert [u.state for u in waiting(world)] == [UpdateState.PENDING]
    with pytest.raises(NotFound), writing(world.engine) as session:
        updates.claim(session, update.id, list_id=update.list_id + 1)
    with reading(world.engine) as session:
        said = [line.action for line in ledger.newest(session, limit=9) if "update" in line.action]
    assert said == ["undo update", "confirm update"]
