"""Processes: how one is known, and whether it is still there."""

import os
import secrets
import socket
from functools import lru_cache
from pathlib import Path

_NAMESPACE = Path("/proc/self/ns/pid")  # containers may share a host's name, but not its process numbers


def this_process() -> str:
    """Return a name that no other process has, now or after it."""
    return f"{_place()}|{os.getpid()}|{_birthmark(os.getpid())}"


def is_gone(process: str) -> bool:
    """Tell whether a process has surely ended; one of another machine or container may be there still."""
    place, _, rest = process.partition("|")
    number = rest.partition("|")[0]
    if place != _place() or not number.isdecimal():
        return False
    if int(number) == os.getpid():
        return process != this_process()
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return True
    except (PermissionError, OverflowError):
        return False
    return False


def _place() -> str:
    namespace = _NAMESPACE.stat().st_ino if _NAMESPACE.exists() else 0
    return f"{socket.gethostname()[:80]} {namespace}"


@lru_cache
def _birthmark(number: int) -> str:
    del number  # a forked process has another one, and gets another mark
    return secrets.token_hex(8)
