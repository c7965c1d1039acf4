"""What all answers of the API have in common: ETag and 304, gzip, one kind of router, who needs a thread."""

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response
from fastapi.concurrency import run_in_threadpool
from fastapi.routing import APIRoute

from service.api.document import operation_id
from service.api.paging import Asked
from service.conditional import answer
from service.db.engine import SQLITE, dialect_of

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
T = TypeVar("T")
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


def short(endpoint: Callable[..., T]) -> Callable[..., Coroutine[Any, Any, T]]:
    """Let a route that reads no more than a page by index be answered without a thread, from SQLite.

    Handing such a question to a thread and back takes as long as answering it. PostgreSQL lets one wait, and
    what a filter asks for may lie far apart: both get a thread.
    """

    @wraps(endpoint)
    async def answered(**given: Any) -> T:
        asked = given.get("asked")
        is_short = not (isinstance(asked, Asked) and asked.is_filtered)
        if is_short and dialect_of(given["session"]) == SQLITE:
            return endpoint(**given)
        return await run_in_threadpool(endpoint, **given)

    return answered
