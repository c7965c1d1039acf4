"""What every answer of the API has in common: ETag and 304, gzip, and one kind of router."""

from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute

from service.api.document import operation_id
from service.conditional import answer

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
_OK = 200


class ConditionalRoute(APIRoute):
    """A route whose successful reads carry an ETag and are answered with 304 where the client has them."""

    def get_route_handler(self) -> Handler:
        """Wrap the handler; errors pass through, so that nothing half done is committed."""
        inner = super().get_route_handler()

        async def handle(request: Request) -> Response:
            response = await inner(request)
            if request.method != "GET" or response.status_code != _OK or not hasattr(response, "body"):
                return response
            media_type = response.headers.get("content-type", "application/json")
            kept = {k: v for k, v in response.headers.items() if k in ("link", "deprecation", "sunset")}
            private = "authorization" in request.headers or "cookie" in request.headers
            kept |= {"Cache-Control": "private, no-cache"} if private else {}
            etag = response.headers.get("etag", "")
            return answer(request, bytes(response.body), media_type, headers=kept, etag=etag)

        return handle


def make_router(tag: str) -> APIRouter:
    """Return a router whose routes stand under one heading of the API's document."""
    return APIRouter(tags=[tag], route_class=ConditionalRoute, generate_unique_id_function=operation_id)
