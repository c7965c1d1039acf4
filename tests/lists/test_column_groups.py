"""Rows of a table that stand together by a column: a new one goes to those with its value."""

import pytest

from service.lists import insert_entry, read_document
from tests.lists.test_unusual_entries import HEAD, entry

TABLE = HEAD + "| Title | Task | Venue |\n|---|---|---|\n"
ROW = "| [A Study of {task} Nets, {n}](https://arxiv.org/abs/{year}01.0000{n}) | {task} | arXiv |\n"
TASKS = ("Depth", "Flow", "**Maps**")


def table(tasks: tuple[str, ...]) -> str:
    return TABLE + "".join(ROW.format(task=task, n=n, year=15 + n) for n, task in enumerate(tasks))


def task_above(text: str, **facts: object) -> list[str]:
    """Return the tasks of the rows when a paper was added, its own as `new`."""
    after = insert_entry(text.encode(), entry(authors=None, published="2025-01-02", **facts)).data
    rows = [e.reading.text for e in read_document(after).entries]
    return ["new" if "GridNet" in row else row.split("|")[2].strip(" *") for row in rows]


@pytest.mark.parametrize("tags", [{"cell:Task": "Depth"}, {"cell:Task": "**Depth**"}, {"task": ["Depth"]}])
def test_a_row_stands_among_those_of_its_task(tags: dict[str, object]) -> None:
    tasks = task_above(table(tuple(task for task in TASKS for _ in range(3))), tags=tags)
    assert "new" in tasks[:4]
    assert [task for task in tasks if task != "new"] == ["Depth"] * 3 + ["Flow"] * 3 + ["Maps"] * 3


def test_a_value_that_no_row_has_does_not_choose_rows() -> None:
    grouped = table(tuple(task for task in TASKS for _ in range(3)))
    assert task_above(grouped, tags={"cell:Task": "Stereo"}) == task_above(grouped)


def test_rows_that_are_mixed_show_no_groups() -> None:
    mixed = table(TASKS * 3)
    assert task_above(mixed, tags={"cell:Task": "Depth"}) == task_above(mixed)
