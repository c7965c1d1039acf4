"""Readers that follow for ten weeks: nothing twice, nothing lost, no id that changes."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from xml.etree import ElementTree as ET

import feedparser
import pytest
from fastapi.testclient import TestClient

from service.workflows.digest import make_due_digests
from tests.world import World, entry, record

WEEKS = 10
_ATOM = "{http://www.w3.org/2005/Atom}"


@dataclass
class Reader:
    """Reads as feed readers do: conditionally, and an item is known by its id."""

    path: str
    etag: str = ""
    shown: Counter[str] = field(default_factory=Counter)
    known: set[str] = field(default_factory=set)
    not_modified: int = 0

    def read(self, client: TestClient) -> None:
        answer = client.get(self.path, headers={"If-None-Match": self.etag} if self.etag else {})
        if answer.status_code == 304:
            self.not_modified += 1
            return
        assert answer.status_code == 200
        self.etag = answer.headers["etag"]
        items = _items(answer)
        ids = [item_id for item_id, _ in items]
        assert len(ids) == len(set(ids)), "one item per paper"
        self.shown.update(link for item_id, link in items if item_id not in self.known)
        self.known.update(ids)


def _items(answer: Any) -> list[tuple[str, str]]:
    """Return the (id, link) pairs of a feed in any format; feedparser itself is used where time allows."""
    kind = answer.headers["content-type"]
    if kind.startswith("application/feed+json"):
        return [(item["id"], item["url"]) for item in answer.json()["items"]]
    root = ET.fromstring(answer.content)  # noqa: S314  # our own bytes
    if kind.startswith("application/rss+xml"):
        return [(item.findtext("guid", ""), item.findtext("link", "")) for item in root.iter("item")]
    return [
        (entry.findtext(f"{_ATOM}id", ""), str(entry.find(f"{_ATOM}link[@rel='alternate']").get("href")))  # type: ignore[union-attr]  # each has one
        for entry in root.iter(f"{_ATOM}entry")
    ]


@dataclass
class Happening:
    """What happens on a list in ten weeks, by dice."""

    world: World
    dice: random.Random
    numbers: list[int] = field(default_factory=lambda: [1, 2, 3])
    confirmed: set[int] = field(default_factory=set)
    next_number: int = 100

    def a_day(self) -> None:
        """Confirm some papers, let the list take in some of them and some others; versions come along."""
        for _ in range(self.dice.randint(0, 2)):
            self.world.accept(self.next_number, stage=[self.dice.choice(["llm", "encoder"])])
            self.confirmed.add(self.next_number)
            self.next_number += 1
        if self.dice.random() < 0.4:
            landed = self.dice.sample(sorted(self.confirmed), k=len(self.confirmed) // 2)
            own = range(self.next_number, self.next_number + self.dice.randint(0, 2))
            self.next_number += 5
            self.numbers = sorted({*self.numbers, *landed, *own})
            self.confirmed -= set(landed)
            back = timedelta(days=self.dice.randint(0, 60))  # the list dates its entries as it likes
            self.world.sync(*(entry(number, self.world.now - back) for number in self.numbers))
        number = self.dice.choice(self.numbers)
        self.world.store(record(number, version=2 + self.next_number, title=f"Paper {number}, better"))

    @property
    def papers(self) -> set[str]:
        """Everything that the list has or will have."""
        return {f"https://arxiv.org/abs/2510.{n:05d}" for n in {*self.numbers, *self.confirmed}}


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_readers_see_every_paper_once_whatever_happens(world: World, form: str):
    happening = Happening(world, random.Random(form))  # noqa: S311  # dice, not secrets
    client = world.client()
    daily, weekly = Reader(f"/lists/tokens/feed.{form}"), Reader(f"/lists/tokens/feed.{form}")
    for day in range(WEEKS * 7):
        world.now += timedelta(days=1)
        if day == 21:
            world.base_url = "https://elsewhere.example.net"
        client = world.client() if day % 7 == 0 else client  # a new process each week
        happening.a_day()
        daily.read(client)
        if day % 7 == 6:
            daily.read(client)  # nothing has happened since
            weekly.read(client)
    weekly.read(world.client())
    assert set(daily.shown) == set(weekly.shown) == happening.papers
    assert set(daily.shown.values()) == set(weekly.shown.values()) == {1}
    assert daily.not_modified >= WEEKS


def test_digests_tell_every_paper_once_in_ten_weeks(world: World):
    happening = Happening(world, random.Random("digest"))  # noqa: S311  # dice, not secrets
    follower = Reader("/lists/tokens/digest/feed.atom")
    told: Counter[str] = Counter()
    for day in range(WEEKS * 7):
        world.now += timedelta(days=1)
        happening.a_day()
        if day % 7 == 6 and day // 7 not in (3, 4):  # the scheduler slept for two weeks
            for issue in make_due_digests(world.engine, now=world.now):
                told.update(item.key for item in issue.items)
            follower.read(world.client())
    world.now += timedelta(weeks=1)
    for issue in make_due_digests(world.engine, now=world.now):
        told.update(item.key for item in issue.items)
    follower.read(world.client())
    papers = {address.rsplit("/", 1)[1] for address in happening.papers}
    before = {"2510.00001", "2510.00002", "2510.00003"}  # on the list before it was followed
    assert set(told) == papers - before
    assert set(told.values()) == {1}
    assert set(follower.shown.values()) == {1}
    assert len(follower.shown) == WEEKS + 1


def test_a_reader_that_comes_back_after_ten_weeks_catches_up_through_the_archive(world: World):
    happening = Happening(world, random.Random("holiday"))  # noqa: S311  # dice, not secrets
    for _ in range(WEEKS * 7):
        world.now += timedelta(days=1)
        happening.a_day()
    seen: set[str] = set()
    client, target = world.client(), "/lists/tokens/feed.atom"
    while target:
        body = client.get(target).content
        seen |= {item.link for item in feedparser.parse(body).entries}
        links = ET.fromstring(body).findall(f"{_ATOM}link")  # noqa: S314  # our own bytes
        target = next((str(link.get("href")) for link in links if link.get("rel") == "prev-archive"), "")
    assert seen == happening.papers
