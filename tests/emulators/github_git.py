"""Repositories over smart HTTP: `git http-backend` behind tokens and the rights of accounts."""

import base64
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

from tests.emulators.github_state import Hosting

_TOKEN = "token-of-"


def account_of(authorization: str) -> str | None:
    """Return whose token a header carries; None for none, an empty name for a wrong one."""
    kind, _, value = authorization.partition(" ")
    if not value:
        return None
    token = value
    if kind.lower() == "basic":
        token = base64.b64decode(value).decode().partition(":")[2]
    return token.removeprefix(_TOKEN).partition("#")[0] if token.startswith(_TOKEN) else ""


def serve_git(
    hosting: Hosting, method: str, path: str, query: str, headers: Mapping[str, str], body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Answer a request of the git protocol: anybody reads, writers write."""
    name, _, rest = path.lstrip("/").partition(".git")
    repo = hosting.find(name)
    if repo is None:
        return 404, {}, b""
    account = account_of(headers.get("Authorization", ""))
    is_write = "git-receive-pack" in (rest + query)
    if is_write and not account:
        return 401, {"WWW-Authenticate": 'Basic realm="git"'}, b""
    if is_write and (account not in repo.writers or repo.is_archived):
        return 403, {}, b""
    return _backend(repo.path, method, rest, query, headers, body, account or "")


def _backend(
    repo: Path, method: str, rest: str, query: str, headers: Mapping[str, str], body: bytes, account: str
) -> tuple[int, dict[str, str], bytes]:
    env = {
        **os.environ,
        "GIT_PROJECT_ROOT": str(repo),
        "GIT_HTTP_EXPORT_ALL": "1",
        "PATH_INFO": rest,
        "QUERY_STRING": query,
        "REQUEST_METHOD": method,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_USER": account,
        "REMOTE_ADDR": "127.0.0.1",
        "HTTP_CONTENT_ENCODING": headers.get("Content-Encoding", ""),
        "GIT_PROTOCOL": headers.get("Git-Protocol", ""),
        "GIT_CONFIG_GLOBAL": os.devnull,
    }
    done = subprocess.run(
        ["git", "http-backend"], input=body, env=env, capture_output=True, check=True, timeout=60
    )
    head, _, content = done.stdout.partition(b"\r\n\r\n")
    found: dict[str, str] = {}
    for line in head.decode().split("\r\n"):
        key, _, value = line.partition(": ")
        found[key] = value
    status = int(found.pop("Status", "200 OK").split(" ")[0])
    return status, found, content
