"""Entries that are paragraphs, whatever their titles stand in and whatever stands before them."""

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

TITLES = (
    "Sparse Grids for Maps",
    "Deep Rivers: Flow at Night",
    "What Do Small Hands Hold?",
    "Walking on Thin Glass",
)
NEW = "Late Merging of Long Frames"


def _list(form: str) -> bytes:
    filled = (form.replace("TITLE", t).replace("ID", f"2403.0123{i}") for i, t in enumerate(TITLES))
    return ("# List\n\n## Maps\n\n" + "\n\n".join(filled) + "\n").encode()


def _added(form: str, **facts: object) -> str:
    data = _list(form)
    edit = insert_entry(data, NewEntry.from_mapping({"title": NEW, "arxiv_id": "2404.00001", **facts}))
    return edit.additions[0].text.strip()


@pytest.mark.parametrize("title", ["TITLE", "_TITLE_", "*TITLE*", "__TITLE__"])
@pytest.mark.parametrize(
    "front",
    [
        "",
        "**2024.03** ",
        "03/2024 ",
        "`video` ",
        "_video_ ",
        "![](https://img.shields.io/badge/video-blue) ",
    ],
)
def test_a_title_of_a_paragraph_stands_in_any_marks_behind_a_value(title, front):
    form = f"{front}{title} \\\n[[Paper](https://arxiv.org/abs/ID)]"
    read = read_document(_list(form))
    assert [e.title for e in read.entries] == list(TITLES)
    tags = {"badges": ["![](https://img.shields.io/badge/video-blue)"]} if "img" in front else {}
    tags = {"before_title": ["video"]} if "video" in front and not tags else tags
    added = _added(form, published="2024-03-09", tags=tags)
    assert added == form.replace("TITLE", NEW).replace("ID", "2404.00001")


def test_paragraphs_of_several_lines_are_entries_where_each_line_is_broken():
    form = "TITLE  \n*Ann Chen, Bo Li*  \nICML 2024  \n`video`  \n[[Paper](https://arxiv.org/abs/ID)]"
    assert len(read_document(_list(form)).entries) == len(TITLES)
    wrapped = form.replace("  \n", "\n")
    assert not read_document(_list(wrapped)).entries


@pytest.mark.parametrize("rule", ["---", "***", "<hr>"])
@pytest.mark.parametrize("is_last", [True, False])
def test_a_rule_between_entries_parts_the_new_one_from_its_neighbour(rule, is_last):
    form = "**TITLE**  \n[[Paper](https://arxiv.org/abs/ID)]"
    filled = [form.replace("TITLE", t).replace("ID", f"2403.0123{i}") for i, t in enumerate(TITLES)]
    apart = f"\n\n{rule}\n\n"
    before = f"# List\n\n## Maps\n\n{apart.join(filled)}\n"
    number = "2404.00001" if is_last else "2402.00001"
    edit = insert_entry(before.encode(), NewEntry.from_mapping({"title": NEW, "arxiv_id": number}))
    added = form.replace("TITLE", NEW).replace("ID", number)
    entries = [*filled, added] if is_last else [added, *filled]
    assert edit.data.decode() == f"# List\n\n## Maps\n\n{apart.join(entries)}\n"
