"""`listkeeper bundles`: what there is, and the way back."""

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from service.db.engine import make_engine
from tests.cli.conftest import Run
from tests.workflows.lessons import make_settings
from tests.workflows.test_roll_back import START, World, prepared

__all__ = ["prepared"]


@pytest.fixture
def two(prepared: Path, data: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, int]:
    """A data folder in which a list has learned twice; return the bundles' numbers, the older first."""
    shutil.copytree(prepared, data)
    settings = make_settings(data)
    engine = make_engine(settings.database)
    world = World(engine, settings)
    first, second = world.learn_two()
    engine.dispose()
    capsys.readouterr()  # what making it said is not what a command says
    return first.id, second.id


def test_bundles_are_listed_with_the_one_in_use(run: Run, two: tuple[int, int]) -> None:
    first, second = two
    ended = run("bundles", "list", "--json")
    rows = json.loads(ended.out)
    assert (ended.code, [row["id"] for row in rows]) == (0, [second, first])
    assert [(row["is_in_use"], row["is_on_disk"]) for row in rows] == [(True, True), (False, True)]
    assert {(row["list"], row["encoder"]) for row in rows} == {("some-list", "hash")}
    told = run("bundles", "list", "--list", "some-list")
    assert (told.code, told.out) == (0, "")
    lines = told.err.strip().splitlines()
    assert ["in use" in line for line in lines] == [True, False]
    assert f"{START + timedelta(minutes=10):%Y-%m-%d %H:%M}" in lines[0]


def test_rolling_back_takes_the_bundle_from_before_or_the_one_that_is_named(
    run: Run, two: tuple[int, int]
) -> None:
    first, second = two
    back = json.loads(run("bundles", "rollback", "--list", "some-list", "--json").out)
    assert (back["slug"], back["before"], back["now"]) == ("some-list", second, first)
    assert back["proposed"]["proposed"] > 0
    forth = run("bundles", "rollback", "--list", "some-list", "--to", str(second))
    assert (forth.code, forth.out) == (0, "")
    assert f"some-list uses bundle {second} instead of {first}" in forth.err
    rows = json.loads(run("bundles", "list", "--json").out)
    assert [row["is_in_use"] for row in rows] == [True, False]


def test_where_there_is_nothing_yet_the_command_is_named(run: Run) -> None:
    ended = run("bundles", "list")
    assert (ended.code, ended.out) == (0, "")
    assert "No bundle yet; `listkeeper train` makes the first ones." in ended.err


def test_a_bundle_or_a_list_that_is_not_there_is_refused_in_a_sentence(
    run: Run, two: tuple[int, int]
) -> None:
    unknown = run("bundles", "rollback", "--list", "some-list", "--to", "4711")
    assert (unknown.code, unknown.out) == (2, "")
    assert "4711" in unknown.sentence
    nobody = run("bundles", "rollback", "--list", "no-such-list")
    assert nobody.code == 2
    assert nobody.sentence.startswith("There is no list 'no-such-list'.")
    assert json.loads(run("bundles", "list", "--json").out)[0]["id"] == max(two)
