"""A program that is told by webhooks: a real HTTP server that keeps what it gets and answers as bidden."""

import base64
import hashlib
import hmac
import json
import time
from dataclasses import dataclass, field
from typing import Any, Self

from tests.emulators.loopback import Handler, LoopbackServer


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
        self._server = LoopbackServer(self._handler())

    def __enter__(self) -> Self:
        self._server.__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    @property
    def port(self) -> int:
        return self._server.server_port

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}/hooks?for=listkeeper"

    def _handler(self) -> type[Handler]:
        receiver = self

        class Hook(Handler):
            def answer(self) -> None:
                body = self.body()
                named = {name.lower(): value for name, value in self.headers.items()}
                receiver.messages.append(Message(self.path, named, body))
                reply = receiver.always or (receiver.replies.pop(0) if receiver.replies else Reply())
                if reply.drip:
                    self._drip()
                    return
                self.send(reply.status, reply.headers, reply.body.encode())

            def _drip(self) -> None:
                try:
                    for letter in "HTTP/1.1 200 OK\r\n" + "X: y\r\n" * 10_000:
                        self.wfile.write(letter.encode())
                        self.wfile.flush()
                        time.sleep(0.02)
                except OSError:
                    pass  # nobody listens any more: that is what was wanted

        return Hook
