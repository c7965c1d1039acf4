"""Who may use which page, read from the pages' own guards; documented and tested from here."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from service import boundary
from service.web.pages import ROUTERS

GUARDS: Mapping[Callable[..., Any], str] = {
    boundary.admin: "administrator",
    boundary.list_maintainer: "maintainer of the list",
    boundary.list_reviewer: "reviewer of the list",
    boundary.reviewer: "reviewer of some list",
    boundary.signed_in: "signed in",
}
ANYBODY = "anybody"

ROUTES = {
    f"{method} {route.path}": route
    for router in ROUTERS
    for route in router.routes
    if isinstance(route, APIRoute)
    for method in (route.methods or set()) - {"HEAD"}
}


def dependencies(dependant: Dependant) -> Iterator[Callable[..., Any]]:
    """Return everything that a route asks for, however deep."""
    for each in dependant.dependencies:
        if each.call is not None:
            yield each.call
        yield from dependencies(each)


def who_may(route: APIRoute) -> str:
    """Return the strictest guard of a route, in words."""
    asked = set(dependencies(route.dependant))
    return next((words for guard, words in GUARDS.items() if guard in asked), ANYBODY)
