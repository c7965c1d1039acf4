"""The feed of changes, followed for ten weeks: each change of a list once, under an id that stays."""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from tests.feeds.test_ten_weeks import WEEKS, Happening, Reader
from tests.world import World, entry, record

FIRST = {"2510.00001", "2510.00002", "2510.00003"}  # dated half a year back by the list


@dataclass
class Changes:
    """Ten weeks in which papers come, get new versions, are withdrawn and taken off."""

    happening: Happening
    versions: dict[int, int] = field(default_factory=dict)
    told: Counter[str] = field(default_factory=Counter)
    came: set[str] = field(default_factory=set)

    def a_day(self) -> None:
        """Let a day pass, then let one listed paper change and now and then another one go."""
        world, dice = self.happening.world, self.happening.dice
        before = set(self.happening.numbers)
        self._come()
        number = dice.choice(sorted(before))
        is_over = dice.random() < 0.1
        self._new_version(
            number, comment="This paper has been withdrawn by its authors." if is_over else "12 pages"
        )
        if dice.random() < 0.15 and len(self.happening.numbers) > 4:
            gone = dice.choice(sorted(before - {number}))  # a change and its end within a day are one change
            self.happening.numbers.remove(gone)
            self.told[f"2510.{gone:05d}/removed"] += 1
            world.sync(*(entry(each, world.now) for each in self.happening.numbers))

    def _come(self) -> None:
        happening, dice = self.happening, self.happening.dice
        for _ in range(dice.randint(0, 2)):
            number = happening.next_number
            happening.next_number += 1
            self.came.add(f"2510.{number:05d}")
            if dice.random() < 0.5:
                happening.world.accept(number, stage=["llm"])
                self.versions[number] = 1
                happening.confirmed.add(number)
            else:
                happening.numbers.append(number)
        if dice.random() < 0.4:
            landed = dice.sample(sorted(happening.confirmed), k=len(happening.confirmed) // 2)
            happening.numbers = sorted({*happening.numbers, *landed})
            happening.confirmed -= set(landed)
        back = timedelta(days=dice.randint(0, 60))  # the list dates its entries as it likes
        happening.world.sync(*(entry(n, happening.world.now - back) for n in happening.numbers))

    def _new_version(self, number: int, comment: str) -> None:
        version = self.versions.get(number, 0) + 1
        self.happening.world.store(
            record(number, version=version, title=f"Paper {number}, better {version}", comment=comment)
        )
        if number in self.versions:  # the first that we hear of a paper is no change of it
            kind = "withdrawn" if "withdrawn" in comment else "updated"
            self.told[f"2510.{number:05d}/{kind}-v{version}"] += 1
        self.versions[number] = version


def _change(item: str) -> str:
    """Return which paper changed and how; a removal is named by its moment."""
    key, how = item.rsplit("/", 2)[1:]
    return f"{key}/{how.split('-')[0] if how.startswith('removed') else how}"


@pytest.mark.parametrize("form", ["atom", "rss", "json"])
def test_every_change_is_told_once_in_ten_weeks(world: World, form: str):
    days = Changes(Happening(world, random.Random(f"changes {form}")))  # noqa: S311  # dice, not secrets
    daily, weekly = Reader(f"/lists/tokens/changes.{form}"), Reader(f"/lists/tokens/changes.{form}")
    client = world.client()
    for day in range(WEEKS * 7):
        world.now += timedelta(days=1)
        world.base_url = "https://elsewhere.example.net" if day > 27 else world.base_url
        days.a_day()
        client = world.client() if day % 7 == 0 else client  # a new process each week
        daily.read(client)
        if day % 7 == 6:
            weekly.read(client)
    seen = Counter(_change(item) for item in daily.known)
    assert {key.split("/")[0] for key in seen if key.endswith("/added")} == days.came
    assert Counter({key: n for key, n in seen.items() if not key.endswith("/added")}) == days.told
    kinds = {key.split("/")[1].split("-")[0] for key in seen}
    assert kinds == {"added", "updated", "withdrawn", "removed"}
    there = {f"2510.{number:05d}" for number in {*days.happening.numbers, *days.happening.confirmed}}
    missed = {_change(item) for item in daily.known - weekly.known}
    assert not {key for key in missed if key.split("/")[0] in there}, "only what is gone again may be missed"
    assert weekly.known <= daily.known, "no id changes"


def test_a_reader_that_was_away_for_half_a_year_catches_up_through_the_archive(world: World):
    days = Changes(Happening(world, random.Random("away")))  # noqa: S311  # dice, not secrets
    client = world.client()
    daily = Reader("/lists/tokens/changes.atom")
    for _ in range(30):
        world.now += timedelta(days=1)
        days.a_day()
        daily.read(client)
    world.now += timedelta(days=180)
    assert not _ids(client.get("/lists/tokens/changes.json").json())
    seen: set[str] = set()
    target, pages = "/lists/tokens/changes.json", 0
    while target:
        answer = client.get(target)
        assert answer.status_code == 200
        seen |= _ids(answer.json())
        target, pages = answer.json().get("next_url", ""), pages + 1
    there = {f"2510.{n:05d}" for n in {*days.happening.numbers, *days.happening.confirmed}}
    assert {item for item in daily.known - seen if item.split("/")[-2] in there} == set()
    assert {item.split("/")[-2] for item in seen} >= FIRST, "what was there before it was followed, too"
    assert pages > 6
    assert client.get("/lists/tokens/changes/1999-01.atom").status_code == 404
    assert client.get(f"/lists/tokens/changes/{world.now:%Y-%m}.atom").status_code == 404


def _ids(feed: Any) -> set[str]:
    return {item["id"] for item in feed["items"]}
