"""What is kept of a list's entries is what would be made anew, whoever changed them and however."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from service.db import entry_tallies, list_changes, trends
from service.db.engine import reading, writing
from service.db.kept import Kept, mark_of
from service.domain.queries import Condition, Kind
from tests.world import SPEC, World, entry

OTHER = type(SPEC)(slug="other", name="Other", repository="-", source_name="other", taxonomy=SPEC.taxonomy)
LLM = Condition("stage", Kind.TAG, values=("llm",))


@pytest.fixture
def world(engine: Engine, tmp_path, now) -> World:
    made = World(engine, tmp_path, now)
    made.sync(*(entry(n, now - timedelta(days=n), tags={"stage": ("llm",)}) for n in range(1, 4)))
    return made


def mark(world: World) -> str:
    with reading(world.engine) as session:
        return mark_of(session, world.found().id)


def _write(statement: str) -> Callable[[World], None]:
    def write(world: World) -> None:
        with world.engine.execution_options(writes=True).begin() as connection:
            connection.execute(text(statement))

    return write


def _let_go(world: World) -> None:
    with writing(world.engine) as session:
        list_changes.let_go(session, world.found().id, now=world.now)


def _sync(world: World) -> None:
    world.sync(entry(1, world.now), entry(9, world.now))


@pytest.mark.parametrize(
    "write",
    [
        _sync,
        _let_go,
        _write("UPDATE entries SET tags = '{}'"),
        _write("DELETE FROM entries WHERE arxiv_id = '2510.00001'"),
        _write("INSERT INTO entries (list_id, key, title, title_key, path, position, first_byte, last_byte, "
               "section, tags, links, authors_text, date_text, venue, listed_at, learned_at, news_at) "
               "SELECT list_id, 'new', title, title_key, path, position, first_byte, last_byte, section, "
               "tags, links, authors_text, date_text, venue, listed_at, learned_at, news_at "
               "FROM entries LIMIT 1"),
    ],
    ids=["sync", "let go", "update", "delete", "insert"],
)  # fmt: skip
def test_every_change_of_an_entry_gives_its_list_another_mark(world: World, write: Callable[[World], None]):
    before = mark(world)
    assert before
    write(world)
    assert mark(world) not in ("", before)


def test_other_changes_and_other_lists_leave_the_mark(world: World):
    before = mark(world)
    world.accept(50, stage=["llm"])
    world.sync(entry(7, world.now), spec=OTHER)
    world.sync(*(entry(n, world.now - timedelta(days=n), tags={"stage": ("llm",)}) for n in range(1, 4)))
    assert mark(world) == before


def test_a_list_that_goes_takes_its_mark_along(world: World):
    _write("DELETE FROM lists WHERE slug = 'tokens'")(world)
    with reading(world.engine) as session:
        assert session.execute(text("SELECT count(*) FROM list_marks")).scalar() == 0


def _told(world: World) -> list[Any]:
    """All that is kept of a list."""
    list_id = world.found().id
    with reading(world.engine) as session:
        return [
            [each.record.key for each in entry_tallies.entries(session, list_id)],
            entry_tallies.sizes(session).get(list_id, 0),
            entry_tallies.tags(session, list_id, ("stage", "modality")),
            entry_tallies.counts(session, list_id, conditions=(LLM,), group_by="state"),
            sorted(dict(each.tags)["stage"][0] for each in trends.dated(session, list_id)),
            [each.arxiv_id for each in trends.shared(session)],
        ]


def test_what_is_kept_follows_every_change(world: World):
    keys = [f"2510.{n:05d}" for n in (1, 2, 3)]
    assert _told(world) == [keys, 3, {("stage", "llm"): 3}, {"listed": 3}, ["llm"] * 3, []]
    world.sync(*(entry(n, world.now - timedelta(days=n), tags={"stage": ("encoder",)}) for n in (1, 2)))
    assert _told(world) == [keys[:2], 2, {("stage", "encoder"): 2}, {}, ["encoder"] * 2, []]
    world.sync(entry(2, world.now, tags={"stage": ("llm",)}), spec=OTHER)
    assert _told(world)[-1] == [keys[1]]
    world.accept(60, stage=["llm"])
    assert _told(world)[3] == {"confirmed": 1}


def test_what_stays_is_read_once(world: World):
    first = _told(world)
    reads: list[str] = []

    def see(_c: object, _cursor: object, statement: str, *_rest: object) -> None:
        asks_nothing = "AND 0 = 1" in statement or "AND false" in statement
        if "FROM entries" in statement and "candidates" not in statement and not asks_nothing:
            reads.append(statement)

    event.listen(world.engine, "before_cursor_execute", see)
    try:
        assert _told(world) == first
        assert reads == []
    finally:
        event.remove(world.engine, "before_cursor_execute", see)


def test_no_more_is_kept_than_was_said_and_the_last_asked_for_stays():
    made: list[str] = []

    def make(words: str) -> Callable[[], str]:
        def making() -> str:
            made.append(words)
            return words

        return making

    kept: Kept[str] = Kept(most=6, weigh=len)
    for words in ("aaa", "bbb", "aaa", "cc", "aaa", "bbb", "too long for it", "too long for it"):
        assert kept.get(words, make(words)) == words
    assert made == ["aaa", "bbb", "cc", "bbb", "too long for it", "too long for it"]
