"""`listkeeper lists read|habits|insert|lint|replay` on files."""

import json
import subprocess
from pathlib import Path

import pytest
from typer.testing import CliRunner

from service.cli import _FILE_COMMANDS
from service.cli.quick import lists_app
from service.errors import BadInput, PublishError
from tests.lists.shapes import SHAPES


@pytest.fixture
def run(tmp_path_factory):
    env = {"LISTKEEPER_DATA_DIR": str(tmp_path_factory.mktemp("data"))}

    def call(*words: str):
        return CliRunner(env=env).invoke(lists_app, words, catch_exceptions=False)

    return call


@pytest.fixture
def listed(tmp_path):
    file = tmp_path / "README.md"
    file.write_bytes(SHAPES["table"])
    return file


@pytest.fixture
def entry(tmp_path):
    file = tmp_path / "entry.json"
    file.write_text(json.dumps({"title": "Dropping Tokens Late", "arxiv_id": "2504.00404"}))
    return file


def test_read_prints_entries_as_data(run, listed):
    told = json.loads(run("read", str(listed), "--json").stdout)
    assert [e["arxiv_id"] for e in told["entries"]] == ["2503.00101", "2502.00202", "2501.00303"]


def test_insert_writes_the_edited_file_to_standard_output(run, listed, entry):
    done = run("insert", str(listed), "--entry", str(entry))
    assert b"Dropping Tokens Late" in done.stdout_bytes
    assert listed.read_bytes() == SHAPES["table"]


def test_insert_can_show_the_difference_alone(run, listed, entry):
    lines = run("insert", str(listed), "--entry", str(entry), "--diff").stdout.splitlines()
    assert [x[0] for x in lines if x[0] in "+-" and x[:3] not in ("+++", "---")] == ["+"]


def test_the_day_of_the_addition_is_today_or_the_one_that_is_given(run, listed, entry):
    listed.write_bytes(listed.read_bytes().replace(b"|\n", b"|[//]: #04/12\n"))
    given = run("insert", str(listed), "--entry", str(entry), "--day", "2025-05-02", "--diff").stdout
    assert "|[//]: #05/02" in given
    assert "|[//]: #" in run("insert", str(listed), "--entry", str(entry), "--diff").stdout.split("+|")[1]


def test_habits_and_lint_print_words_and_data(run, listed):
    assert "written as '-'" in run("habits", str(listed)).stdout
    assert json.loads(run("lint", str(listed), "--json").stdout) == []


def test_bad_input_is_said_in_a_sentence(run, listed, tmp_path):
    broken = tmp_path / "broken.json"
    broken.write_text("{")
    with pytest.raises(BadInput, match=r"broken\.json is no JSON"):
        run("insert", str(listed), "--entry", str(broken))
    with pytest.raises(BadInput, match="cannot be read"):
        run("read", str(tmp_path / "missing.md"))


def test_tags_of_the_service_and_words_of_a_maintainer_are_both_taken(run, founding, tmp_path):
    file, entry = tmp_path / "README.md", tmp_path / "entry.json"
    file.write_bytes(founding["mllm-token-compression"])
    facts = {"title": "Dropping Tokens Late", "arxiv_id": "2504.00404"}
    badge = "[![Stage](https://img.shields.io/badge/Projector-cyan)]()"
    diffs = []
    for tags in ({"stage": ["projector"]}, {"badges": [badge]}):
        entry.write_text(json.dumps(facts | {"tags": tags}))
        diffs.append(run("insert", str(file), "--entry", str(entry), "--diff").stdout)
    assert all("badge/Projector-cyan" in diff for diff in diffs)


def test_a_tag_without_a_written_form_is_left_out_and_said(run, founding, tmp_path):
    file, entry = tmp_path / "README.md", tmp_path / "entry.json"
    file.write_bytes(founding["mllm-token-compression"])
    facts = {"title": "Dropping Tokens Late", "arxiv_id": "2504.00404", "tags": {"modality": ["audio"]}}
    entry.write_text(json.dumps(facts))
    told = json.loads(run("insert", str(file), "--entry", str(entry), "--like", "yaolinli", "--json").stdout)
    said = "left out, because no entry of the list shows how to write it: Modality 'Audio'"
    assert said in told["notes"]
    assert "udio" not in told["additions"][0]["text"]


