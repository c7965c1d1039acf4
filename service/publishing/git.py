"""The git command: argument lists, explicit folders, deadlines, no shell, no prompts and no hooks.

Repositories are written by strangers: nothing is ever checked out, and what a repository or the user's own
configuration could make git run (hooks, filters, helpers, `ext::` transports) is switched off.
"""

import base64
import os
import re
import shutil
import subprocess
from collections.abc import Collection, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from service.errors import PublishError, SetupError

TIMEOUT = 120.0  # seconds; a clone of a list takes a few
LOOK_TIMEOUT = 30.0  # seconds; for asking where branches stand
_SAFE = {
    "core.autocrlf": "false",
    "core.quotepath": "false",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "credential.helper": "",
    "gc.autoDetach": "false",
    "http.lowSpeedLimit": "1000",  # bytes a second, for the time below: then the other side is given up
    "http.lowSpeedTime": "30",
    "init.defaultBranch": "main",
    "submodule.recurse": "false",
}
_QUIET = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ASKPASS": "true",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_ADVICE": "0",
    "GIT_ALLOW_PROTOCOL": "file:http:https:ssh",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_SSH_COMMAND": "ssh -oBatchMode=yes",
    "LC_ALL": "C",
}
_CREDENTIALS = re.compile(r"(?<=://)[^/@\s]+@")
_PASSING = re.compile(
    r"could not resolve|timed? ?out|connection (refused|reset|closed)|could not connect|failed to connect"
    r"|early eof|hung up|returned error: (429|5\d\d)|unable to lock|\.lock': file exists",
    re.IGNORECASE,
)


def run_git(
    repo: Path | None,
    *arguments: str,
    stdin: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT,
    accept: Collection[int] = (0,),
    largest: int | None = None,
) -> bytes:
    """Run `git -C repo arguments` and return what it printed, byte for byte.

    `accept` are the exit codes that count as an answer; `largest` is how many bytes a file may have that
    git writes, where the system can hold it to that (`prlimit`).

    Raises:
        SetupError: git is not installed.
        PublishError: git failed or did not finish in `timeout` seconds; its words are quoted.
    """
    argv = [*_limit(largest), _command(), *_options(repo), *arguments]
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
    if done.returncode not in accept:
        said = done.stderr.decode("utf-8", "replace")
        raise PublishError(
            f"git {arguments[0]} failed: {without_credentials(_reason(said))}",
            is_permanent=_PASSING.search(said) is None,
        )
    return done.stdout


def git_line(repo: Path | None, *arguments: str, **options: Mapping[str, str]) -> str:
    """Run git and return the one line that it prints."""
    return run_git(repo, *arguments, env=options.get("env")).decode("utf-8", "replace").strip()


def without_credentials(text: str) -> str:
    """Return a text in which no address carries a user name or password."""
    return _CREDENTIALS.sub("", text)


def token_header(url: str, token: str) -> dict[str, str]:
    """Return an environment that sends `token` to the host of `url`, and to no other, in a header.

    Neither the command line nor any address or file carries the token.
    """
    parts = urlsplit(url)
    if not token or parts.scheme not in ("http", "https"):
        return {}
    basic = base64.b64encode(f"x-access-token:{token}".encode()).decode("ascii")
    return {
        "GIT_CONFIG_COUNT": "1",
        "GIT_CONFIG_KEY_0": f"http.{parts.scheme}://{parts.netloc}/.extraHeader",
        "GIT_CONFIG_VALUE_0": f"Authorization: Basic {basic}",
    }


def _command() -> str:
    command = shutil.which("git")
    if command is None:
        raise SetupError("git is not installed; install it (Debian: apt-get install git) and try again.")
    return command


def _limit(largest: int | None) -> list[str]:
    command = shutil.which("prlimit") if largest is not None else None
    return [command, f"--fsize={largest}"] if command else []


def _options(repo: Path | None) -> list[str]:
    where = ["-C", str(repo)] if repo is not None else []
    return [*(word for name, value in _SAFE.items() for word in ("-c", f"{name}={value}")), *where]


def _reason(said: str) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    for start in ("fatal:", "remote:", "error:"):
        for line in lines:
            if line.startswith(start):
                return line.removeprefix(start).strip()[:300]
    return lines[-1][:300] if lines else "no reason given"
