"""The words of commands: help that fits, and answers to what newcomers try."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from service.cli.commands import app
from tests.cli.conftest import Run


def groups(group: Any) -> Iterator[Any]:
    """Return a group of commands and those inside it."""
    yield group
    for command in group.commands.values():
        if hasattr(command, "commands"):
            yield from groups(command)


def test_no_commands_help_is_cut_off_at_eighty_columns() -> None:
    found = list(groups(typer.main.get_command(app)))
    assert len(found) > 5
    for group in found:
        widest = max(len(name) for name in group.commands)
        for name, command in group.commands.items():
            words = command.get_short_help_str(limit=80 - 8 - widest)
            assert not words.endswith("..."), f"{group.name} {name}: {words}"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["crawl", "--from", "1990-01-01"], "arXiv has no papers of 1990-01-01; its first are of 1991-08-14"),
        (["crawl", "--from", "2199-01-01"], "2199-01-01 has not come yet; give a day up to today"),
        (
            ["lists", "insert", "LIST.md", "--entry", "no.json"],
            "no.json cannot be read (No such file",
        ),
        (["webhook", "log", "5"], "There is no webhook 5; `listkeeper webhook list` shows all."),
    ],
)
def test_what_newcomers_try_is_answered_with_what_to_do(run: Run, words: list[str], sentence: str) -> None:
    Path("LIST.md").write_text("# Papers\n", encoding="utf-8")
    ended = run(*words)
    assert (ended.code, ended.out) == (2, "")
    assert ended.sentence.startswith(sentence)


def test_a_missing_entry_asks_for_the_facts_not_for_a_list(run: Run) -> None:
    Path("LIST.md").write_text("# Papers\n", encoding="utf-8")
    sentence = run("lists", "insert", "LIST.md", "--entry", "no.json").sentence
    assert sentence.endswith("give a JSON file with the paper's facts.")


def test_a_file_without_entries_is_told_so(run: Run) -> None:
    Path("LIST.md").write_text("# Papers\n\nNone yet.\n", encoding="utf-8")
    ended = run("lists", "read", "LIST.md")
    assert ended.code == 0
    assert "No row and no list item has a title with a link to its paper" in ended.err


def test_a_folder_without_history_cannot_be_replayed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    ended = run("lists", "replay", str(tmp_path / "plain"), "--words-only")
    assert ended.code == 2
    assert ended.sentence == (
        f"{tmp_path / 'plain'} is no git repository; give the list's, or its Markdown file."
    )


@pytest.mark.parametrize("command", ["train", "propose"])
def test_without_lists_a_job_says_how_to_get_them(run: Run, command: str) -> None:
    ended = run(command)
    assert ended.code == 0
    assert ended.err == "There are no lists yet; run `listkeeper lists sync` first.\n"


@pytest.mark.parametrize("words", [("user", "list"), ("token", "list"), ("runs",)])
def test_where_there_is_nothing_to_show_a_command_says_so_and_what_makes_it(
    run: Run, words: tuple[str, ...]
) -> None:
    ended = run(*words)
    assert (ended.code, ended.out) == (0, "")
    assert "; `listkeeper " in ended.err
    assert run(*words, "--json").err == ""


def test_a_list_that_is_being_read_is_said_before_what_was_found(run: Run) -> None:
    rows = "".join(f"- [Slow Rivers of Kind {n}](https://arxiv.org/abs/2501.{n:05d})\n" for n in range(1, 5))
    Path("LIST.md").write_text(f"# Rivers\n\n{rows}", encoding="utf-8")
    ended = run("lists", "add", "LIST.md", "--offline")
    assert (ended.code, ended.out) == (0, "")
    told = ended.err.splitlines()
    assert told[:2] == ["Reading the list ...", "list: 4 entries in LIST.md"]
    assert "AND (all:" in told[3]
    assert told[-4:-1] == [
        f"Its catalog entry, to look over and change: {Path('data/catalog/list.yaml').absolute()}",
        "Its policy is 'ask first': nothing goes to its repository before you say 'invited' there.",
        "Then (re)start `listkeeper up`: it syncs, crawls, learns, proposes and opens the queue. In steps:",
    ]
