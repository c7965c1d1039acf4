"""No question that the public asks reads a whole table: every plan goes by an index."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, insert

from service.db.models import PaperRow
from tests.world import World, entry, record

GROWING = "entries|papers|candidates|paper_versions|verdicts|likenesses|digest_issues"
PATHS = (
    "/lists/tokens/feed.atom",
    "/lists/tokens/feed/2025-09.atom",
    "/lists/tokens/changes.atom",
    "/lists/tokens/new",
    "/api/v1/lists/tokens/entries?limit=20",
    "/api/v1/lists/tokens/entries?limit=20&sort=date",
    "/api/v1/papers?limit=20",
    "/api/v1/papers?limit=20&sort=-submitted",
    "/api/v1/papers?limit=20&filter=learned:2025-10-01..",
    "/api/v1/papers?filter=id:2510.00007",
    "/api/v1/papers/2510.00007",
    "/api/v1/search?q=tokens",
    "/api/v1/search?q=tokens&by=meaning",
    "/papers/2510.00007",
    "/authors/Ada%207%20Lovelace",
)
KEPT = (  # made of a whole list, once for each state of it; see `service.db.kept`
    "/",
    "/lists/tokens",
    "/lists/tokens?stage=llm&sort=title",
    "/lists/tokens/trends",
    "/lists/tokens/tags/stage/llm",
    "/disagreements",
    "/api/v1/lists",
    "/api/v1/lists/tokens",
    "/api/v1/lists/tokens/tags",
    "/api/v1/lists/tokens/counts?group_by=month",
    "/api/v1/lists/tokens/counts?group_by=stage&filter=stage:llm",
)


@pytest.fixture
def world(engine: Engine, tmp_path, now) -> World:
    made = World(engine, tmp_path, now - timedelta(days=40))
    made.sync(*(entry(n, now - timedelta(days=n % 90), tags={"stage": ("llm",)}) for n in range(1, 121)))
    made.store(*(record(n) for n in range(1, 121)))
    made.now = now - timedelta(days=2)
    made.accept(200, stage=["llm"])
    made.store(*(record(n) for n in range(300, 360)))
    for number in range(300, 360):
        made.candidate(number)
    made.store(*(record(n, version=2) for n in range(1, 9)))
    made.now = now
    others = [_row(number, now) for number in range(5000, 8000)]
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(insert(PaperRow), others)
    with engine.execution_options(writes=True).begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    return made


def _row(number: int, now: datetime) -> dict[str, Any]:
    """A paper that nobody asks for: the table is large, and few of its rows are wanted."""
    return {
        "arxiv_id": f"2509.{number:05d}",
        "title": f"Other {number}",
        "title_key": f"other{number}",
        "abstract": "Something else.",
        "authors": ["Bo"],
        "categories": ["cs.RO"],
        "submitted_at": now - timedelta(hours=number),
        "version": 1,
        "learned_at": now - timedelta(hours=number),
        "changed_at": now,
    }


@contextmanager
def asked(engine: Engine) -> Iterator[list[tuple[str, Any]]]:
    """Collect the SELECTs that are sent."""
    found: list[tuple[str, Any]] = []

    def see(_c: object, _cursor: object, statement: str, parameters: Any, *_rest: object) -> None:
        if statement.startswith(("SELECT", "WITH")):
            found.append((statement, parameters))

    event.listen(engine, "before_cursor_execute", see)
    yield found
    event.remove(engine, "before_cursor_execute", see)


def whole_tables(engine: Engine, statement: str, parameters: Any) -> list[str]:
    """Return the steps of a statement's plan that read a whole table, or sort all of one."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            steps = [str(row[-1]) for row in rows]
            return [s for s in steps if re.match(rf"SCAN ({GROWING})\b(?!.*INDEX)", s)]
        connection.exec_driver_sql("SET enable_seqscan = off")  # what is left has no index to go by
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return [str(row[0]) for row in rows if re.search(rf"Seq Scan on ({GROWING})\b", str(row[0]))]


def test_every_public_question_goes_by_an_index(world: World):
    client = world.client()
    slow = []
    for path in PATHS:
        with asked(world.engine) as found:
            assert client.get(path).status_code == 200, path
        assert found, path
        slow += [(path, step, s) for s, p in found for step in whole_tables(world.engine, s, p)]
    assert slow == []


def test_what_is_made_of_a_whole_list_is_not_read_again_while_it_stays(world: World):
    first = world.client()
    for path in KEPT:
        assert first.get(path).status_code == 200, path
    world.store(record(900))  # something else changes: no whole answer is remembered any more
    client = world.client()
    slow = []
    for path in KEPT:
        with asked(world.engine) as found:
            assert client.get(path).status_code == 200, path
        assert found, path
        slow += [(path, s) for s, _ in found if "FROM entries" in s and not _is_bounded(s)]
        slow += [(path, step) for s, p in found for step in whole_tables(world.engine, s, p)]
    assert slow == []


def _is_bounded(statement: str) -> bool:
    """Whether a statement reads a page of entries, or looks single ones up."""
    looks_up = "EXISTS (SELECT entries.id" in statement and not statement.startswith("SELECT entries")
    return "LIMIT" in statement or looks_up


def test_a_feed_is_read_in_its_order_and_nothing_is_sorted(world: World):
    if world.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL sorts so few rows as these faster than it would walk an index")
    with asked(world.engine) as found:
        world.client().get("/lists/tokens/feed.atom")
    statements = [(s, p) for s, p in found if "news_at" in s and "LIMIT" in s]
    assert len(statements) >= 2
    with world.engine.connect() as connection:
        for statement, parameters in statements:
            plan = [
                str(r[-1]) for r in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
            ]
            assert not [step for step in plan if "TEMP B-TREE" in step], plan
            assert any("ix_entries_list_id_news_at_id" in s or "ix_candidates_news" in s for s in plan), plan
