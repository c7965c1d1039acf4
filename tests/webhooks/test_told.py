"""What a webhook is told: each thing once, signed, and only what was chosen."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from service.db import deliveries, digests, publications
from service.db.engine import reading, writing
from service.db.stamps import Stamps
from service.domain.publication import PublicationState
from service.domain.webhooks import KIND_WORDS, EventKind
from service.workflows.tell_webhooks import Told
from service.workflows.webhooks import make_webhook, secret_of
from tests.webhooks.conftest import add, tell
from tests.world import entry, record


def test_a_confirmed_paper_is_told_once_and_signed(world, settings, receiver, hook):
    world.accept(5, stage=["llm"])
    assert tell(world, settings) == Told(taken=1)
    assert tell(world, settings) == tell(world, settings, days=3) == Told()
    [message] = receiver.messages
    assert message.path == "/hooks?for=listkeeper"
    assert message.is_signed_with(secret_of(settings, hook))
    assert not message.is_signed_with(
        secret_of(settings.model_copy(update={"secret_key": SecretStr("other")}), hook)
    )
    assert message.headers["content-type"] == "application/json"
    assert message.id.startswith("msg_")
    assert message.json["type"] == "paper.confirmed"
    assert message.json["data"]["tags"] == {"stage": ["llm"]}
    assert message.json["data"]["list"] == "tokens"
    paper = message.json["data"]["paper"]
    assert (paper["id"], paper["url"]) == ("2510.00005", "https://arxiv.org/abs/2510.00005")
    assert paper["page"] == "https://lists.example.org/papers/2510.00005"


@pytest.mark.usefixtures("hook")
def test_what_was_before_the_webhook_is_not_told_and_everything_after_it_is(world, settings, receiver):
    world.accept(5, stage=["llm"])
    world.now += timedelta(hours=1)
    world.sync(*(entry(number, world.now - timedelta(days=60)) for number in (1, 2, 5, 6)))
    world.store(record(1, version=2))
    world.store(record(2, version=2, comment="This paper has been withdrawn."))
    list_id = world.found().id
    world.now += timedelta(minutes=1)
    with writing(world.engine) as session:
        digests.ensure(session, list_id, 2025, 44, {"items": [{}], "changes": []}, now=world.now)
        publications.ensure_open(
            session, list_id, channel="patch", branch="b", base_commit="c0ffee", now=world.now
        )
    world.now += timedelta(hours=1)
    world.sync(*(entry(number, world.now) for number in (2, 5, 6)))
    tell(world, settings)
    told = [(m.kind, (m.json["data"].get("paper") or {}).get("id", "")[-1:]) for m in receiver.messages]
    assert told == [
        ("paper.confirmed", "5"),
        ("paper.listed", "5"),
        ("paper.listed", "6"),
        ("paper.withdrawn", "2"),
        ("digest.issued", ""),
        ("paper.removed", "1"),
    ], "the new version of what is gone again is no news, and a publication that is only planned is none"
    assert (
        receiver.messages[4].json["data"]["url"] == "https://lists.example.org/lists/tokens/digest/2025-W44"
    )
    assert len({message.id for message in receiver.messages}) == 6


@pytest.mark.usefixtures("hook")
def test_a_publication_is_told_as_it_stands_each_time_it_is_another_one(world, settings, receiver):
    list_id = world.found().id
    for state, times in (("committed", 2), ("pushed", 1), ("committed", 1)):
        for _ in range(times):
            world.now += timedelta(minutes=1)
            with writing(world.engine) as session:
                made = publications.ensure_open(
                    session, list_id, channel="patch", branch="b", base_commit="c", now=world.now
                )
                publications.advance(
                    session, made.id, PublicationState(state), now=world.now, commit_id="abc"
                )
            tell(world, settings)
    assert [m.json["data"]["state"] for m in receiver.messages] == ["committed", "pushed", "committed"]
    assert receiver.messages[0].json["data"] | {"publication": 0} == {
        "list": "tokens",
        "publication": 0,
        "state": "committed",
        "channel": "patch",
        "commit": "abc",
        "request_url": None,
        "papers": 0,
        "problem": None,
    }


def test_only_what_was_chosen_is_told(world, settings, receiver):
    add(world, receiver.url(), events=["paper.listed"])
    world.accept(5)
    world.sync(entry(1, world.now), entry(2, world.now), entry(7, world.now))
    tell(world, settings)
    assert [m.kind for m in receiver.messages] == ["paper.listed"]


def test_a_webhook_for_all_lists_is_told_of_all(world, settings, receiver):
    with writing(world.engine) as session:
        make_webhook(
            session,
            list_id=None,
            url=receiver.url(),
            events=["paper.confirmed"],
            actor="ada",
            now=world.now,
        )
    world.accept(5)
    tell(world, settings)
    assert [m.json["data"]["list"] for m in receiver.messages] == ["tokens"]


def test_a_look_that_finds_nothing_writes_nothing(world, settings, hook):
    stamps = Stamps(world.engine)
    before = stamps.read()
    assert tell(world, settings) == tell(world, settings) == Told()
    assert stamps.read() == before
    world.accept(5)
    tell(world, settings)
    with reading(world.engine) as session:
        assert len(deliveries.newest(session, hook.id, limit=9)) == 1


def test_old_messages_are_forgotten(world, settings, hook):
    world.accept(5)
    tell(world, settings)
    tell(world, settings, days=31)
    with reading(world.engine) as session:
        assert deliveries.newest(session, hook.id, limit=9) == []
    assert tell(world, settings) == Told()


def test_events_have_words():
    assert {*KIND_WORDS, EventKind.TEST} == set(EventKind)
