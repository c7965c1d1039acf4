"""Answers from memory are those that would be made anew."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import httpx
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from service.db.stamps import Stamps
from tests.api.test_review import token
from tests.world import World

FEED = "/lists/tokens/feed.atom"


class Counter:
    """Counts the statements that read papers or entries."""

    def __init__(self, world: World) -> None:
        self.count = 0
        event.listen(world.engine, "before_cursor_execute", self._see)
        self._world = world

    def _see(self, _connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        self.count += "entries" in statement

    def stop(self) -> None:
        event.remove(self._world.engine, "before_cursor_execute", self._see)


@pytest.fixture
def reads(world: World):
    counter = Counter(world)
    yield counter
    counter.stop()


def test_the_stamp_stays_while_nobody_writes_and_changes_when_somebody_does(world: World):
    stamps = Stamps(world.engine)
    first = stamps.read()
    assert first
    world.client().get(FEED)
    assert stamps.read() == first
    world.accept(5)
    assert stamps.read() != first


def test_an_answer_is_made_once_and_made_anew_after_a_write(world: World, reads: Counter):
    client = world.client()
    first = client.get(FEED)
    made = reads.count
    again = client.get(FEED)
    assert reads.count == made
    assert (again.content, dict(again.headers)) == (first.content, dict(first.headers))
    world.accept(5)
    assert "2510.00005" in client.get(FEED).text


def test_a_remembered_answer_is_304_for_those_who_have_it(world: World, reads: Counter):
    client = world.client()
    etag = client.get(FEED).headers["etag"]
    made = reads.count
    answer = client.get(FEED, headers={"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert reads.count == made


def test_an_answer_is_remembered_for_those_who_have_it_too(world: World, reads: Counter):
    etag = {"If-None-Match": world.client().get(FEED).headers["etag"]}
    client = world.client()  # a process that remembers nothing yet
    assert client.get(FEED, headers=etag).status_code == 304
    made = reads.count
    assert client.get(FEED, headers=etag).status_code == 304
    assert client.get(FEED).status_code == 200
    assert reads.count == made


def test_readers_that_go_by_the_date_are_answered_from_memory(world: World, reads: Counter):
    client = world.client()
    first = client.get(FEED)
    made = reads.count
    same = {"If-Modified-Since": first.headers["last-modified"]}
    assert client.get(FEED, headers=same).status_code == 304
    assert client.get(FEED, headers=same | {"If-None-Match": 'W/"other"'}).status_code == 200
    assert client.get(FEED, headers={"If-Modified-Since": "Mon, 01 Jan 2024 00:00:00 GMT"}).status_code == 200
    assert reads.count == made


def test_many_who_ask_at_once_have_it_made_once(world: World, reads: Counter):
    app = world.app()

    async def ask() -> list[int]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            answers = await asyncio.gather(*(client.get(FEED) for _ in range(8)))
        return [answer.status_code for answer in answers]

    world.client().get(FEED)
    once, reads.count = reads.count, 0
    with ThreadPoolExecutor(1) as pool:  # a browser test before this one may have left a loop in this thread
        assert pool.submit(lambda: asyncio.run(ask())).result() == [200] * 8
    assert reads.count == once


def test_compressed_and_plain_answers_are_kept_apart(world: World):
    client = world.client()
    packed = client.get(FEED)
    plain = client.get(FEED, headers={"Accept-Encoding": "identity"})
    assert (packed.headers["content-encoding"], plain.headers.get("content-encoding")) == ("gzip", None)
    assert packed.content == plain.content


def test_a_new_day_forgets(world: World, reads: Counter):
    client = world.client()
    client.get(FEED)
    made = reads.count
    world.now += timedelta(days=1)
    client.get(FEED)
    assert reads.count > made


def test_what_is_for_one_caller_is_not_sent_to_another(world: World):
    client: TestClient = world.client()
    path = "/api/v1/lists/tokens/candidates"
    header = token(world, "review:read")
    assert client.get(path, headers=header).status_code == 200
    assert client.get(path).status_code == 401
    client.get("/api/v1/lists", headers=header)
    assert client.get("/api/v1/lists").headers["cache-control"] == "no-cache"
