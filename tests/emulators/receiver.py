"""A program that is told by webhooks: a real HTTP server that keeps what it gets and answers as bidden."""

import base64
import hashlib
import hmac
import json
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self


@dataclass(frozen=True)
class Message:
    """One request, as it came."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    @property
    def kind(self) -> str:
        return str(self.json["type"])

    @property
    def json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def is_signed_with(self, secret: str) -> bool:
        """Check the signature as a receiver would, from the words of Standard Webhooks alone."""
        key = base64.b64decode(secret.split("_", 1)[1])
        content = f"{self.id}.{self.headers['webhook-timestamp']}.".encode() + self.body
        expected = base64.b64encode(hmac.new(key, content, hashlib.sha256).digest()).decode()
        said = [part.split(",", 1) for part in self.headers["webhook-signature"].split(" ")]
        return any(version == "v1" and hmac.compare_digest(expected, mark) for version, mark in said)


@dataclass(frozen=True)
class Reply:
    """How to answer; `drip` sends one byte now and then, and never ends."""

    status: int = 200
    body: str = "thanks"
    headers: dict[str, str] = field(default_factory=dict)
    drip: bool = False


class Receiver:
    """Answers with `replies` one after the other, and with 200 when they are used up."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.replies: list[Reply] = []
        self.always: Reply | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/hooks?for=listkeeper"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:  # http.server's name
                body = self.rfile.read(int(self.headers["Content-Length"]))
                named = {name.lower(): value for name, value in self.headers.items()}
                receiver.messages.append(Message(self.path, named, body))
                reply = receiver.always or (receiver.replies.pop(0) if receiver.replies else Reply())
                if reply.drip:
                    self._drip()
                    return
                self.send_response(reply.status)
                for name, value in reply.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body.encode())))
                self.end_headers()
                self.wfile.write(reply.body.encode())

            def _drip(self) -> None:
                try:
                    for letter in "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 10_000:
                        self.wfile.write(letter.encode())
                        self.wfile.flush()
                        time.sleep(0.02)
                except OSError:
                    pass  # nobody listens any more: that is what was wanted

            def log_message(self, *_: object) -> None:
                pass

        return Handler
