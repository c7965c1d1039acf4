"""`listkeeper evaluate`: figures for people on standard error, data for programs on standard output."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.workflows.test_evaluate import folders

__all__ = ["folders"]


@pytest.fixture
def of_tiny(folders: Path) -> list[str]:
    places = ["--from", str(folders / "lists"), "--arxiv", str(folders / "arxiv")]
    return ["--list", "tiny", *places, "--split", "2025-04-01"]


@pytest.fixture
def stream(folders: Path) -> list[str]:
    return ["--stream", str(folders / "arxiv" / "2025-*.jsonl")]


@pytest.fixture
def tagged_lists(folders: Path) -> list[str]:
    """A folder with a list of the catalog whose entries say that they are about images."""
    lines = (folders / "lists" / "tiny.md").read_text("utf-8").splitlines()
    badge = " ![Image](https://img.shields.io/badge/Image-purple)"
    told = "\n".join(line + badge if line.startswith("- ") else line for line in lines)
    (folders / "lists" / "yaolinli__MLLM-Token-Compression.md").write_text(told + "\n", "utf-8")
    (folders / "lists" / "vision-token-pruning.md").write_text("# Vision token pruning\n", "utf-8")
    return ["--from", str(folders / "lists"), "--arxiv", str(folders / "arxiv")]


def test_the_cascade_is_shown_share_by_share(run: Run, of_tiny: list[str], stream: list[str]) -> None:
    ended = run("evaluate", "cascade", *of_tiny, *stream, "--shares", "1,0.2", "--json")
    assert ended.code == 0, ended.err
    steps = json.loads(ended.out)
    assert [step["share"] for step in steps] == [0.2, 1.0]
    assert steps[1]["encoded"] == steps[1]["report"]["documents"] > steps[0]["encoded"]
    assert steps[1]["same_top"] == {"100": 1.0, "500": 1.0}
    assert steps[0]["report"]["recall"]["50"]["value"] == steps[1]["report"]["recall"]["50"]["value"] == 1.0
    told = run("evaluate", "cascade", *of_tiny, *stream, "--shares", "0.2,1")
    assert (told.code, "100.0%" in told.err + told.out) == (0, True)


def test_relevance_is_shown_beside_the_baselines_at_once_and_day_by_day(
    run: Run, of_tiny: list[str], stream: list[str]
) -> None:
    ended = run("evaluate", "relevance", *of_tiny, *stream, "--budgets", "3", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert {"listkeeper", "TF-IDF + linear SVM", "cue phrases only"} <= told["ranking"].keys()
    assert told["days"].keys() == told["ranking"].keys()
    (day,) = told["days"]["listkeeper"]
    assert day["budget"] == 3
    assert day["found"] == day["wanted"] == told["ranking"]["listkeeper"]["wanted"] > 0


def test_tags_of_a_list_with_no_taxonomy_of_its_own_cannot_be_judged(run: Run, of_tiny: list[str]) -> None:
    ended = run("evaluate", "tags", *of_tiny)
    assert (ended.code, ended.out) == (2, "")
    assert "No tagged entry is left to test on" in ended.sentence


def test_tags_that_were_not_learned_or_not_tested_are_named_and_how_they_count(
    run: Run, tagged_lists: list[str]
) -> None:
    asked = ["evaluate", "tags", "--list", "yaolinli", *tagged_lists, "--facets", "modality"]
    ended = run(*asked, "--json")
    assert ended.code == 2, "41 entries are not enough to walk after 60"
    ended = run(*asked, "--walk", "30", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert "modality: audio" in told["without_examples"]
    assert "modality: audio" in told["untested"]
    assert "modality: image" not in told["without_examples"] + told["untested"]
    words = " ".join(run(*asked, "--walk", "30").err.split())
    assert "a tag that no tested entry carries does not count" in words
    assert "and so not in the mean: modality: video, modality: audio" in words
    assert "decided from the definition: modality: video, modality: audio" in words


def test_what_a_sister_teaches_is_shown_without_and_with_it(run: Run, tagged_lists: list[str]) -> None:
    asked = ["evaluate", "sisters", "--list", "vision-token-pruning", "--sister", "yaolinli", *tagged_lists]
    ended = run(*asked, "--split", "2025-04-01", "--json")
    assert ended.code == 0, ended.err
    told = json.loads(ended.out)
    assert told["papers"] > 0 < told["tested"]
    assert told["listkeeper"]["facets"][0]["facet"] == "modality"
    assert {"listkeeper without sister lists", "counting"} <= told.keys()
    words = run(*asked, "--split", "2025-04-01")
    assert (words.code, "papers of the sister list before 2025-04-01 teach" in words.err) == (0, True)
    late = run(*asked, "--split", "2030-01-01")
    assert (late.code, "tags no paper after 2030-01-01" in late.sentence) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--shares", "some"], "--shares must be numbers like 0.015,0.1, not 'some'."),
        (["--shares", "0,1"], "--shares must lie between 0 and 1, like 0.015,0.1, not '0,1'."),
        (["--split", "spring"], "'spring' is no day; give one like 2025-10-31."),
        (["--stream", "nowhere-*.jsonl"], "No file fits nowhere-*.jsonl; give --stream files"),
        (["--list", "no-such-list"], "There is no list 'no-such-list' in the catalog, nor in "),
    ],
)
def test_what_cannot_be_evaluated_is_said_in_a_sentence(
    run: Run, of_tiny: list[str], stream: list[str], words: list[str], sentence: str
) -> None:
    chosen = stream if "--stream" not in words else []
    ended = run("evaluate", "cascade", *of_tiny, *chosen, *words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence.startswith(sentence)