def test_extras_are_offered_and_written_when_asked_for(run, entry, tmp_path):
    file = tmp_path / "README.md"
    file.write_bytes(SHAPES["numbered"])
    told = json.loads(run("insert", str(file), "--entry", str(entry), "--json").stdout)
    assert [(e["kind"], e["added"]) for e in told["extras"]] == [("numbers", False)]
    more = json.loads(run("insert", str(file), "--entry", str(entry), "--json", "--with", "all").stdout)
    assert more["extras"][0]["added"]
    assert more["file"] != told["file"]
    with pytest.raises(BadInput, match="There is no extra 'fireworks'"):
        run("insert", str(file), "--entry", str(entry), "--with", "fireworks")


def test_the_commands_that_start_quickly_are_those_for_files():
    assert {c.name for c in lists_app.registered_commands} == set(_FILE_COMMANDS)


SECTIONS = (
    "# L\n\n## Images\n\n- [Segmenting Street Scenes](https://arxiv.org/abs/2401.00001)\n"
    "- [Photographs without Noise](https://arxiv.org/abs/2401.00002)\n\n## Sound\n\n"
    "- [Recognising Speech in Loud Rooms](https://arxiv.org/abs/2401.00003)\n"
    "- [Separating Instruments of a Band](https://arxiv.org/abs/2401.00004)\n"
)


@pytest.mark.parametrize(("words", "section"), [((), "Sound"), (("--words-only",), "Images")])
def test_a_section_is_chosen_by_what_titles_mean(run, tmp_path, words, section):
    file, entry = tmp_path / "README.md", tmp_path / "entry.json"
    file.write_text(SECTIONS)
    title = "Street Musicians: Hearing the Violin among Guitars"
    entry.write_text(json.dumps({"title": title, "arxiv_id": "2501.00005"}))
    told = json.loads(run("insert", str(file), "--entry", str(entry), "--json", *words).stdout)
    assert told["section_path"][-1] == section


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    """The list that `listed` is, as a bundle whose past added its first row last."""
    repo = tmp_path / "repo"
    text = SHAPES["table"].decode()
    first = next(line for line in text.splitlines(keepends=True) if "2503.00101" in line)

    def git(*words: str) -> None:
        who = ("-c", "user.name=a", "-c", "user.email=a@b.c")
        subprocess.run(["git", "-C", repo, *who, *words], check=True, capture_output=True)

    repo.mkdir()
    git("init", "-q", "-b", "trunk")
    for said in (text.replace(first, ""), text):
        (repo / "README.md").write_text(said)
        git("add", ".")
        git("commit", "-qm", "Add")
    git("bundle", "create", "-q", str(tmp_path / "list.bundle"), "HEAD", "trunk")
    return tmp_path / "list.bundle"


def test_a_bundle_is_taken_for_the_repository_that_it_holds(run, bundle, listed, entry):
    folder = bundle.parent / "repo"
    told = json.loads(run("replay", str(bundle), "--words-only", "--json").stdout)
    assert told["summary"]["n"] == 1
    assert told == json.loads(run("replay", str(folder), "--words-only", "--json").stdout)
    assert run("habits", str(bundle)).stdout == run("habits", str(folder)).stdout != ""
    added = [
        run("insert", str(listed), "--entry", str(entry), "--words-only", "--history", str(past)).stdout_bytes
        for past in (bundle, folder)
    ]
    assert added[0] == added[1] != listed.read_bytes()


def test_a_damaged_bundle_is_no_repository(run, bundle):
    bundle.write_bytes(bundle.read_bytes()[:-40])
    with pytest.raises(PublishError, match="git clone failed"):
        run("replay", str(bundle), "--words-only")
