"""The git command: argument lists, explicit folders, deadlines, no shell and no prompts."""

import os
import shutil
import subprocess
from pathlib import Path

from service.errors import PublishError, SetupError

TIMEOUT = 120.0  # seconds; a clone of a list takes a few
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ADVICE": "0",
    "LC_ALL": "C",
}


def run_git(
    repo: Path | None,
    *arguments: str,
    stdin: bytes | None = None,
    env: dict[str, str] | None = None,
    timeout: float = TIMEOUT,
) -> bytes:
    """Run `git -C repo arguments` and return what it printed, byte for byte.

    `core.autocrlf` is off, so that line endings survive; the user's own git configuration is not read.

    Raises:
        SetupError: git is not installed.
        PublishError: git failed or did not finish in `timeout` seconds; its words are quoted.
    """
    command = shutil.which("git")
    if command is None:
        raise SetupError("git is not installed; install it (Debian: apt-get install git) and try again.")
    where = ["-C", str(repo)] if repo is not None else []
    argv = [command, "-c", "core.autocrlf=false", "-c", "core.quotepath=false", *where, *arguments]
    inherited = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    try:
        done = subprocess.run(
            argv,
            input=stdin if stdin is not None else b"",
            capture_output=True,
            timeout=timeout,
            env={**inherited, **_QUIET, **(env or {})},
            check=False,
        )
    except subprocess.TimeoutExpired as exc:
        raise PublishError(
            f"git {arguments[0]} did not finish within {timeout:.0f} s; try again later.", is_permanent=False
        ) from exc
    if done.returncode != 0:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise PublishError(f"git {arguments[0]} failed: {said[-1] if said else 'no reason given'}")
    return done.stdout
