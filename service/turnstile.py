"""Lets a bounded number of requests be worked on at once; the others wait without holding anything.

Pages and API run in threads, and each holds a connection to the database until its answer is made. Without a
bound, many requests at once could fill all threads with waiting for connections whose holders wait for a
thread. Few at once are also faster: threads of one process take turns anyway.
"""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send

AT_ONCE = 8  # requests; each needs at most three connections, see `service.db.engine.MOST_CONNECTIONS`


class Turnstile:
    """Counts the requests that are inside; one has left as soon as its answer begins."""

    def __init__(self, app: ASGIApp, *, at_once: int = AT_ONCE) -> None:
        self._app, self._places = app, asyncio.Semaphore(at_once)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ASGI wants this to be a coroutine."""
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self._app(scope, receive, send)
            return
        await self._places.acquire()
        is_inside = True

        def leave() -> None:
            nonlocal is_inside
            if is_inside:
                is_inside = False
                self._places.release()

        async def send_on(message: Message) -> None:
            if message["type"] == "http.response.start":
                leave()  # what is left is sending, at the pace of whoever reads
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        finally:
            leave()
