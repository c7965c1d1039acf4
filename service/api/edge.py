"""The edge of the API: who may read it from where, and how often."""

import json
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

PREFIX = "/api/"
WINDOW = 60  # seconds
MOST_REQUESTS = 600  # in a window, from one address; `app.state.api_limit` sets another number
_MOST_CALLERS = 10_000  # that are counted at once; the one seen longest ago is forgotten
# https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.txt
_EXPOSED = "ETag, Link, RateLimit, RateLimit-Policy, Retry-After"


@dataclass
class _Count:
    window: int
    requests: int = 0


class ApiEdge:
    """Adds CORS and RateLimit headers to the API's answers, and refuses callers who ask too often.

    Each process counts for itself: this keeps a loop in somebody's script from harming others, no more.
    """

    def __init__(self, app: ASGIApp, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._app, self._clock = app, clock
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ASGI wants this to be a coroutine."""
        if scope["type"] != "http" or not scope["path"].startswith(PREFIX):
            await self._app(scope, receive, send)
            return
        most: int = getattr(scope["app"].state, "api_limit", MOST_REQUESTS)
        used, wait = self._take(scope["client"][0] if scope.get("client") else "")

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["RateLimit-Policy"] = f'"default";q={most};w={WINDOW}'
                headers["RateLimit"] = f'"default";r={max(most - used, 0)};t={wait}'
                _allow_reading(headers, scope["method"])
            await send(message)

        if scope["method"] == "OPTIONS":
            await Response(status_code=204)(scope, receive, send_on)
        elif used > most:
            await _too_many(wait)(scope, receive, send_on)
        else:
            await self._app(scope, receive, send_on)

    def _take(self, caller: str) -> tuple[int, int]:
        """Count a request; return how many came in this window, and the seconds until the next one."""
        now = self._clock()
        window = int(now // WINDOW)
        count = self._counts.pop(caller, None)
        if count is None or count.window != window:
            count = _Count(window)
        count.requests += 1
        self._counts[caller] = count
        while len(self._counts) > _MOST_CALLERS:
            self._counts.popitem(last=False)
        return count.requests, int(WINDOW - now % WINDOW) + 1


def _allow_reading(headers: MutableHeaders, method: str) -> None:
    if method in ("GET", "OPTIONS"):
        headers["Access-Control-Allow-Origin"] = "*"
        headers["Access-Control-Expose-Headers"] = _EXPOSED
    if method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
        headers["Access-Control-Allow-Headers"] = "Authorization, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"


def _too_many(wait: int) -> Response:
    problem = {
        "type": "about:blank",
        "title": "Too many requests",
        "status": 429,
        "detail": f"You have asked too often; wait {wait} seconds. Exports give everything in one answer.",
    }
    headers = {"Retry-After": str(wait)}
    return Response(json.dumps(problem), 429, headers=headers, media_type="application/problem+json")
