"""A filled database and its folder, kept: who needs the same world again gets it back as it was, unmade.

Making a world takes half a second and a thousand tests want one; this takes a tenth of it.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from service.db.engine import SQLITE

_TABLES = """SELECT quote_ident(relname) FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
    WHERE n.nspname = 'public' AND relkind = 'r' AND relname <> 'alembic_version'"""
_SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public'"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was in a database and in a folder."""

    content: sqlite3.Connection | Mapping[str, bytes]
    counters: Mapping[str, int]
    folder: Path

    def bring_back(self, engine: Engine, folder: Path) -> None:
        """Fill an empty database of the same kind, and a folder."""
        shutil.copytree(self.folder, folder, dirs_exist_ok=True)
        with _raw(engine) as raw:
            if isinstance(self.content, sqlite3.Connection):
                self.content.backup(raw)
                return
            raw.execute(
                "SET LOCAL session_replication_role = replica"
            )  # neither triggers nor an order of tables
            for table, rows in self.content.items():
                with raw.cursor().copy(f"COPY {table} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(rows)
            for name, value in self.counters.items():
                raw.execute("SELECT setval(%s, %s)", (name, value))
            raw.commit()


def keep(engine: Engine, folder: Path, into: Path) -> Kept:
    """Keep what is in a database and in a folder; `into` is a folder that lives as long as what is kept."""
    shutil.copytree(folder, into)
    with _raw(engine) as raw:
        if engine.dialect.name == SQLITE:
            kept = sqlite3.connect(":memory:", check_same_thread=False)
            raw.backup(kept)
            return Kept(kept, {}, into)
        rows = {}
        for (table,) in raw.execute(_TABLES).fetchall():
            with raw.cursor().copy(f"COPY {table} TO STDOUT (FORMAT BINARY)") as copy:
                rows[table] = b"".join(copy)
        counters = {name: value for name, value in raw.execute(_SEQUENCES).fetchall() if value is not None}
        return Kept(rows, counters, into)


@contextmanager
def _raw(engine: Engine) -> Iterator[Any]:
    """Lend the driver's own connection."""
    connection = engine.raw_connection()
    try:
        yield connection.driver_connection
    finally:
        connection.close()
