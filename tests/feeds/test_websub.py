"""WebSub: feeds name the hub, the hub is told of changes, a subscriber gets what is new; all of it real."""

import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest
from pydantic import SecretStr

from service.app import create_app
from service.errors import SetupError, SourceError
from service.settings import Settings
from service.workflows.digest import make_due_digests
from service.workflows.tell_hub import tell_hub, topics_of
from tests.browser.live import serve
from tests.emulators.websub import Hub, Subscriber
from tests.feeds.test_schemas import problems
from tests.ports import held_port
from tests.world import World, entry, record

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def hub() -> Iterator[Hub]:
    with Hub() as found:
        yield found


@pytest.fixture
def settings(world: World, hub: Hub) -> Iterator[Settings]:
    with held_port() as port:
        yield Settings(
            data_dir=world.folder,
            base_url=f"http://127.0.0.1:{port}",
            port=port,
            secret_key=SecretStr("k" * 32),
            websub_hub=hub.url,
        )


@pytest.fixture
def site(world: World, settings: Settings) -> Iterator[str]:
    """The site on a socket of its own."""
    made: Any = SimpleNamespace(app=create_app(settings, world.engine, clock=world.clock), now=world.now)
    with serve(made, settings.port) as live:
        made.app.state.clock = world.clock
        yield live.address


def tell(world: World, settings: Settings) -> int:
    return tell_hub(world.engine, settings, now=world.now)


def test_feeds_name_the_hub_in_themselves_and_in_a_header(site, hub):
    for name in ("feed", "changes", "digest/feed"):
        for form in ("atom", "rss", "json"):
            topic = f"{site}/lists/tokens/{name}.{form}"
            answer = httpx.get(topic)
            assert answer.headers["link"] == f'<{hub.url}>; rel="hub", <{topic}>; rel="self"'
            assert problems(form, answer.content) == []
            if form == "json":
                assert answer.json()["hubs"] == [{"type": "WebSub", "url": hub.url}]
            else:
                links = ET.fromstring(answer.content).iter(f"{ATOM}link")  # noqa: S314  # our own bytes
                found = {link.get("rel"): link.get("href") for link in links}
                assert (found["hub"], found["self"]) == (hub.url, topic)
            again = httpx.get(topic, headers={"If-None-Match": answer.headers["etag"]})
            assert (again.status_code, again.headers["link"]) == (304, answer.headers["link"])


def test_feeds_of_which_the_hub_is_not_told_do_not_name_it(world, site, hub):
    world.now += timedelta(days=1)
    for path in ("feed.atom?stage=llm", "feed.atom?view=summary", "feed.json?q=paper", "feed/2025-03.atom"):
        answer = httpx.get(f"{site}/lists/tokens/{path}")
        assert answer.status_code == 200
        assert hub.url not in answer.text
        assert "link" not in answer.headers


def test_without_a_hub_nothing_is_named_or_told(world):
    answer = world.client().get("/lists/tokens/feed.atom")
    assert "hub" not in answer.text
    assert "link" not in answer.headers
    bare = Settings(data_dir=world.folder, secret_key=SecretStr("k" * 32))
    with pytest.raises(SetupError, match="LISTKEEPER_WEBSUB_HUB"):
        tell(world, bare)


def test_a_subscriber_that_finds_the_hub_in_the_feed_gets_what_is_new(world, settings, site, hub):
    assert tell(world, settings) == 0, "what is there at first is no change"
    topic = f"{site}/lists/tokens/feed.json"
    found = httpx.get(topic).json()["hubs"][0]["url"]
    with Subscriber() as subscriber:
        assert subscriber.subscribe(found, topic) == 202
        world.accept(5, stage=["llm"])
        assert tell(world, settings) == 1
        [body] = subscriber.got
        assert "2510.00005" in json.dumps(json.loads(body)["items"][0])
        assert tell(world, settings) == 0
        assert len(subscriber.got) == 1
    assert hub.published == topics_of(site, "tokens")


def test_whatever_changes_a_feed_is_told(world, settings, site):
    assert site
    tell(world, settings)

    def confirm() -> None:
        world.accept(5, stage=["llm"])

    def list_it() -> None:
        world.sync(*(entry(number, world.now) for number in (1, 2, 3, 5)))

    def learn() -> None:
        world.store(record(1))

    def renew() -> None:
        world.store(record(1, version=2))

    def take_off() -> None:
        world.sync(*(entry(number, world.now) for number in (1, 3, 5)))

    def issue() -> None:
        make_due_digests(world.engine, now=world.now)

    for happen in (confirm, list_it, learn, renew, take_off, issue):
        world.now += timedelta(days=2)
        happen()
        assert tell(world, settings) == 1, happen.__name__
        assert tell(world, settings) == 0, happen.__name__


def test_a_hub_that_fails_is_told_at_the_next_turn(world, settings, site, hub):
    assert site
    tell(world, settings)
    world.accept(5)
    hub.refusals = [503]
    with pytest.raises(SourceError, match="answered 503"):
        tell(world, settings)
    assert tell(world, settings) == 1
    nobody = settings.model_copy(update={"websub_hub": "http://127.0.0.1:9/"})
    world.accept(6)
    with pytest.raises(SourceError, match="cannot be reached"):
        tell(world, nobody)
