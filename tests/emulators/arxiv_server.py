"""The HTTP side of the emulators: answers, misbehaves on demand, and remembers who asked when."""

import contextlib
import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl, urlsplit

from tests.emulators.arxiv_faults import Fault, FaultKind, Faults
from tests.emulators.loopback import Handler, LoopbackServer

ATOM = "application/atom+xml; charset=utf-8"


@dataclass(frozen=True)
class Answer:
    """What goes out."""

    status: int
    body: bytes
    content_type: str = ATOM
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Seen:
    """One request that came in; `at` is monotonic seconds, for the distances between requests."""

    at: float
    path: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    fault: str | None


Responder = Callable[[Mapping[str, str], Fault | None], Answer]


class EmulatorServer:
    """Serves responders by path on a loopback port; a context manager.

    `/control/faults` (POST a fault as JSON, DELETE all) and `/control/requests` (GET, DELETE) do by HTTP
    what `faults` and `seen` do in the same process.
    """

    def __init__(
        self, responders: Mapping[str, Responder], *, host: str = "127.0.0.1", port: int = 0
    ) -> None:
        self.faults = Faults()
        self.seen: list[Seen] = []
        self.is_stopping = threading.Event()
        self._responders = responders
        self._http = _Http(_Handler, host=host, port=port)
        self._http.emulator = self

    @property
    def url(self) -> str:
        """The address of the server."""
        return self._http.url

    def fail(self, kind: FaultKind | str, count: int = 1, **details: Any) -> None:
        """Switch a fault on for the next `count` requests."""
        self.faults.switch_on(Fault(FaultKind(kind), count, **details))

    def answer(
        self, path: str, params: Mapping[str, str], headers: Mapping[str, str]
    ) -> tuple[Answer, Fault | None]:
        """Answer one request, with the fault that is due."""
        responder = self._responders.get(path)
        if responder is None:
            return Answer(404, b"no such page\n", "text/plain"), None
        fault = self.faults.next()
        self.seen.append(
            Seen(time.monotonic(), path, dict(params), dict(headers), fault.kind.value if fault else None)
        )
        if fault and fault.status:
            wait = {"Retry-After": fault.retry_after} if fault.retry_after is not None else {}
            return Answer(
                fault.status, b"<html><body>Rate exceeded.</body></html>\n", "text/html", wait
            ), fault
        return responder(params, fault), fault

    def control(self, method: str, path: str, body: bytes) -> Answer:
        """Switch faults on and off, and tell what came in."""
        if path == "/control/faults" and method == "POST":
            try:
                said = json.loads(body)
                self.fail(said.pop("kind"), **said)
            except (ValueError, KeyError, TypeError, AttributeError) as exc:
                return Answer(400, f"no such fault: {exc}\n".encode(), "text/plain")
        elif path == "/control/faults" and method == "DELETE":
            self.faults.switch_off()
        elif path == "/control/requests" and method == "DELETE":
            self.seen.clear()
        elif path != "/control/requests":
            return Answer(404, b"no such control\n", "text/plain")
        told = {"faults": len(self.faults), "requests": [asdict(s) for s in self.seen]}
        return Answer(200, json.dumps(told).encode(), "application/json")

    def __enter__(self) -> Self:
        self._http.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_stopping.set()
        self._http.__exit__()

    def serve(self) -> None:
        """Serve until the process is interrupted."""
        with self, contextlib.suppress(KeyboardInterrupt):
            self._http.wait()


class _Http(LoopbackServer):
    emulator: EmulatorServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no news."""


class _Handler(Handler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Http

    def answer(self) -> None:
        emulator, parts = self.server.emulator, urlsplit(self.path)
        if self.command != "GET" or parts.path.startswith("/control/"):
            self._write(emulator.control(self.command, parts.path, self.body()))
            return
        params = dict(parse_qsl(parts.query, keep_blank_values=True))
        answer, fault = emulator.answer(parts.path, params, dict(self.headers.items()))
        if fault and fault.kind in (FaultKind.TIMEOUT, FaultKind.DISCONNECT):
            emulator.is_stopping.wait(fault.seconds if fault.kind is FaultKind.TIMEOUT else 0)
            self.close_connection = True
            return
        self._write(answer, drip=fault.seconds if fault and fault.kind is FaultKind.SLOW_DRIP else 0.0)

    def _write(self, answer: Answer, *, drip: float = 0.0) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        if not drip:
            self.wfile.write(answer.body)
            return
        for position in range(len(answer.body)):
            if self.server.emulator.is_stopping.wait(drip):
                return
            self.wfile.write(answer.body[position : position + 1])
