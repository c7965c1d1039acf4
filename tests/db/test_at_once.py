"""Two who store the same thing in the same moment: it is there once, and neither of them is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import Engine

from service.db import (
    candidates,
    digests,
    harvests,
    hub_notices,
    letters,
    likenesses,
    lists,
    paper_vectors,
    people,
    subscribers,
    suggestions,
    vectors,
    windows,
)
from service.db.engine import WriteSession, reading, writing
from service.db.harvests import Harvest
from service.db.lists import Snapshot
from service.db.windows import Window
from service.errors import Conflict
from service.workflows.publish_memory import MAINTAINERS, refuse
from tests.makers import make_candidate, make_list
from tests.together import meanwhile

DAY = date(2025, 11, 4)
NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
WINDOW = Window(
    source="arxiv",
    query="cat:cs.CV",
    day=DAY,
    state="green",
    expected=3,
    fetched=3,
    stored=3,
    attempts=1,
    problem=None,
    read_at=NOW,
    next_attempt_at=None,
)


@pytest.fixture
def list_id(engine: Engine) -> int:
    with writing(engine) as session:
        made = make_candidate(session, make_list(session))
        make_candidate(session, lists.by_id(session, made.list_id), "2510.00002")
        return made.list_id


def sync(session: WriteSession, list_id: int) -> object:
    found = lists.ensure(session, lists.by_id(session, list_id).spec, now=NOW)
    shot = Snapshot("c0ffee", "README.md", b"A list", ())
    return lists.record_sync(session, found.id, snapshots=[shot], entries=(), head="c0ffee", now=NOW)


STORED: dict[str, Callable[[WriteSession, int], object]] = {
    "window": lambda session, _: windows.save(session, WINDOW),
    "harvest": lambda session, _: harvests.save(session, Harvest(source="arxiv", of_set="cs", since=DAY)),
    "hub notice": lambda session, list_id: hub_notices.keep(session, list_id, "mark", now=NOW),
    "digest": lambda session, list_id: digests.ensure(session, list_id, 2025, 44, {}, now=NOW).id,
    "likeness": lambda session, _: likenesses.replace(session, {1: [(2, 0.5)], 2: [(1, 0.5)]}),
    "paper vector": lambda session, _: paper_vectors.replace(session, "m", "1", {1: b"\0\0\0\0" * 3}),
    "files of a list": sync,
    "refusal": lambda session, _: refuse(session, candidates.by_id(session, 1), "No.", now=NOW),
}


@pytest.mark.parametrize("what", STORED)
def test_it_is_stored_once(engine: Engine, list_id: int, what: str) -> None:
    def store(session: WriteSession) -> object:
        done = STORED[what](session, list_id)
        session.flush()
        return done

    meanwhile(engine, store, store)
    with writing(engine) as session:
        store(session)


def test_a_paper_is_suggested_once(engine: Engine, list_id: int) -> None:
    def suggest(session: WriteSession) -> bool:
        return suggestions.add(
            session, list_id=list_id, arxiv_id="2510.00009", note="", asked_by="somebody", now=NOW
        )

    assert meanwhile(engine, suggest, suggest) == (True, False)


def test_who_comes_second_with_a_name_is_told_that_somebody_has_it(engine: Engine) -> None:
    def make(session: WriteSession) -> str:
        try:
            return people.add(session, name="ada", password_hash="-", role="reader", now=NOW).name
        except Conflict as exc:
            return str(exc)

    first, second = meanwhile(engine, make, make)
    assert first == "ada"
    assert second == "There is already an account named ada; choose another name."


@pytest.mark.usefixtures("list_id")
def test_the_maintainers_get_one_account_whoever_needs_it_first(engine: Engine) -> None:
    def refuse_one(candidate_id: int) -> Callable[[WriteSession], None]:
        return lambda session: refuse(session, candidates.by_id(session, candidate_id), "No.", now=NOW)

    meanwhile(engine, refuse_one(1), refuse_one(2))
    with reading(engine) as session:
        assert [user.name for user in people.everybody(session)] == [MAINTAINERS]


def test_who_leaves_while_letters_are_planned_holds_none_of_them_up(engine: Engine, list_id: int) -> None:
    with writing(engine) as session:
        issue = digests.ensure(session, list_id, 2025, 44, {}, now=NOW)
        ids = [
            subscribers.add(session, list_id, f"{name}@example.org", asked_from="x", now=NOW).id
            for name in ("ada", "bo")
        ]
        for each in ids:
            subscribers.confirm(session, each, now=NOW - timedelta(days=1))
    meanwhile(
        engine,
        lambda session: subscribers.remove(session, ids[:1]),
        lambda session: letters.plan_issue(session, issue, now=NOW),
    )
    with reading(engine) as reader:
        assert [letter.address for letter in letters.due(reader, now=NOW, most=9)] == ["bo@example.org"]


def test_vectors_that_two_store_in_opposite_orders_are_stored(engine: Engine) -> None:
    many = {f"{number:064d}": b"\0\0\0\0" for number in range(10_000)}
    begin = Barrier(2)

    def store(some: dict[str, bytes]) -> None:
        begin.wait(timeout=30)
        with writing(engine) as session:
            vectors.store(session, "m", "1", some)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(store, (many, dict(reversed(many.items()))), timeout=60))
    with reading(engine) as session:
        assert len(vectors.known(session, "m", "1", many)) == len(many)
