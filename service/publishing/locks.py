"""One process at a time in a folder of ours."""

import fcntl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import Conflict

_WAIT = 150.0  # seconds; a little more than the longest git command
_STEP = 0.05


@contextmanager
def held(path: Path, *, wait: float = _WAIT) -> Iterator[None]:
    """Hold the lock file at `path`; it is free again when the process ends, however it ends.

    Raises:
        Conflict: somebody else held it for `wait` seconds.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + wait
    with path.open("wb") as file:
        while not _taken(file.fileno()):
            if time.monotonic() >= until:
                raise Conflict("Another Listkeeper works on this list right now; try again in a minute.")
            time.sleep(_STEP)
        yield


def _taken(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
