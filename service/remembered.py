"""Public answers that are asked for again while nothing has changed: sent from memory, exactly as they were.

An answer may be remembered if it has an ETag and is not private, that is, if it went through
`service.conditional`. It is forgotten as soon as anybody has committed anything to the database, and at
midnight, since feeds and digests look at the day. Each process remembers for itself, within bounds.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime

from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.conditional import is_current
from service.db.stamps import Stamps

MOST_BYTES = 64_000_000  # in all, for each process
LARGEST = 2_000_000  # bytes of one answer
_OK, _NOT_MODIFIED = 200, 304
_KEPT_BY_304 = ("etag", "last-modified", "cache-control", "vary", "link", "access-control-allow-origin")

_CONDITIONS = (b"if-none-match", b"if-modified-since")

_NEVER = ("/static/", "/sign-in", "/welcome/")  # files have a cache of their own; forms are for one browser

Key = tuple[str, bytes, bool]


@dataclass(slots=True)
class _Answer:
    headers: list[tuple[bytes, bytes]] = field(default_factory=list)
    body: bytes = b""
    is_whole: bool = False


class Remembered:
    """Sends remembered answers, and remembers new ones."""

    def __init__(self, app: ASGIApp, *, stamps: Stamps, clock: Callable[[], datetime]) -> None:
        self._app, self._stamps, self._clock = app, stamps, clock
        self._state = ""
        self._answers: OrderedDict[Key, _Answer] = OrderedDict()
        self._bytes = 0
        self._making: dict[Key, asyncio.Event] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ASGI wants this to be a coroutine."""
        if not _may_be_remembered(scope):
            await self._app(scope, receive, send)
            return
        asked = Headers(scope=scope)
        key = (scope["path"], scope["query_string"], "gzip" in asked.get("accept-encoding", ""))
        found = await self._find(key)
        if found is None and key in self._making:
            await self._making[key].wait()  # somebody asked for the same a moment ago
            found = await self._find(key)
        if found is None:
            await self._make(key, asked, (scope, receive, send))
        else:
            await _send(found, asked, send)

    async def _find(self, key: Key) -> _Answer | None:
        state = await self._present_state()
        found = self._answers.get(key) if state else None
        if found is not None:
            self._answers.move_to_end(key)
        return found

    async def _make(self, key: Key, asked: Headers, call: tuple[Scope, Receive, Send]) -> None:
        """Have the whole answer made, remember it, and send as much of it as was asked for."""
        scope, receive, send = call
        state, answer, done = self._state, _Answer(), asyncio.Event()
        self._making[key] = done
        whole = [pair for pair in scope["headers"] if pair[0] not in _CONDITIONS]
        try:
            await self._app({**scope, "headers": whole}, receive, _recorder(answer, send))
            if answer.is_whole and state and state == await self._present_state():
                self._remember(key, answer)
        finally:
            self._making.pop(key, None)
            done.set()
        if answer.headers:
            await _send(answer, asked, send)

    async def _present_state(self) -> str:
        """Return what is remembered under, and forget everything if it has changed."""
        stamp = self._stamps.read() if self._stamps.is_fast else await run_in_threadpool(self._stamps.read)
        state = f"{stamp} {self._clock().date()}" if stamp else ""
        if state != self._state:
            self._state, self._bytes = state, 0
            self._answers.clear()
        return state

    def _remember(self, key: Key, answer: _Answer) -> None:
        self._answers[key] = answer
        self._bytes += len(answer.body)
        while self._bytes > MOST_BYTES:
            _, oldest = self._answers.popitem(last=False)
            self._bytes -= len(oldest.body)


def _may_be_remembered(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["method"] != "GET":
        return False
    if scope["path"].startswith(_NEVER):
        return False
    return not any(name in (b"authorization", b"cookie") for name, _ in scope["headers"])


def _recorder(answer: _Answer, send: Send) -> Send:
    """Take an answer that may be remembered; let any other pass at once, since it may be a long stream."""

    async def take(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            is_public = "etag" in headers and "private" not in headers.get("cache-control", "")
            if message["status"] == _OK and is_public and "set-cookie" not in headers:
                answer.headers = list(headers.raw)
        elif answer.headers and message["type"] == "http.response.body":
            answer.body += message.get("body", b"")
            answer.is_whole = not message.get("more_body", False) and len(answer.body) <= LARGEST
        if not answer.headers:
            await send(message)

    return take


async def _send(found: _Answer, asked: Headers, send: Send) -> None:
    headers = Headers(raw=found.headers)
    changed = headers.get("last-modified")
    if is_current(asked, headers["etag"], parsedate_to_datetime(changed) if changed else None):
        kept = [(name, value) for name, value in found.headers if name.decode() in _KEPT_BY_304]
        await send({"type": "http.response.start", "status": _NOT_MODIFIED, "headers": kept})
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": _OK, "headers": list(found.headers)})
    await send({"type": "http.response.body", "body": found.body})
