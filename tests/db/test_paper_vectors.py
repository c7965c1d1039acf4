"""Which papers are nearest: PostgreSQL with pgvector, without it, and SQLite give the same answer."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from sqlalchemy import Engine, text

from service.db import paper_vectors, papers, vector_index
from service.db.engine import make_engine, reading, upgrade, writing
from tests.makers import NOW, make_record

PAPERS, DIMENSION = 60, 24
MODEL = ("hash", "words-24")


def some_vectors(seed: int = 0) -> NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((PAPERS, DIMENSION)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    return rows


def fill(engine: Engine, rows: NDArray[np.float32]) -> list[int]:
    """Store papers with these vectors; return their row ids, in the vectors' order."""
    records = [make_record(f"2510.{number:05d}") for number in range(1, len(rows) + 1)]
    with writing(engine) as session:
        papers.store(session, records, now=NOW)
        known = papers.by_ids(session, [str(r.arxiv_id) for r in records])
        ids = [known[str(r.arxiv_id)].id for r in records]
        paper_vectors.replace(session, *MODEL, {i: row.tobytes() for i, row in zip(ids, rows, strict=True)})
    return ids


def in_near_table(engine: Engine) -> int:
    with engine.connect() as connection:
        return connection.scalar(text("SELECT count(*) FROM paper_vectors_near")) or 0


def run(engine: Engine, *statements: str) -> None:
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def account_without_rights(postgres_engine: Engine, tmp_path: Path) -> Iterator[Engine]:
    """A database of somebody who may not install extensions, on a server that has pgvector."""
    name = f"plain_{abs(hash(tmp_path)) % 10**9}"
    with postgres_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN"))
        connection.execute(text(f"CREATE DATABASE {name} OWNER {name}"))
    url = postgres_engine.url.set(database=name, username=name)
    made = make_engine(url.render_as_string(hide_password=False))
    yield made
    made.dispose()
    with postgres_engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
        connection.execute(text(f"DROP ROLE {name}"))


@pytest.mark.parametrize("asked", [[0], [3, 41], list(range(10))])
def test_the_nearest_are_those_of_the_exact_search(engine: Engine, asked: list[int]) -> None:
    rows = some_vectors()
    ids = fill(engine, rows)
    best = np.argsort(-(rows @ rows[asked].mean(axis=0)), kind="stable")
    expected = [ids[int(place)] for place in best[:15]]
    with reading(engine) as session:
        seeds = [ids[place] for place in asked]
        assert paper_vectors.nearest(session, seeds, limit=15) == expected
        assert paper_vectors.nearest_exactly(session, seeds, limit=15) == expected
        assert paper_vectors.nearest(session, [], limit=15) == []
        assert paper_vectors.nearest(session, [10**6], limit=15) == []


def test_with_pgvector_it_is_postgresql_that_searches(postgres_engine: Engine, engine: Engine) -> None:
    ids = fill(engine, some_vectors())
    with reading(engine) as session:
        asked = vector_index.nearest(session, ids[:2], limit=3)
    if engine is postgres_engine:
        assert in_near_table(engine) == PAPERS
        assert asked is not None
        assert len(asked) == 3
    else:
        assert asked is None


def test_what_is_not_compared_any_more_is_not_found(engine: Engine) -> None:
    rows = some_vectors()
    ids = fill(engine, rows)
    kept = {i: row.tobytes() for i, row in zip(ids[:5], rows[:5], strict=True)}
    with writing(engine) as session:
        assert paper_vectors.replace(session, *MODEL, kept) == 0, "these were there"
        assert sorted(paper_vectors.nearest(session, ids[:1], limit=PAPERS)) == ids[:5]
    other = {i: row.tobytes() for i, row in zip(ids[:5], some_vectors(1)[:5, :12].copy(), strict=True)}
    with writing(engine) as session:
        assert paper_vectors.replace(session, "another", "1", other) == 5
        assert sorted(paper_vectors.nearest(session, ids[:1], limit=PAPERS)) == ids[:5]


def test_an_account_that_may_not_install_pgvector_searches_without_it_until_it_is_there(
    account_without_rights: Engine, postgres_engine: Engine
) -> None:
    engine, rows = account_without_rights, some_vectors()
    upgrade(engine)
    ids = fill(engine, rows)
    with reading(engine) as session:
        assert vector_index.nearest(session, ids[:2], limit=9) is None
        without = paper_vectors.nearest(session, ids[:2], limit=9)
    owner = make_engine(
        postgres_engine.url.set(database=engine.url.database).render_as_string(hide_password=False)
    )
    run(owner, "CREATE EXTENSION vector")
    owner.dispose()
    upgrade(engine)
    assert in_near_table(engine) == PAPERS, "what was there before is found as well"
    with reading(engine) as session:
        assert vector_index.nearest(session, ids[:2], limit=9) == without
