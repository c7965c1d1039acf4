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
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.emulators.github_git import account_of, serve_git
from tests.emulators.github_rest import Asked, Told, answer
from tests.emulators.github_state import Hosting

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
        self._http = _Server(("127.0.0.1", 0), _Handler)
        self._http.emulator = self
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

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
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    emulator: GitHubEmulator


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_PATCH(self) -> None:
        self._handle()

    def _handle(self) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        if self.headers.get("Transfer-Encoding", "").lower() == "chunked":
            body = self._chunks()
        else:
            body = self.rfile.read(length)
        emulator = self.server.emulator
        if not parts.path.startswith(API):
            status, headers, content = serve_git(
                emulator.hosting, self.command, parts.path, parts.query, dict(self.headers.items()), body
            )
            self._send(status, headers, content)
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
        self._send(told.status, {"Content-Type": "application/json", **told.headers}, content)

    def _send(self, status: int, headers: Mapping[str, str], content: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
