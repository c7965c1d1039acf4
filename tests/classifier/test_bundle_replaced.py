"""A bundle that takes the place of another: killed anywhere, read at any moment, there is one of the two."""

import multiprocessing
import os
import shutil
import signal
import tempfile
from itertools import count
from pathlib import Path
from typing import Any

import pytest

import classifier as c
from tests.classifier.factories import on_topic, trained

OLD, NEW = 8, 11  # how many papers each has learned from


class Steps:
    """Does something before and after each change of the disk, and counts them."""

    def __init__(self, do) -> None:
        self.number, self._do = 0, do

    def around(self, call):
        def stepping(*arguments, **options):
            self._step()
            done = call(*arguments, **options)
            self._step()
            return done

        return stepping

    def _step(self) -> None:
        self.number += 1
        self._do(self.number)


CHANGES: list[tuple[Any, str]] = [
    (Path, n) for n in ("mkdir", "write_bytes", "write_text", "rename", "replace", "unlink", "chmod")
]
CHANGES += [(os, "rename"), (shutil, "rmtree"), (tempfile, "mkdtemp")]


def save_until(last: int, bundle: c.Bundle, folder: Path) -> None:
    """Save in a process of its own that is killed at step `last`."""

    def die(number: int) -> None:
        if number == last:
            os.kill(os.getpid(), signal.SIGKILL)

    steps = Steps(die)
    for where, name in CHANGES:
        setattr(where, name, steps.around(getattr(where, name)))
    bundle.save(folder)


def learned_from(folder: Path) -> int:
    return len(c.load_bundle(folder, c.HashEncoder()).known_ids)


@pytest.fixture(scope="module")
def bundles() -> tuple[c.Bundle, c.Bundle]:
    return trained(on_topic(OLD)), trained(on_topic(NEW))


def test_killed_anywhere_it_leaves_the_older_or_the_newer_one(bundles, tmp_path):
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["sklearn.linear_model", "tests.classifier.factories"])
    place, found = tmp_path / "one", []
    bundles[0].save(place)
    for last in count(1):
        child = processes.Process(target=save_until, args=(last, bundles[1], place))
        child.start()
        child.join(60)
        found.append(learned_from(place))
        if child.exitcode == 0:
            break
        assert child.exitcode == -signal.SIGKILL
    assert found == sorted(found)
    assert (found[0], found[-1]) == (OLD, NEW)
    assert len(found) > 6
    assert sorted(p.name.split("-")[0] for p in place.iterdir()) == ["arrays", "manifest.json"]
    assert [p.name for p in tmp_path.iterdir()] == ["one"]


def test_whoever_reads_meanwhile_finds_one_of_the_two(bundles, tmp_path, monkeypatch):
    found = []
    bundles[0].save(tmp_path / "one")
    steps = Steps(lambda _: found.append(learned_from(tmp_path / "one")))
    for where, name in CHANGES:
        monkeypatch.setattr(where, name, steps.around(getattr(where, name)))
    bundles[1].save(tmp_path / "one")
    assert found == sorted(found)
    assert {OLD, NEW} == set(found)


def test_who_has_read_the_older_manifest_reads_on_with_the_newer_one(bundles, tmp_path, monkeypatch):
    bundles[0].save(tmp_path / "one")
    read, waiting = Path.read_text, [bundles[1]]

    def read_slowly(path, *arguments, **options):
        text = read(path, *arguments, **options)
        if waiting:
            waiting.pop().save(tmp_path / "one")
        return text

    monkeypatch.setattr(Path, "read_text", read_slowly)
    assert learned_from(tmp_path / "one") == NEW


def test_a_bundle_whose_arrays_have_another_name_is_read(bundles, tmp_path):
    """As bundles had it before they could be replaced under a reader."""
    (tmp_path / "one").mkdir()
    bundles[0].save(tmp_path / "one")
    (arrays,) = (tmp_path / "one").glob("arrays-*.npz")
    manifest = tmp_path / "one" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(arrays.name, "arrays.npz"))
    arrays.rename(arrays.with_name("arrays.npz"))
    assert learned_from(tmp_path / "one") == OLD
    bundles[1].save(tmp_path / "one")
    assert learned_from(tmp_path / "one") == NEW
    assert len(list((tmp_path / "one").iterdir())) == 2


@pytest.mark.parametrize("name", ["../arrays.npz", "other.npz", ""])
def test_arrays_outside_of_the_bundle_are_refused(bundles, tmp_path, name):
    bundles[0].save(tmp_path / "one")
    (arrays,) = (tmp_path / "one").glob("arrays-*.npz")
    manifest = tmp_path / "one" / "manifest.json"
    manifest.write_text(manifest.read_text().replace(arrays.name, name))
    with pytest.raises(c.BundleError, match="names no arrays"):
        c.load_bundle(tmp_path / "one")
