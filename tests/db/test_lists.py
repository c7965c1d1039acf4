"""Lists, entries and snapshots as they are stored; source windows and vectors."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine

from service.db import entry_tallies, lists, vectors, windows
from service.db.engine import reading, writing
from service.db.lists import Snapshot, SyncCount
from service.domain.lists import EntryRecord
from service.errors import NotFound
from tests.makers import make_list

LISTED = datetime(2025, 10, 1, tzinfo=UTC)


def entry(number: int, **facts: Any) -> EntryRecord:
    said: dict[str, Any] = {
        "key": f"arxiv:2510.{number:05d}",
        "title": f"Paper {number}",
        "path": "README.md",
        "position": number,
        "first_byte": number * 10,
        "last_byte": number * 10 + 9,
        "arxiv_id": f"2510.{number:05d}",
        "tags": {"method": ("prune",)},
        "links": {"paper": ("https://example.org",)},
        "section": ("Video", "2025"),
        "listed_at": LISTED + timedelta(days=number),
    }
    return EntryRecord(**(said | facts))


def sync(engine: Engine, list_id: int, entries: list[EntryRecord], head: str, now: datetime) -> SyncCount:
    shot = Snapshot(head, "README.md", head.encode(), ("3: a table without an end",))
    with writing(engine) as session:
        return lists.record_sync(session, list_id, snapshots=[shot], entries=entries, head=head, now=now)


@pytest.fixture
def list_id(engine: Engine) -> int:
    with writing(engine) as session:
        return make_list(session, aliases=("short",)).id


def test_a_list_is_found_by_slug_and_alias_and_takes_over_its_new_catalog_entry(
    engine: Engine, list_id: int
) -> None:
    with writing(engine) as session:
        assert lists.by_slug(session, "short").id == lists.by_slug(session, "some-list").id == list_id
        changed = lists.ensure(
            session, replace(lists.by_id(session, list_id).spec, name="New name"), now=LISTED
        )
    assert (changed.id, changed.spec.name, changed.slug) == (list_id, "New name", "some-list")


def test_an_unknown_list_is_answered_with_the_known_ones(engine: Engine, list_id: int) -> None:
    with reading(engine) as session, pytest.raises(NotFound, match=r"no list 'x'\. Lists: some-list\."):
        lists.by_slug(session, "x")
    assert list_id


def test_where_there_is_no_list_the_command_is_named(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFound, match="none yet; run `listkeeper lists sync`"):
        lists.by_slug(session, "x")


def test_entries_come_and_go_and_keep_the_day_they_were_listed(
    engine: Engine, list_id: int, now: datetime
) -> None:
    assert sync(engine, list_id, [entry(1), entry(2)], "a", now) == SyncCount(added=2, kept=0, removed=0)
    moved = entry(1, position=9, listed_at=now)
    assert sync(engine, list_id, [moved, entry(3)], "b", now) == SyncCount(added=1, kept=1, removed=1)
    with reading(engine) as session:
        found = [e.record for e in lists.entries(session, list_id)]
        assert lists.listed_ids(session) == {"2510.00001", "2510.00003"}
        assert lists.listed_title_keys(session, list_id) == {"paper1", "paper3"}
        assert entry_tallies.sizes(session) == {list_id: 2}
    assert found == [entry(3), entry(1, position=9)]
    assert sync(engine, list_id, [entry(1), entry(2)], "c", now) == SyncCount(added=0, kept=2, removed=1)
    with reading(engine) as session:
        assert [e.record for e in lists.entries(session, list_id)] == [entry(2), entry(1)]


def test_the_same_head_again_changes_nothing_but_the_time(
    engine: Engine, list_id: int, now: datetime
) -> None:
    sync(engine, list_id, [entry(1)], "a", now)
    assert sync(engine, list_id, [entry(1)], "a", now + timedelta(days=1)).kept == 1
    with reading(engine) as session:
        found = lists.by_id(session, list_id)
        shot = lists.snapshot(session, list_id, "a", "README.md")
        assert list(lists.problems(session, found)) == ["3: a table without an end"]
    assert found.synced_at == now + timedelta(days=1)
    assert shot is not None
    assert shot.content == b"a"


def test_a_problem_stays_until_the_next_good_sync(engine: Engine, list_id: int, now: datetime) -> None:
    with writing(engine) as session:
        lists.record_problem(session, list_id, "It is away.")
        assert lists.by_id(session, list_id).problem == "It is away."
    sync(engine, list_id, [], "a", now)
    with reading(engine) as session:
        assert lists.by_id(session, list_id).problem is None


@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_of_entries_go_back_in_time_and_show_each_once(
    engine: Engine, list_id: int, now: datetime, size: int
) -> None:
    same_day = [entry(n, listed_at=LISTED) for n in range(1, 6)]
    sync(engine, list_id, [*same_day, entry(8), entry(9)], "a", now)
    seen: list[str] = []
    before = None
    with reading(engine) as session:
        while page := lists.entries(session, list_id, limit=size, before=before):
            seen += [e.record.key[-1] for e in page]
            before = (page[-1].record.listed_at, page[-1].id)
    assert "".join(seen) == "9854321"


def test_a_paper_is_found_in_all_lists_that_hold_it(engine: Engine, list_id: int, now: datetime) -> None:
    with writing(engine) as session:
        other = make_list(session, "other").id
    sync(engine, list_id, [entry(1), entry(2, arxiv_id=None, key="title:x")], "a", now)
    sync(engine, other, [entry(1)], "a", now)
    with reading(engine) as session:
        assert [e.list_id for e in lists.entries_of_paper(session, "2510.00001")] == [list_id, other]
        assert lists.listed_ids(session, list_id) == {"2510.00001"}


def test_a_day_of_a_query_has_one_window_that_says_how_it_stands_now(engine: Engine, now: datetime) -> None:
    window = windows.Window(
        source="arxiv",
        query="cat:cs.CV",
        day=date(2025, 10, 1),
        state="amber",
        expected=12,
        fetched=9,
        stored=9,
        attempts=1,
        problem="short",
        read_at=now,
        next_attempt_at=None,
    )
    green = replace(window, state="green", fetched=12, stored=12, attempts=2, problem=None)
    other = replace(window, query="cat:cs.CL", day=date(2025, 10, 2))
    for each in (window, other, green):
        with writing(engine) as session:
            windows.save(session, each)
    with reading(engine) as session:
        assert list(windows.between(session, date(2025, 10, 1), date(2025, 10, 2))) == [other, green]
        assert list(windows.between(session, window.day, window.day, query="cat:cs.CL")) == []


def test_vectors_are_known_by_model_revision_and_text(engine: Engine) -> None:
    many = {f"{n:064d}": bytes([n % 256]) * 4 for n in range(1100)}
    for _ in range(2):
        with writing(engine) as session:
            vectors.store(session, "m", "1", many)
    with writing(engine) as session:
        vectors.store(session, "m", "2", {"0" * 64: b"other"})
    with reading(engine) as session:
        assert vectors.known(session, "m", "1", [*many, *many, "unknown"]) == many
        assert vectors.known(session, "m", "2", many) == {"0" * 64: b"other"}
        assert vectors.known(session, "n", "1", many) == {}
        assert vectors.known(session, "m", "1", []) == {}
