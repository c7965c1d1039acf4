"""A walk over all routes: who may use each is written down here and tried; every form needs a token."""

from typing import Any

import pytest

from service import boundary
from service.db import lists, people
from service.db.engine import writing
from service.domain.people import Role
from tests.factories import SLUG, World, person
from tests.rights import ANYBODY, ROUTES, dependencies, who_may
from tests.web.conftest import OTHER, Person

PUBLIC = {
    "GET /",
    "GET /about",
    "POST /theme",
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/github",
    "GET /sign-in/github/callback",
    "POST /sign-out",
    "GET /welcome/{link}",
    "POST /welcome/{link}",
    "GET /lists",
    "GET /lists/{slug}",
    "GET /lists/{slug}/model",
    "GET /lists/{slug}/model/{bundle_id}",
    "GET /papers/{arxiv_id:path}",
    "GET /search",
    "GET /lists/{slug}/saved/{name}.{form}",
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
    "GET /lists/{slug}/changes/{month}.{form}",
    "GET /lists/{slug}/candidates.{form}",  # guarded by a token in the address
    "GET /api",
    "GET /api-try/{name}",
    "GET /lists/{slug}/digest",
    "GET /lists/{slug}/tags",
    "GET /lists/{slug}/suggest",
    "POST /lists/{slug}/suggest",
    "GET /lists/{slug}/digest/feed.{form}",
    "GET /lists/{slug}/digest/{week}",
    "GET /lists/{slug}/digest/{week}.txt",
    "GET /lists/{slug}/digest/{week}.md",
    "GET /lists/{slug}/digest/subscribe",
    "POST /lists/{slug}/digest/subscribe",
    "GET /letters/confirm/{sealed}",  # guarded by the signed link, as the three below
    "POST /letters/confirm/{sealed}",
    "GET /letters/leave/{sealed}",
    "POST /letters/leave/{sealed}",
}
WITHOUT_TOKEN = {
    "POST /theme",  # can only turn on the light
    "POST /letters/confirm/{sealed}",  # pressed by whoever has the letter
    "POST /letters/leave/{sealed}",  # pressed by mail programs (RFC 8058)
}
KINDS = ("nobody", "reader", "reviewer", "maintainer elsewhere", "maintainer", "administrator")
MAY = {  # what a guard lets in, of the kinds above
    ANYBODY: set(KINDS),
    "signed in": set(KINDS) - {"nobody"},
    "reviewer of some list": {"reviewer", "maintainer elsewhere", "maintainer", "administrator"},
    "reviewer of the list": {"reviewer", "maintainer", "administrator"},
    "maintainer of the list": {"maintainer", "administrator"},
    "administrator": {"administrator"},
}
_VALUES = {
    "{slug}": SLUG,
    "{candidate_id}": "1",
    "{webhook_id}": "1",
    "{delivery_id}": "1",
    "{update_id}": "1",
    "{publication_id}": "1",
    "{bundle_id}": "1",
    "{token_id}": "1",
    "{handle}": "others",
    "{facet}": "stage",
    "{tag}": "in-llm",
    "{arxiv_id:path}": "2511.90001",
    "{link}": "made-up",
    "{sealed}": "made-up",
    "{month}": "2025-10",
    "{week}": "2025-W44",
    "{name}": "papers",
    "{name:path}": "Ada",
    "{form}": "atom",
}
_FIELDS: dict[str, Any] = {
    "verdict": "accept",
    "revision": 1,
    "request_key": "a-long-key",
    "digest": "x",
    "verdict_id": 1,
    "undo_id": 1,
    "seen": "x",
    "name": "nobody of this name",
    "role": "reviewer",
    "theme": "dark",
    "kind": "rename",
    "facet": "stage",
    "tag": "in-llm",
    "word": "LLM",
    "query": "?stage=in-llm",
    "paper": "2412.04467",
}


def filled(path: str) -> str:
    for name, value in _VALUES.items():
        path = path.replace(name, value)
    assert "{" not in path, f"no value for {path}"
    return path


def ask(who: Person, name: str) -> Any:
    method, path = name.split(" ")
    if path.endswith("/taxonomy/word"):
        path += "?facet=stage&word=moon"
    return who.get(filled(path)) if method == "GET" else who.post(filled(path), **_FIELDS)


@pytest.fixture
def kinds(world: World) -> dict[str, Person]:
    """Somebody of every kind; roles on single lists are given to readers."""
    with writing(world.engine) as session:
        for name, slug, role in (("mo", SLUG, Role.MAINTAINER), ("el", OTHER, Role.MAINTAINER)):
            made = people.add(session, name=name, password_hash="!", role=Role.READER, now=world.now)
            people.set_role_on(session, made.id, lists.by_slug(session, slug).id, role)
        assert person(session, "mo").role is Role.READER
    names = dict(zip(KINDS, (None, "cy", "bo", "el", "mo", "ada"), strict=True))
    return {kind: Person(world, name) for kind, name in names.items()}


def test_the_public_pages_are_exactly_those_written_down():
    assert {name for name, route in ROUTES.items() if who_may(route) == ANYBODY} == PUBLIC


def test_every_form_needs_a_token():
    free = {
        name
        for name, route in ROUTES.items()
        if not name.startswith("GET ") and boundary.checked_form not in set(dependencies(route.dependant))
    }
    assert free == WITHOUT_TOKEN


def test_every_route_lets_in_whom_it_says_and_nobody_else(kinds):
    wrong = []
    for name in sorted(set(ROUTES) - PUBLIC):
        allowed = MAY[who_may(ROUTES[name])]
        for kind, who in kinds.items():
            answer = ask(who, name)
            at_the_door = answer.status_code == 303 and answer.headers["location"].startswith("/sign-in")
            outcome = "let in"
            if at_the_door or (answer.status_code == 403 and not _is_own_rule(answer.text)):
                outcome = "kept out"
            if outcome != ("let in" if kind in allowed else "kept out"):
                wrong.append(f"{name} as {kind}: {answer.status_code}, {outcome}")
            if answer.status_code >= 500:
                wrong.append(f"{name} as {kind}: {answer.status_code}")
    assert wrong == []


def _is_own_rule(text: str) -> bool:
    """A page that lets somebody in may still say no to what is asked of it."""
    return any(
        words in text
        for words in ("This token is not yours", "may review but not publish", "change the rights")
    )


@pytest.mark.parametrize("name", sorted(PUBLIC))
def test_a_stranger_may_ask_for_every_public_page(stranger, name):
    answer = ask(stranger, name)
    assert answer.status_code < 500
    is_guarded = name == "GET /lists/{slug}/candidates.{form}"
    assert is_guarded or answer.status_code not in (401, 403)
    assert not answer.headers.get("location", "").startswith("/sign-in?")
