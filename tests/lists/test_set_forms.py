"""Forms that a catalog entry sets go before what the list's own entries show."""

from collections.abc import Mapping

import pytest

from service.errors import BadInput
from service.lists import Habits, NewEntry, insert_entry, learn_habits, read_document

HEAD = "# Awesome Things\n\n## Papers\n\n"
ITEMS = HEAD + "".join(
    f"- [2024/0{n}] **A Study of Things, Part {n}**, Mei Tanaka, Tom Kim. CVPR 2024"
    f" [[paper](https://arxiv.org/abs/240{n}.00001)] [Video;Audio]\n"
    for n in range(1, 5)
)
ROWS = (
    HEAD
    + "| Title | Paper | Code |\n|---|---|---|\n"
    + "".join(
        f"| A Study of Things, Part {n} | [link](https://arxiv.org/abs/240{n}.00001) | - |\n"
        for n in range(1, 5)
    )
)
ENTRY = NewEntry.from_mapping(
    {
        "title": "GridNet: Sparse Grids for Depth Maps",
        "arxiv_id": "2405.01234",
        "url": "https://arxiv.org/abs/2405.01234",
        "authors": ["Ann Chen", "Bo Li", "Cy Ng"],
        "published": "2024-05-02",
        "venue": "ICLR 2025",
        "tags": {"tail": ["Video", "Image"]},
    }
)


def written(before: str, fixed: Mapping[str, str]) -> str:
    edit = insert_entry(before.encode(), ENTRY, habits=Habits.from_catalog(fixed))
    return edit.additions[0].text.strip()


def test_without_any_the_entry_is_as_the_others_are():
    assert written(ITEMS, {}) == (
        "- [2024/05] **GridNet: Sparse Grids for Depth Maps**, Ann Chen, Bo Li, Cy Ng. ICLR 2025"
        " [[paper](https://arxiv.org/abs/2405.01234)] [Video;Image]"
    )


@pytest.mark.parametrize(
    ("name", "value", "shown"),
    [
        ("paper link", "arxiv.org/pdf/ID.pdf", "(https://arxiv.org/pdf/2405.01234.pdf)"),
        ("paper link", "arxiv.org/html/ID", "(https://arxiv.org/html/2405.01234)"),
        ("authors", "first 1 and et al.", ", Ann Chen et al. ICLR"),
        ("authors", "first 3 and et al.", ", Ann Chen, Bo Li, Cy Ng. ICLR"),
        ("authors", "none", "Depth Maps**. ICLR 2025"),
        ("date", "May 2023", "- [May 2024]"),
        ("date", "2023-05-01", "- [2024-05-02]"),
        ("venue", "CVPR'24", ". ICLR'25 ["),
        ("tag order", "alphabetical", "[Image;Video]"),
    ],
)
def test_a_form_that_is_set_is_written(name: str, value: str, shown: str):
    assert shown in written(ITEMS, {name: value})


def test_what_an_unknown_cell_says_can_be_set():
    assert written(ROWS, {}).endswith("| - |")
    assert written(ROWS, {"unknown Code": "n/a"}).endswith("| n/a |")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("paper link", "doi.org/ID"),
        ("authors", "first 9 and et al."),
        ("date", "soon"),
        ("venue", "where it was"),
        ("tag order", "random"),
        ("unknown Code", "a | b"),
    ],
)
def test_a_form_that_is_none_is_said(name: str, value: str):
    with pytest.raises(BadInput, match=f"habit '{name}'"):
        Habits.from_catalog({name: value})


def test_a_form_that_is_set_is_printed_as_fixed():
    learned = learn_habits(read_document(ITEMS.encode()))
    assert learned.words["tag order"].startswith("alphabetical in 0%")
    said = learned.overridden({"authors": "none", "tag order": "alphabetical"}).words
    assert said["authors"] == "none (fixed in the catalog)"
    assert said["tag order"] == "alphabetical (fixed in the catalog)"
