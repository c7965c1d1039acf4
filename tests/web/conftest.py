"""Pages are asked for by an owner, a reviewer, a reader and a stranger, as whole pages and as parts."""

import re
from collections.abc import Callable
from datetime import datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from service.boundary import COOKIE
from tests.factories import SLUG, World, make_world, queue_ids, session_cookie

OTHER = "token-merge-for-mllms"
QUEUE = f"/lists/{SLUG}/queue"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


class Person:
    """Somebody with a browser: answers are kept, forms carry the token of the last page."""

    def __init__(self, world: World, name: str | None) -> None:
        self.world = world
        self.client = TestClient(world.app, follow_redirects=False)
        if name:
            self.client.cookies.set(COOKIE, session_cookie(world, name))

    def get(self, path: str, *, part: bool = False) -> Any:
        """Ask for a page, or for the part of it that htmx would ask for."""
        return self.client.get(path, headers={"HX-Request": "true"} if part else {})

    def post(self, path: str, *, part: bool = False, token: str | None = None, **fields: Any) -> Any:
        """Send a form with the token of the start page, or another one."""
        given = self.token() if token is None else token
        sent = {"csrf_token": given, **{name.replace("__", "."): value for name, value in fields.items()}}
        return self.client.post(path, data=sent, headers={"HX-Request": "true"} if part else {})

    def token(self) -> str:
        """Return the token of the forms on the start page, or of the sign-in page."""
        for path in ("/", "/sign-in"):
            found = _TOKEN.search(self.get(path).text)
            if found:
                return unescape(found[1])
        raise AssertionError("no form token anywhere")


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    return make_world(engine, tmp_path, now, only=(SLUG,))


@pytest.fixture
def visit(world: World) -> Callable[[str | None], Person]:
    return lambda name: Person(world, name)


@pytest.fixture
def ada(world: World) -> Person:
    """The owner."""
    return Person(world, "ada")


@pytest.fixture
def bo(world: World) -> Person:
    """A reviewer."""
    return Person(world, "bo")


@pytest.fixture
def cy(world: World) -> Person:
    """A reader."""
    return Person(world, "cy")


@pytest.fixture
def stranger(world: World) -> Person:
    return Person(world, None)


@pytest.fixture
def first(world: World) -> int:
    """The id of the candidate on top of the queue."""
    return queue_ids(world)[0]
