"""Version 1 of the REST API: all its routers under one prefix, and its description."""

from typing import Any

from fastapi import FastAPI

from service.api import (
    classify,
    exports,
    issues,
    lists,
    papers,
    publishing,
    records,
    review,
    search,
    webhooks,
    writing,
)
from service.api.document import ABOUT, RESPONSES, TAGS
from service.api.examples import add_examples

PREFIX = "/api/v1"

_PARTS = (
    lists,
    papers,
    search,
    exports,
    issues,
    review,
    records,
    publishing,
    writing,
    webhooks,
    classify,
)


def install(app: FastAPI) -> None:
    """Let the application answer the API, part by part: a router within a router looks all up twice."""
    for part in _PARTS:
        app.include_router(part.router, prefix=PREFIX, responses=RESPONSES)
    _describe(app)


def _describe(app: FastAPI) -> None:
    """Add to the application's OpenAPI document what FastAPI does not know by itself."""
    made = app.openapi

    def described() -> dict[str, Any]:
        if not app.openapi_schema:
            document = made()
            document["info"] |= {"description": ABOUT, "license": {"name": "CC0-1.0 (arXiv metadata)"}}
            add_examples(document)
            document["tags"] = [{"name": name, "description": words} for name, words in TAGS]
        return made()

    app.openapi = described  # type: ignore[method-assign]  # FastAPI's documented way to extend it
