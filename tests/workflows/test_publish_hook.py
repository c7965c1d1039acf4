import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from service.app import create_app
from service.db import ledger, lists
from service.db.engine import reading, writing
from service.domain.lists import Channel, Policy
from service.errors import BadInput, Forbidden
from service.settings import Settings, load_settings
from service.workflows.publish_hook import receive
from tests.workflows.publications import World, make_world

SECRET = "a secret of ours"
BODY = json.dumps({"action": "closed", "repository": {"full_name": "Ann/List"}}).encode()


def signed(body: bytes = BODY, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data", github_webhook_secret=SECRET)


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """A list whose repository is on GitHub by name; nothing of ours is open there, so nobody is asked."""
    made = make_world(engine, tmp_path, now)
    spec = replace(
        made.spec,
        repository="https://github.com/ann/list.git",
        channel=Channel.GITHUB,
        policy=Policy.INVITED,
    )
    with writing(engine) as session:
        lists.ensure(session, spec, now=now)
    return replace(made, spec=spec)


def take(world: World, settings: Settings, **changed: object) -> list[str]:
    given: dict[str, object] = {
        "signature": signed(),
        "delivery": "d-1",
        "kind": "pull_request",
        "body": BODY,
        "now": world.now,
    }
    return receive(world.engine, settings, **{**given, **changed})  # type: ignore[arg-type]  # names are given by tests


def test_a_signed_body_names_its_lists_once(world: World, settings: Settings) -> None:
    assert take(world, settings) == ["some-list"]
    assert take(world, settings) == []
    other = BODY.replace(b"closed", b"reopened")
    assert take(world, settings, delivery="d-2", body=other, signature=signed(other)) == ["some-list"]
    with reading(world.engine) as session:
        lines = ledger.newest(session, limit=9, action="webhook")
    assert [line.after["delivery"] for line in lines] == ["d-2", "d-1"]
    assert lines[1].after["lists"] == ["some-list"]


@pytest.mark.parametrize("changed", [{"delivery": "d-2"}, {"kind": "push"}, {"delivery": "", "kind": "push"}])
def test_a_body_that_was_seen_does_nothing_under_another_delivery_or_kind(
    world: World, settings: Settings, changed: dict[str, str]
) -> None:
    """Neither the delivery's id nor its kind is signed: who has seen a delivery can change both."""
    assert take(world, settings) == ["some-list"]
    if changed.get("delivery") == "":
        with pytest.raises(BadInput, match="no delivery id"):
            take(world, settings, **changed)
    else:
        assert take(world, settings, **changed) == []
    with reading(world.engine) as session:
        assert len(ledger.newest(session, limit=9, action="webhook")) == 1


def test_what_does_not_concern_us_is_let_go(world: World, settings: Settings) -> None:
    other = b'{"repository": {"full_name": "ann/other"}}'
    assert take(world, settings, body=other, signature=signed(other)) == []
    assert take(world, settings, kind="star", delivery="d-3") == []


@pytest.mark.parametrize("signature", ["", "sha256=", "sha256=00", signed(secret="another"), signed(b"{}")])
def test_a_wrong_signature_is_refused(world: World, settings: Settings, signature: str) -> None:
    with pytest.raises(Forbidden, match="signature does not fit"):
        take(world, settings, signature=signature)


def test_without_a_secret_no_webhook_is_taken(world: World, tmp_path: Path) -> None:
    with pytest.raises(Forbidden, match="LISTKEEPER_GITHUB_WEBHOOK_SECRET"):
        take(world, load_settings(data_dir=tmp_path / "data"), signature=signed(secret=""))


@pytest.mark.parametrize("body", [b"", b"[]", b"payload=%7B%7D", b'{"repository": null}', b"\xff"])
def test_a_body_that_is_not_githubs_is_told_of(world: World, settings: Settings, body: bytes) -> None:
    with pytest.raises(BadInput, match="application/json"):
        take(world, settings, body=body, signature=signed(body))


def test_the_hook_answers_over_http(world: World, settings: Settings) -> None:
    client = TestClient(create_app(settings, world.engine))
    headers = {
        "X-Hub-Signature-256": signed(),
        "X-GitHub-Delivery": "d-9",
        "X-GitHub-Event": "pull_request",
        "Content-Type": "application/json",
    }
    answer = client.post("/hooks/github", content=BODY, headers=headers)
    assert (answer.status_code, answer.json()) == (202, {"lists": ["some-list"]})
    assert client.post("/hooks/github", content=BODY, headers=headers).json() == {"lists": []}
    assert client.post("/hooks/github", content=BODY).status_code == 403
    assert client.post("/hooks/github", content=b"x" * 1_000_001, headers=headers).status_code == 413
    parts = iter([b"x" * 600_000] * 2)
    assert client.post("/hooks/github", content=parts, headers=headers).status_code == 400
