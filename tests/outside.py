"""Who is asked outside of the process (git, servers, the encoder), and whether the database waits for it."""

import subprocess
from collections.abc import Callable
from typing import Any

import httpcore
import pytest
from sqlalchemy import Engine
from sqlalchemy.pool import QueuePool

from classifier.encoder import HashEncoder, SentenceEncoder


class Outside:
    """What was `asked`, and what of that while the database had to wait."""

    def __init__(self, engine: Engine, patched: pytest.MonkeyPatch) -> None:
        assert isinstance(engine.pool, QueuePool)
        self._pool = engine.pool
        self.asked: set[str] = set()
        self.held: list[str] = []
        for where, name, what in (
            (subprocess, "run", "git"),
            (httpcore.ConnectionPool, "handle_request", "server"),
            (HashEncoder, "encode", "encoder"),
            (SentenceEncoder, "encode", "encoder"),
        ):
            patched.setattr(where, name, self.around(getattr(where, name), what))

    def around(self, call: Callable[..., Any], what: str) -> Callable[..., Any]:
        """Look before a call."""

        def asking(*arguments: Any, **options: Any) -> Any:
            self.asked.add(what)
            if self._pool.checkedout():
                self.held.append(what)
            return call(*arguments, **options)

        return asking
