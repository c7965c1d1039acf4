"""Webhooks through the API: for maintainers with the scope, the secret once, the log in pages."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from service.db import answers, deliveries, ledger
from service.db.engine import reading, writing
from service.telling.hooks import HookPost
from service.workflows.tell_webhooks import tell_webhooks
from tests.api.test_review import token
from tests.emulators.receiver import Receiver, Reply
from tests.outside import Outside
from tests.world import World

LIST = "/api/v1/lists/tokens/webhooks"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


@pytest.fixture
def header(world: World) -> dict[str, str]:
    return token(world, "webhooks:write", user="mia", role="maintainer") | {"Idempotency-Key": "one"}


@pytest.fixture
def client(world: World) -> TestClient:
    app = world.app()
    app.state.settings = app.state.settings.model_copy(update={"webhook_networks": "127.0.0.0/8"})
    return TestClient(app, base_url=world.base_url)


@pytest.fixture
def made(client: TestClient, header: dict[str, str], receiver: Receiver) -> dict[str, object]:
    answer = client.post(LIST, json={"url": receiver.url()}, headers=header)
    assert answer.status_code == 201, answer.text
    found: dict[str, object] = answer.json()
    return found


def test_webhooks_are_for_maintainers_with_the_scope(world, client, made):
    assert client.get(LIST).status_code == 401
    for who in (
        token(world, "review:read", user="mia"),
        token(world, "webhooks:write", user="bo", role="reviewer"),
    ):
        one = f"/api/v1/webhooks/{made['id']}"
        for path in (LIST, one, f"{one}/deliveries"):
            assert client.get(path, headers=who).status_code == 403
        assert client.delete(one, headers=who).status_code == 403
        wanted = {"url": "https://example.org/"}
        for path, body in ((LIST, wanted), (f"{one}/test", {}), (f"{one}/start", {})):
            assert client.post(path, json=body, headers=who | {"Idempotency-Key": "x"}).status_code == 403


def test_the_secret_is_told_with_the_first_answer_and_kept_nowhere(world, client, header, made, receiver):
    again = client.post(LIST, json={"url": receiver.url()}, headers=header)
    assert again.json() == made, "the same key and request is answered again"
    assert str(made["secret"]).startswith("whsec_")
    assert "paper.confirmed" in made["events"]
    shown = client.get(LIST, headers=header).json()["items"]
    assert shown == [made | {"secret": None}]
    assert client.get(f"/api/v1/webhooks/{made['id']}", headers=header).json() == shown[0]
    with reading(world.engine) as session:
        kept = [answers.by_key(session, token_id, "one") for token_id in range(1, 5)]
        assert deliveries.newest(session, int(made["id"]), limit=1) == []
    assert any(kept)
    assert str(made["secret"]) not in repr(kept)


def test_a_test_says_what_the_receiver_said(world, client, header, made, receiver, monkeypatch):
    outside = Outside(world.engine, monkeypatch)
    path = f"/api/v1/webhooks/{made['id']}/test"
    good = client.post(path, json={}, headers=header | {"Idempotency-Key": "t1"}).json()
    receiver.replies = [Reply(500)]
    bad = client.post(path, json={}, headers=header | {"Idempotency-Key": "t2"}).json()
    assert (good["taken"], good["status"], bad["taken"], bad["status"]) == (True, 200, False, 500)
    assert receiver.messages[0].is_signed_with(str(made["secret"]))
    repeated = client.post(path, json={}, headers=header | {"Idempotency-Key": "t2"}).json()
    assert (repeated, len(receiver.messages)) == (bad, 2)
    assert (outside.asked, outside.held) == ({"server"}, [])


def test_the_log_is_read_in_pages_with_every_attempt(world, client, header, made, receiver):
    world.now += timedelta(minutes=1)
    for number in (5, 6, 7):
        world.accept(number)
    receiver.replies = [Reply(503, "busy")]
    for minutes in (1, 10, 10):
        world.now += timedelta(minutes=minutes)
        tell_webhooks(world.engine, client.app.state.settings, clock=world.clock)
    path = f"/api/v1/webhooks/{made['id']}/deliveries?limit=2"
    first = client.get(path, headers=header).json()
    rest = client.get(first["next"], headers=header).json()
    items = first["items"] + rest["items"]
    assert [each["state"] for each in items] == ["sent"] * 3
    assert {each["message"] for each in items} == {message.id for message in receiver.messages}
    assert [one["status"] for one in items[2]["attempts"]] == [503, 200]
    assert items[2]["attempts"][0]["said"] == "busy"


def test_one_that_is_gone_for_good_is_stopped_and_can_be_started_again(world, client, header, made, receiver):
    receiver.replies = [Reply(410)]
    world.now += timedelta(minutes=1)
    world.accept(5)
    world.now += timedelta(minutes=1)
    tell_webhooks(world.engine, client.app.state.settings, clock=world.clock)
    path = f"/api/v1/webhooks/{made['id']}"
    assert "410" in client.get(path, headers=header).json()["stopped_because"]
    started = client.post(f"{path}/start", json={}, headers=header | {"Idempotency-Key": "s"}).json()
    assert started["stopped_at"] is None
    tell_webhooks(world.engine, client.app.state.settings, clock=world.clock)
    assert len(receiver.messages) == 2


def test_one_that_is_deleted_is_gone(client, header, made):
    path = f"/api/v1/webhooks/{made['id']}"
    assert client.delete(path, headers=header).status_code == 204
    assert client.get(path, headers=header).status_code == 404
    assert client.delete(path, headers=header).status_code == 404


def test_what_cannot_be_used_is_said(client, header):
    for body, word in (
        ({"url": "http://10.0.0.1/"}, "LISTKEEPER_WEBHOOK_NETWORKS"),
        ({"url": "nowhere"}, "https://example.org"),
        ({"url": "http://127.0.0.1/", "events": []}, "needs an event"),
    ):
        answer = client.post(LIST, json=body, headers=header)
        assert (answer.status_code, word in answer.json()["detail"]) == (400, True), answer.text
    unknown = {"url": "http://127.0.0.1/", "events": ["x"]}
    assert client.post(LIST, json=unknown, headers=header).status_code == 422


def test_nobody_waits_for_the_database_while_an_address_is_looked_up(
    world, client, header, receiver, monkeypatch
):
    def looked_up(_post: HookPost, _url: str) -> bool:
        assert world.engine.pool.checkedout() == 0
        with writing(world.engine) as session:
            ledger.note(session, at=world.now, actor="ada", action="meanwhile", subject="x")
        return True

    monkeypatch.setattr(HookPost, "may_ask", looked_up)
    assert client.post(LIST, json={"url": receiver.url()}, headers=header).status_code == 201
    with reading(world.engine) as session:
        assert "meanwhile" in [line.action for line in ledger.newest(session, limit=9)]
