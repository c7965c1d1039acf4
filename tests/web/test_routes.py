"""A walk over all routes: which are public is written down here, and every form needs a token."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from service import boundary
from service.web.pages import ROUTERS
from tests.factories import SLUG

PUBLIC = {
    "GET /",
    "GET /about",
    "POST /theme",
    "GET /sign-in",
    "POST /sign-in",
    "POST /sign-out",
    "GET /welcome/{link}",
    "POST /welcome/{link}",
    "GET /lists/{slug}",
    "GET /papers/{arxiv_id:path}",
    "GET /search",
    "GET /new",
    "GET /lists/{slug}/new",
    "GET /lists/{slug}/trends",
    "GET /lists/{slug}/tags/{facet}/{tag}",
    "GET /authors/{name:path}",
    "GET /disagreements",
    "GET /robots.txt",
    "GET /sitemap.xml",
    "GET /sitemaps/{slug}.xml",
    "GET /coverage",
    "GET /feeds.opml",
    "GET /lists/{slug}/feeds.opml",
    "GET /lists/{slug}/feed.{form}",
    "GET /lists/{slug}/feed/{month}.{form}",
    "GET /lists/{slug}/changes.{form}",
    "GET /lists/{slug}/candidates.{form}",  # guarded by a token in the address
    "GET /api",
    "GET /api-try/{name}",
    "GET /lists/{slug}/digest",
    "GET /lists/{slug}/digest/feed.{form}",
    "GET /lists/{slug}/digest/{week}",
    "GET /lists/{slug}/digest/{week}.txt",
    "GET /lists/{slug}/digest/{week}.md",
}
WITHOUT_TOKEN = {"POST /theme"}  # can only turn on the light
GUARDS = {boundary.signed_in, boundary.reviewer, boundary.admin}


ROUTES = {
    f"{method} {route.path}": route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in (route.methods or set()) - {"HEAD"}
}
_VALUES = {
    "{slug}": SLUG,
    "{candidate_id}": "1",
    "{publication_id}": "1",
    "{arxiv_id:path}": "2511.90001",
    "{link}": "made-up",
    "{form}": "atom",
}


def dependencies(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    """Return everything that a route asks for, however deep."""
    for each in dependant.dependencies:
        if each.call is not None:
            yield each.call
        yield from dependencies(each)


def filled(path: str) -> str:
    for name, value in _VALUES.items():
        path = path.replace(name, value)
    return path


def test_the_public_pages_are_exactly_those_written_down():
    public = {name for name, route in ROUTES.items() if not GUARDS & set(dependencies(route.dependant))}
    assert public == PUBLIC


def test_every_form_needs_a_token():
    free = {
        name
        for name, route in ROUTES.items()
        if not name.startswith("GET ") and boundary.checked_form not in set(dependencies(route.dependant))
    }
    assert free == WITHOUT_TOKEN


@pytest.mark.parametrize("name", sorted(set(ROUTES) - PUBLIC))
def test_a_stranger_gets_to_the_sign_in_page_from_every_other_route(stranger, name):
    method, path = name.split(" ")
    if method == "GET":
        answer = stranger.get(filled(path))
    else:
        sent = {
            "verdict": "accept",
            "revision": 1,
            "request_key": "a-long-key",
            "digest": "x",
            "verdict_id": 1,
        }
        answer = stranger.post(filled(path), **sent)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")
