"""Whoever signs as a whole stands in the column of institutions of a table that has no authors."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import HEAD, entry

TABLE = HEAD + "| Date | {column} | Title |\n|---|---|---|\n"
ROW = "| 2024-0{n} | {who} | [A Study of Nets, {n}](https://arxiv.org/abs/240{n}.0000{n}) |\n"
LISTED = ("Meta", "Google", "EleutherAI et al.", "OpenAI")


def cell(column: str, **facts: object) -> str:
    """Return what stands in the second column of the new row."""
    text = TABLE.format(column=column) + "".join(ROW.format(n=n, who=who) for n, who in enumerate(LISTED, 1))
    edit = insert_entry(text.encode(), entry(published="2025-01-02", **facts))
    return "".join(a.text for a in edit.additions).split("|")[2].strip()


@pytest.mark.parametrize("column", ["Institute", "Affiliation", "Institute (first)", "Company"])
@pytest.mark.parametrize(
    ("authors", "said"),
    [
        (["DeepSeek-AI"], "DeepSeek-AI"),
        (["Gemini Team"], "Gemini Team"),
        (["OpenAI", "Ann Chen", "Bo Li"], "OpenAI"),
        (["Qwen Team", "Alibaba Group", "Ann Chen"], "Qwen Team, Alibaba Group"),
    ],
)
def test_a_team_is_the_institution(column: str, authors: list[str], said: str) -> None:
    assert cell(column, authors=authors) == said


def test_it_is_written_as_it_was_given() -> None:
    assert cell("Institute", authors=["CMU"], extra={"authors_text": "CMU et al"}) == "CMU et al."


@pytest.mark.parametrize("authors", [["Ann Chen", "Bo Li"], ["Ann Chen", "Gemini Team"], []])
def test_people_are_no_institution(authors: list[str]) -> None:
    assert cell("Institute", authors=authors) in ("", "-")


def test_what_was_given_for_the_column_stays() -> None:
    assert cell("Institute", authors=["DeepSeek-AI"], tags={"cell:Institute": "DeepSeek"}) == "DeepSeek"


def test_a_column_of_other_things_gets_none() -> None:
    assert cell("Task", authors=["DeepSeek-AI"]) in ("", "-")
