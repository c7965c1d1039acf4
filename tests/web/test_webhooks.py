"""Webhooks in the browser: made with the secret shown once, tried, read, started again, removed."""

import re
from collections.abc import Iterator

import pytest

from service.db import webhooks
from service.db.engine import reading, writing
from service.telling.hooks import HookPost
from tests.emulators.receiver import Receiver, Reply
from tests.factories import SLUG
from tests.outside import Outside
from tests.web.conftest import OTHER

HOOKS = f"/lists/{SLUG}/webhooks"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


@pytest.fixture
def outside(world):
    """The world, whose operator lets webhooks into this machine."""
    settings = world.app.state.settings
    world.app.state.settings = settings.model_copy(update={"webhook_networks": "127.0.0.0/8"})


@pytest.fixture
def path(ada, receiver, outside) -> str:
    """The page of a new webhook."""
    del outside
    page = ada.post(HOOKS, url=receiver.url(), events=["paper.listed", "digest.issued"])
    assert page.status_code == 200
    found = re.search(rf"{HOOKS}/\d+", page.text)
    assert found
    return found[0]


def test_the_page_says_what_will_be_there_and_settings_lead_to_it(ada):
    page = ada.get(HOOKS).text
    assert "Nobody is told yet" in page
    assert "A paper stands on the list" in page
    assert HOOKS in ada.get(f"/lists/{SLUG}/settings").text


def test_the_secret_is_shown_once(ada, path, world, monkeypatch):
    look = HookPost.may_ask

    def looked_up(post: HookPost, url: str) -> bool:
        assert world.engine.pool.checkedout() == 0
        return look(post, url)

    monkeypatch.setattr(HookPost, "may_ask", looked_up)
    assert ada.client.cookies
    made = ada.post(HOOKS, url="http://127.0.0.1:9/other", events=["paper.listed"])
    secret = re.search(r"whsec_[A-Za-z0-9+/=]+", made.text)
    assert secret
    assert made.headers["cache-control"] == "no-store"
    assert secret[0] not in ada.get(HOOKS).text + ada.get(path).text
    assert "paper.listed, digest.issued" in ada.get(path).text


def test_a_test_is_sent_and_stands_in_the_log(ada, path, receiver, world, monkeypatch):
    outside = Outside(world.engine, monkeypatch)
    done = ada.post(f"{path}/test")
    assert done.headers["location"] == f"{path}?done=taken"
    receiver.replies = [Reply(500, "<b>broken</b>")]
    refused = ada.get(ada.post(f"{path}/test").headers["location"]).text
    assert "did not take the test" in refused
    assert "&lt;b&gt;broken&lt;/b&gt;" in refused
    assert "taken" in refused
    assert "given up" in refused
    assert [m.kind for m in receiver.messages] == ["webhook.test"] * 2
    assert (outside.asked, outside.held) == ({"server"}, [])


def test_a_message_can_be_sent_again(ada, path, receiver):
    receiver.replies = [Reply(500)]
    ada.post(f"{path}/test")
    found = re.search(rf"{path}/deliveries/\d+/again", ada.get(path).text)
    assert found
    page = ada.get(ada.post(found[0]).headers["location"]).text
    assert "under the same id" in page
    assert "waits" in page
    assert ada.post(f"{HOOKS}/99/deliveries/1/again").status_code == 404


def test_a_stopped_one_says_why_and_is_started_again(ada, world, path):
    number = int(path.rsplit("/", 1)[1])
    with writing(world.engine) as session:
        webhooks.stop(session, number, because="It has taken nothing since 1 Nov 2025.", now=world.now)
    page = ada.get(path).text
    assert "It has taken nothing since 1 Nov 2025." in page
    assert "stopped" in ada.get(HOOKS).text
    assert "told again" in ada.get(ada.post(f"{path}/start").headers["location"]).text
    with reading(world.engine) as session:
        assert webhooks.by_id(session, number).stopped_at is None


def test_one_that_is_removed_is_gone(ada, path):
    assert "are gone" in ada.get(ada.post(f"{path}/remove").headers["location"]).text
    assert ada.get(path).status_code == 404


def test_only_those_who_maintain_the_list_see_its_webhooks(ada, bo, stranger, path):
    assert bo.get(path).status_code == bo.get(HOOKS).status_code == 403
    assert stranger.get(HOOKS).status_code == 303
    assert ada.get(path.replace(SLUG, OTHER)).status_code == 404, "not under another list"


def test_what_cannot_be_used_is_said(ada):
    inside = ada.post(HOOKS, url="http://10.0.0.1/x", events=["paper.listed"])
    assert (inside.status_code, "private" in inside.text) == (400, True)
    assert 'value="http://10.0.0.1/x"' in inside.text, "what was entered stays"
    assert inside.text.count(" checked>") == 1
    assert "needs an event" in ada.post(HOOKS, url="https://example.org/").text
