"""A server of HTTP on a port of this machine, in a thread of its own: what emulators are built upon."""

import threading
from abc import ABC, abstractmethod
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

_POLLED = 0.02  # seconds until it hears that it shall stop


class Handler(ABC, BaseHTTPRequestHandler):
    """Answers requests of every method, without a line on standard error for each."""

    @abstractmethod
    def answer(self) -> None:
        """Answer a request; `command` is its method."""

    def do_GET(self) -> None:
        self.answer()

    do_POST = do_PATCH = do_DELETE = do_GET  # noqa: N815  # http.server's names

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # http.server's name
        """Say nothing."""

    def body(self) -> bytes:
        """Read what came with the request, as long as it says."""
        return self.rfile.read(int(self.headers.get("Content-Length") or 0))

    def send(self, status: int, headers: dict[str, str], content: bytes) -> None:
        """Answer, with the length that the content has unless `headers` say another."""
        self.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)


class LoopbackServer(ThreadingHTTPServer):
    """Listens at once, serves while it is entered; a context manager."""

    def __init__(self, handler: type[Handler], *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__((host, port), handler)
        self._thread = threading.Thread(target=self.serve_forever, args=(_POLLED,), daemon=True)

    @property
    def url(self) -> str:
        """Its address."""
        host, port = self.server_address[:2]
        return f"http://{host!s}:{port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
        self._thread.join()

    def wait(self) -> None:
        """Wait until somebody stops it."""
        self._thread.join()
