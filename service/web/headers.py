"""Headers that every answer carries, and a bound on what may be sent to us."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

Refuse = Callable[[Request, int, str], Response]

LARGEST_BODY = 1_000_000  # bytes; the longest form of ours has a note of 2,000 characters

SECURITY = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_SECURITY = [(name.lower().encode(), value.encode()) for name, value in SECURITY.items()]


class SecureHeaders:
    """Adds the security headers to every answer and refuses bodies that are too large."""

    def __init__(self, app: ASGIApp, *, refuse: Refuse) -> None:
        self._app, self._refuse = app, refuse

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ASGI wants this to be a coroutine."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_secured(message: Message) -> None:
            if message["type"] == "http.response.start":
                said = {name.lower() for name, _ in message["headers"]}
                ours = [(name, value) for name, value in _SECURITY if name not in said]
                message = {**message, "headers": [*message["headers"], *ours]}
            await send(message)

        if _said_length(scope) > LARGEST_BODY:
            refusal = self._refuse(Request(scope), 413, "This is too large; send less than a megabyte.")
            await refusal(scope, receive, send_secured)
            return
        await self._app(scope, receive, send_secured)


def _said_length(scope: Scope) -> int:
    said = dict(scope["headers"]).get(b"content-length", b"0")
    return int(said) if said.isdigit() else 0
