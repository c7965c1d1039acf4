"""`listkeeper lists read|habits|insert|lint|replay` on files."""

import json

import pytest
from typer.testing import CliRunner

from service.cli.quick import lists_app
from service.errors import BadInput
from tests.lists.shapes import SHAPES


@pytest.fixture
def run():
    def call(*words: str):
        return CliRunner().invoke(lists_app, words, catch_exceptions=False)

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
