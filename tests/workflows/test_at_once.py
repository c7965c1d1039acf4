"""Two at once at one list, jobs and people: nothing is lost or doubled, and nobody is refused for nothing."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.db import bulk as matches
from service.db import candidates, list_changes, lists, updates
from service.db.engine import WriteSession, reading, writing
from service.db.lists import Snapshot
from service.db.queue_conditions import QueueFilter
from service.domain.review import CandidateState, VerdictKind
from service.errors import Conflict
from service.workflows.bulk import Stroke, digest_of, give_stroke, undo_stroke
from service.workflows.list_settings import change_settings
from service.workflows.review import give_verdict
from service.workflows.watch import watch_list
from tests.makers import make_given
from tests.together import meanwhile
from tests.world import World, entry, record


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    return World(engine, tmp_path, now)


def reject_all(world: World) -> Stroke:
    user = world.user()
    with reading(world.engine) as session:
        seen = matches.matching(session, world.found().id, QueueFilter(), user_id=user.id, now=world.now)
    return Stroke(kind=VerdictKind.REJECT, seen=digest_of(seen), key="stroke-1", reason="other", note="No.")


def states(world: World, *ids: int) -> set[CandidateState]:
    with reading(world.engine) as session:
        return {candidates.by_id(session, each).state for each in ids}


def test_a_stroke_that_is_sent_twice_at_once_is_one(world: World) -> None:
    ids = world.candidate(1), world.candidate(2)
    found, user, stroke = world.found(), world.user(), reject_all(world)

    def give(session: WriteSession) -> int:
        return give_stroke(session, found, QueueFilter(), stroke, user=user, now=world.now)

    assert meanwhile(world.engine, give, give) == (2, 2)
    assert states(world, *ids) == {CandidateState.REJECTED}


def test_a_stroke_does_not_judge_what_somebody_has_judged_a_moment_ago(world: World) -> None:
    one, two = world.candidate(1), world.candidate(2)
    found, user, stroke, other = world.found(), world.user(), reject_all(world), world.user("bo")

    def accept(session: WriteSession) -> int:
        given = make_given(candidates.by_id(session, two))
        return give_verdict(session, two, given, user=other, now=world.now)

    def give(session: WriteSession) -> str:
        try:
            return str(give_stroke(session, found, QueueFilter(), stroke, user=user, now=world.now))
        except Conflict as exc:
            session.rollback()
            return str(exc)

    assert "not those that you saw" in meanwhile(world.engine, accept, give)[1]
    assert states(world, one) == {CandidateState.PENDING}
    assert states(world, two) == {CandidateState.ACCEPTED}


def test_a_stroke_that_is_taken_back_twice_at_once_is_taken_back_once(world: World) -> None:
    ids = world.candidate(1), world.candidate(2)
    found, user, stroke = world.found(), world.user(), reject_all(world)
    with writing(world.engine) as session:
        give_stroke(session, found, QueueFilter(), stroke, user=user, now=world.now)

    def back(session: WriteSession) -> int:
        return undo_stroke(session, found, stroke.key, user=user, now=world.now)

    assert meanwhile(world.engine, back, back) == (2, 0)
    assert states(world, *ids) == {CandidateState.PENDING}


def test_two_maintainers_who_change_different_settings_at_once_both_do(world: World) -> None:
    found, user = world.found(), world.user()

    def change(**given: str) -> Callable[[WriteSession], list[str]]:
        return lambda session: change_settings(session, found, given, user=user, now=world.now)

    meanwhile(world.engine, change(daily="7"), change(least="0.3"))
    with reading(world.engine) as session:
        assert list_changes.of_list(session, found.id) == {"daily": 7, "least": 0.3}


def test_the_watch_and_a_sync_that_look_at_once_find_an_update_once(world: World) -> None:
    world.sync(entry(1, world.now))
    world.store(record(1, comment="Accepted at CVPR 2026"))
    found = world.found()

    def look(session: WriteSession) -> int:
        return watch_list(session, found, now=world.now).found

    assert meanwhile(world.engine, look, look) == (1, 0)


def test_the_watch_reads_entries_where_a_sync_has_put_them_since_it_began(world: World) -> None:
    line, above = b"A paper of the list, CVPR 2026\n", b"Another line above it\n"
    at = entry(1, world.now)
    world.store(record(1, comment="Accepted at CVPR 2026"))

    def stand(head: str, text: bytes, first: int) -> None:
        stands = replace(at, path="README.md", first_byte=first, last_byte=first + len(line), venue="")
        with writing(world.engine) as session:
            shot = Snapshot(head, "README.md", text, ())
            lists.record_sync(session, list_id, snapshots=[shot], entries=[stands], head=head, now=world.now)

    list_id = world.found().id
    stand("c0ffee", line, 0)
    before = world.found()
    stand("decade", above + line, len(above))
    with writing(world.engine) as session:
        watch_list(session, before, now=world.now)
    with reading(world.engine) as reader:
        assert [u.kind for u in updates.every(reader, list_id)] == []
