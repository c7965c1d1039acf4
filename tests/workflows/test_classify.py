"""A list's model reads a text that is nobody's paper."""

import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from service.app import create_app
from service.db import people, vectors
from service.db.engine import reading, writing
from service.errors import NotFound, SourceBusy
from service.workflows import classify
from service.workflows.classify import Classifier
from service.workflows.tokens import make_token
from service.workflows.train import train_lists
from tests.conftest import empty
from tests.makers import NOW
from tests.outside import Outside
from tests.workflows.lessons import make_lessons, make_settings

TODAY = NOW.date()
GOOD = ("pruning visual tokens of vision language models", "We prune the tokens of vision language models.")


@pytest.fixture
def engine(sqlite: Engine) -> Engine:
    return sqlite


@pytest.fixture
def world(engine: Engine, tmp_path: Path):
    made = make_lessons(engine)
    yield made, engine, make_settings(tmp_path)
    empty(engine)


def test_a_text_is_ranked_and_tagged_and_nothing_of_it_is_kept(world):
    found, engine, settings = world
    with pytest.raises(NotFound, match="no model yet"):
        Classifier(engine, settings).classify(found, *GOOD, today=TODAY)
    train_lists(engine, settings)
    models = Classifier(engine, settings)
    said = models.classify(found, *GOOD, today=TODAY)
    other = models.classify(found, "Speech recognition corpora", "We study robots.", today=TODAY)
    assert said.relevance > other.relevance
    assert set(said.scores["method"]) == {"prune", "merge"}
    assert said.scores["method"]["prune"] > said.scores["method"]["merge"]
    text = "\n".join(GOOD)
    with reading(engine) as session:
        assert vectors.known(session, "hash", "1", [text]) == {}


def test_one_text_is_read_at_a_time_and_who_waits_too_long_is_told_so(world, monkeypatch):
    found, engine, settings = world
    train_lists(engine, settings)
    monkeypatch.setattr(classify, "PATIENCE", 0.01)
    models = Classifier(engine, settings)
    inside, leave = threading.Event(), threading.Event()

    def open_encoder():
        inside.set()
        leave.wait(20)
        raise NotFound("enough")

    monkeypatch.setattr(models, "_open_encoder", open_encoder)

    def ask() -> None:
        with pytest.raises(NotFound, match="enough"):
            models.classify(found, *GOOD, today=TODAY)

    first = threading.Thread(target=ask)
    first.start()
    inside.wait(20)
    with pytest.raises(SourceBusy, match="ask again") as busy:
        models.classify(found, *GOOD, today=TODAY)
    assert busy.value.retry_after
    leave.set()
    first.join(20)


def test_programs_ask_through_the_api_with_a_token(world, monkeypatch):
    found, engine, settings = world
    train_lists(engine, settings)
    now = datetime(2025, 11, 5, tzinfo=UTC)
    with writing(engine) as session:
        people.add(session, name="cy", password_hash="-", role="reader", now=now)
        secret = make_token(
            session, user_name="cy", name="x", scopes=["classify"], days=9, actor="test", now=now
        )
    client = TestClient(create_app(settings, engine, clock=lambda: now))
    asked = {"list": found.slug, "title": GOOD[0], "abstract": GOOD[1]}
    assert client.post("/api/v1/classify", json=asked).status_code == 401
    header = {"Authorization": f"Bearer {secret}"}
    outside = Outside(engine, monkeypatch)
    answer = client.post("/api/v1/classify", json=asked, headers=header)
    assert answer.status_code == 200, answer.text
    assert (outside.asked, outside.held) == ({"encoder"}, [])
    assert answer.json()["list"] == found.slug
    assert answer.json()["evidence"]["nearest"]
    for wrong in ({"title": ""}, {"title": "x" * 501}, {"abstract": "x" * 10_001}, {"more": 1}):
        assert client.post("/api/v1/classify", json=asked | wrong, headers=header).status_code == 422
    unknown = client.post("/api/v1/classify", json=asked | {"list": "moon"}, headers=header)
    assert unknown.status_code == 404
