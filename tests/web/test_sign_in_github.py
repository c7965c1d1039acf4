"""Signing in with GitHub, against an emulator of its sign-in."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from pydantic import SecretStr

from service.db import people
from service.db.engine import reading, writing
from service.workflows.sign_in import make_link
from tests.emulators.github_oauth import CLIENT, SECRET, GitHubSignIn
from tests.outside import Outside
from tests.web.conftest import QUEUE, Person


@pytest.fixture
def github(world) -> Iterator[GitHubSignIn]:
    with GitHubSignIn() as started:
        world.app.state.settings = world.settings.model_copy(
            update={
                "github_url": started.url,
                "github_api_url": started.api_url,
                "github_client_id": CLIENT,
                "github_client_secret": SecretStr(SECRET),
            }
        )
        yield started


def travel(person: Person, path: str):
    """Go to GitHub and back, as a browser does; return the answer to the way back."""
    there = person.get(path)
    assert there.status_code == 303, there.text
    back = httpx.get(there.headers["location"])
    assert back.status_code == 302
    parts = urlsplit(back.headers["location"])
    assert parts.path == "/sign-in/github/callback"
    return person.get(f"{parts.path}?{parts.query}")


@pytest.mark.usefixtures("github")
def test_an_unknown_account_is_told_what_to_do(stranger):
    answer = travel(stranger, "/sign-in/github")
    assert answer.status_code == 400
    assert "No account here belongs to octo" in answer.text


def test_an_invitation_makes_an_account_that_github_opens_from_then_on(stranger, world, github):
    with writing(world.engine) as session:
        link = make_link(session, role="reviewer", now=world.now)
    assert "Make it with GitHub" in stranger.get(f"/welcome/{link}").text
    assert travel(stranger, f"/sign-in/github?link={link}").status_code == 303
    assert stranger.get(QUEUE).status_code == 200
    github.login = "octo-renamed"
    again = Person(world, None)
    answer = travel(again, f"/sign-in/github?next={QUEUE}")
    assert answer.headers["location"] == QUEUE
    assert "octo" in again.get("/account").text
    assert again.post("/account/password", new="a first password").status_code == 303


@pytest.mark.usefixtures("github")
def test_who_has_an_account_connects_it(bo, world):
    assert "Connect GitHub" in bo.get("/account").text
    assert travel(bo, "/sign-in/github?join=1").headers["location"] == "/account?done=github"
    other = Person(world, None)
    assert travel(other, "/sign-in/github").status_code == 303
    assert "bo" in other.get("/account").text
    ada = Person(world, "ada")
    assert travel(ada, "/sign-in/github?join=1").status_code == 409


@pytest.mark.parametrize("state", ["-", "", "None"])
@pytest.mark.usefixtures("github")
def test_a_way_back_without_a_way_there_leads_nowhere(bo, state):
    answer = bo.get(f"/sign-in/github/callback?code=of-somebody-else&state={state}")
    assert answer.status_code == 400
    assert "was not begun in this browser" in answer.text


def test_who_says_no_stays_out(stranger, github):
    github.says_no = True
    answer = travel(stranger, "/sign-in/github")
    assert answer.status_code == 400
    assert "you said no" in answer.text


def test_a_way_back_that_was_not_begun_here_opens_nothing(stranger, world, github):
    begun = Person(world, None)
    back = httpx.get(begun.get("/sign-in/github").headers["location"]).headers["location"]
    parts = urlsplit(back)
    assert stranger.get(f"{parts.path}?{parts.query}").status_code == 400
    assert begun.get(f"{parts.path}?code=made-up&state=made-up").status_code == 400
    with reading(world.engine) as session:
        assert people.by_github(session, github.number) is None


@pytest.mark.usefixtures("github")
def test_a_cookie_that_nobody_here_made_opens_nothing(stranger):
    for said in (b"{", b"[1]", b"[" * 1_500):
        stranger.client.cookies.set("listkeeper_github", said.hex())
        assert stranger.get("/sign-in/github/callback?code=made-up&state=made-up").status_code == 400


@pytest.mark.usefixtures("github")
def test_a_code_works_once(bo):
    there = bo.get("/sign-in/github?join=1").headers["location"]
    parts = urlsplit(httpx.get(there).headers["location"])
    assert bo.get(f"{parts.path}?{parts.query}").status_code == 303
    bo.get("/sign-in/github?join=1")
    assert bo.get(f"{parts.path}?{parts.query}").status_code == 400


@pytest.mark.usefixtures("github")
def test_nobody_waits_for_the_database_while_github_is_asked(bo, world, monkeypatch):
    there = bo.get("/sign-in/github?join=1").headers["location"]
    parts = urlsplit(httpx.get(there).headers["location"])
    outside = Outside(world.engine, monkeypatch)
    assert bo.get(f"{parts.path}?{parts.query}").status_code == 303
    assert (outside.asked, outside.held) == ({"server"}, [])


def test_a_github_that_fails_is_said(stranger, github):
    github.is_down = True
    answer = travel(stranger, "/sign-in/github")
    assert answer.status_code == 502
    assert "try again in a minute" in answer.text


def test_without_an_app_nobody_is_sent_there(stranger):
    assert "GitHub" not in stranger.get("/sign-in").text
    assert stranger.get("/sign-in/github").status_code == 400
