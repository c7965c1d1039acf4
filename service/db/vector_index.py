"""pgvector, where the database has it: the vectors of papers once more, in a form that PostgreSQL searches.

The table is made after the migrations and not by one: a database may get the extension at any time, or never.
"""

from collections.abc import Mapping
from struct import unpack

import structlog
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

TABLE = "paper_vectors_near"
_BATCH = 500  # vectors in one statement

_log = structlog.get_logger()


def ensure(connection: Connection) -> bool:
    """Make the table where the extension can be had, and fill it; tell whether it is there.

    Where it cannot be had nothing changes, and searching is done here instead.
    """
    if connection.dialect.name != "postgresql":
        return False
    if _is_there(connection):
        return True
    try:
        with connection.begin_nested():
            connection.execute(text("CREATE EXTENSION IF NOT EXISTS vector"))
            # Who stores vectors just now is waited for; who comes later finds the table.
            connection.execute(text("LOCK TABLE paper_vectors IN SHARE ROW EXCLUSIVE MODE"))
            connection.execute(
                text(
                    f"CREATE TABLE {TABLE} (paper_id integer PRIMARY KEY "
                    "REFERENCES paper_vectors (paper_id) ON DELETE CASCADE, near vector NOT NULL)"
                )
            )
            known = connection.execute(text("SELECT paper_id, vector FROM paper_vectors"))
            _write(connection, {row[0]: bytes(row[1]) for row in known})
    except DBAPIError as exc:  # not installed, or not for this account to install
        reason = str(exc.orig).strip().splitlines()[0]
        _log.info("no pgvector, searching without", reason=reason)
        return False
    return True


def store(session: Session, vectors: Mapping[int, bytes]) -> None:
    """Keep vectors, by paper, where the table is there; after `paper_vectors` has them."""
    if session.get_bind().dialect.name == "postgresql" and _is_there(session.connection()):
        _write(session.connection(), vectors)


def nearest(session: Session, paper_ids: list[int], *, limit: int) -> list[int] | None:
    """Return the papers nearest to the mean of these, the nearest first; None where it cannot be asked."""
    if session.get_bind().dialect.name != "postgresql" or not _is_there(session.connection()):
        return None
    query = text(
        f"WITH asked AS (SELECT avg(near) AS mean FROM {TABLE} WHERE paper_id = ANY(:ids)) "  # noqa: S608  # our own table name
        f"SELECT paper_id FROM {TABLE}, asked WHERE mean IS NOT NULL "
        "ORDER BY near <#> mean, paper_id LIMIT :limit"
    )
    return list(session.scalars(query, {"ids": paper_ids, "limit": limit}))


def _write(connection: Connection, vectors: Mapping[int, bytes]) -> None:
    rows = [{"id": paper_id, "near": _written(vector)} for paper_id, vector in vectors.items()]
    statement = text(
        f"INSERT INTO {TABLE} VALUES (:id, CAST(:near AS vector)) "  # noqa: S608  # our own table name
        "ON CONFLICT (paper_id) DO UPDATE SET near = excluded.near"
    )
    for start in range(0, len(rows), _BATCH):
        connection.execute(statement, rows[start : start + _BATCH])


def _written(vector: bytes) -> str:
    """Return a vector (float32, little-endian) as pgvector reads it."""
    return str(list(unpack(f"<{len(vector) // 4}f", vector)))


def _is_there(connection: Connection) -> bool:
    return connection.scalar(text(f"SELECT to_regclass('{TABLE}')")) is not None
