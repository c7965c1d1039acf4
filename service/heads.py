"""HEAD for every GET (RFC 9110, 9.1): programs that check links or watch a site ask for no more."""

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Heads:
    """Has a HEAD answered as a GET would be, without its content."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; ASGI wants this to be a coroutine."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return

        async def send_on(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self._app({**scope, "method": "GET"}, receive, send_on)
