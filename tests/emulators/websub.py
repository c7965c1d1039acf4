"""A small WebSub hub that is real: it checks who subscribes, fetches what is published, and passes it on.

https://www.w3.org/TR/websub/
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.emulators.loopback import Handler, LoopbackServer

Take = Callable[[str, bytes, dict[str, str]], tuple[int, bytes]]


@dataclass
class Subscription:
    """Who follows a topic, and the secret that the content is signed with."""

    topic: str
    callback: str
    secret: str


@dataclass
class Hub:
    """Takes subscriptions and publications; `refusals` are answered instead, in order."""

    subscriptions: list[Subscription] = field(default_factory=list)
    published: list[str] = field(default_factory=list)
    refusals: list[int] = field(default_factory=list)
    seen: dict[str, bytes] = field(default_factory=dict)

    def __enter__(self) -> Self:
        self._server = _serving(self._take).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    @property
    def url(self) -> str:
        return f"{self._server.url}/hub"

    def _take(self, _path: str, body: bytes, _headers: dict[str, str]) -> tuple[int, bytes]:
        said = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        if self.refusals:
            return self.refusals.pop(0), b""
        if said["hub.mode"] == "subscribe":
            return self._subscribe(said), b""
        assert said["hub.mode"] == "publish"
        self.published.append(said["hub.url"])
        self._pass_on(said["hub.url"])
        return 204, b""

    def _subscribe(self, said: dict[str, str]) -> int:
        """Ask the subscriber whether it means it (5.3), and keep it if it does."""
        challenge = secrets.token_hex(8)
        asked = {"hub.mode": "subscribe", "hub.topic": said["hub.topic"], "hub.challenge": challenge}
        if httpx.get(said["hub.callback"], params=asked).text != challenge:
            return 404
        self.subscriptions.append(Subscription(said["hub.topic"], said["hub.callback"], said["hub.secret"]))
        return 202

    def _pass_on(self, topic: str) -> None:
        """Fetch a topic and send it to those who follow it, if it is not what they have (7)."""
        answer = httpx.get(topic)
        answer.raise_for_status()
        if self.seen.get(topic) == answer.content:
            return
        self.seen[topic] = answer.content
        for each in self.subscriptions:
            if each.topic == topic:
                mark = hmac.new(each.secret.encode(), answer.content, hashlib.sha256).hexdigest()
                headers = {
                    "Content-Type": answer.headers["content-type"],
                    "X-Hub-Signature": f"sha256={mark}",
                    "Link": f'<{self.url}>; rel="hub", <{topic}>; rel="self"',
                }
                httpx.post(each.callback, content=answer.content, headers=headers)


@dataclass
class Subscriber:
    """A reader that is told by a hub."""

    secret: str = "between us"
    got: list[bytes] = field(default_factory=list)

    def __enter__(self) -> Self:
        self._server = _serving(self._take).__enter__()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.__exit__()

    def subscribe(self, hub: str, topic: str) -> int:
        """Ask a hub to be told of a topic."""
        callback = f"{self._server.url}/told"
        said = {
            "hub.mode": "subscribe",
            "hub.topic": topic,
            "hub.callback": callback,
            "hub.secret": self.secret,
        }
        return httpx.post(hub, data=said).status_code

    def _take(self, path: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        asked = parse_qs(urlsplit(path).query)
        if "hub.challenge" in asked:
            return 200, asked["hub.challenge"][0].encode()
        mark = hmac.new(self.secret.encode(), body, hashlib.sha256).hexdigest()
        assert headers["x-hub-signature"] == f"sha256={mark}"
        self.got.append(body)
        return 200, b""


def _serving(take: Take) -> LoopbackServer:
    class Taking(Handler):
        def answer(self) -> None:
            named = {name.lower(): value for name, value in self.headers.items()}
            status, said = take(self.path, self.body(), named)
            self.send(status, {}, said)

    return LoopbackServer(Taking)
