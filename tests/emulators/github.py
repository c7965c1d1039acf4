"""A GitHub to test against: repositories over smart HTTP, forks, pull requests, comments, and bad days.

    with GitHubEmulator(tmp_path) as github:
        github.hosting.host("ann/list", path)
        github.fail("POST", "/pulls", 502)

The REST interface is at `github.api_url`, repositories are at `github.address("ann/list")`.
"""

import json
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.emulators.github_git import account_of, serve_git
from tests.emulators.github_rest import Asked, Told, answer
from tests.emulators.github_state import Hosting
from tests.emulators.loopback import Handler, LoopbackServer

API = "/api/v3"


@dataclass
class Failure:
    """What goes wrong instead of an answer, `times` times."""

    method: str
    path: str
    status: int
    times: int = 1
    headers: Mapping[str, str] = field(default_factory=dict)
    message: str = "made to fail"
    comes_after: bool = False


class GitHubEmulator:
    """Serves one hosting service on a loopback port; a context manager."""

    def __init__(self, folder: Path) -> None:
        self.hosting = Hosting(folder)
        self.failures: list[Failure] = []
        self.seen: list[tuple[str, str]] = []
        self.headers_seen: list[Mapping[str, str]] = []
        self.asked: list[Asked] = []
        self.lock = threading.RLock()
        self._http = _Server(_Handler)
        self._http.emulator = self

    @property
    def url(self) -> str:
        return self._http.url

    @property
    def api_url(self) -> str:
        return f"{self.url}{API}"

    def address(self, full_name: str) -> str:
        return f"{self.url}/{full_name}.git"

    def fail(self, method: str, path: str, status: int, **options: Any) -> None:
        """Let the next request of this method whose path ends so fail; `comes_after` lets it act first."""
        self.failures.append(Failure(method, path, status, **options))

    def failure_for(self, method: str, path: str) -> Failure | None:
        for failure in self.failures:
            if failure.method == method and path.endswith(failure.path) and failure.times > 0:
                failure.times -= 1
                return failure
        return None

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.__exit__()


class _Server(LoopbackServer):
    emulator: GitHubEmulator


class _Handler(Handler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def answer(self) -> None:
        parts = urlsplit(self.path)
        is_chunked = self.headers.get("Transfer-Encoding", "").lower() == "chunked"
        body = self._chunks() if is_chunked else self.body()
        emulator = self.server.emulator
        if not parts.path.startswith(API):
            status, headers, content = serve_git(
                emulator.hosting, self.command, parts.path, parts.query, dict(self.headers.items()), body
            )
            self.send(status, headers, content)
            return
        path = unquote(parts.path.removeprefix(API))
        emulator.seen.append((self.command, path))
        emulator.headers_seen.append(dict(self.headers.items()))
        failure = emulator.failure_for(self.command, path)
        if failure is not None and not failure.comes_after:
            self._send_json(Told(failure.status, {"message": failure.message}, failure.headers))
            return
        account = account_of(self.headers.get("Authorization", ""))
        asked = Asked(
            method=self.command,
            path=path,
            params=dict(parse_qsl(parts.query)),
            body=json.loads(body) if body else {},
            account=account or "",
            token=self.headers.get("Authorization", "").partition(" ")[2],
            is_rejected=account == "",
            base=emulator.url,
            api=emulator.api_url,
        )
        emulator.asked.append(asked)
        with emulator.lock:
            told = answer(emulator.hosting, asked)
        if failure is not None:
            told = Told(failure.status, {"message": failure.message}, failure.headers)
        self._send_json(told)

    def _chunks(self) -> bytes:
        found = b""
        while size := int(self.rfile.readline().strip() or b"0", 16):
            found += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return found

    def _send_json(self, told: Told) -> None:
        content = json.dumps(told.body).encode()
        self.send(told.status, {"Content-Type": "application/json", **told.headers}, content)
