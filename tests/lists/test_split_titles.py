"""Titles whose first words alone are linked: `[Megatron-LM](...): Training Models in Parallel`."""

import pytest

from service.domain.watch import UpdateKind
from service.lists import NewEntry, guard, insert_entry, read_document
from service.lists.editing.revise import revise_entry

NEW = {"title": "SwiftNet: Fast Serving of Models", "url": "https://arxiv.org/abs/2405.00001"}
BEHIND = "- [{}](https://arxiv.org/abs/2404.0000{}): {}\n"
INSIDE = "- [{}:](https://arxiv.org/abs/2404.0000{}) {}\n"


def a_list(*items: str) -> bytes:
    return ("# Awesome Serving\n\nThings to read.\n\n## Papers\n\n" + "".join(items)).encode()


def split(form: str) -> bytes:
    said = [
        ("GridNet", 1, "Serving Models on Large Grids"),
        ("Fjord-LM", 2, "Models of Long Texts"),
        ("Orca", 3, "A Distributed Server of Models"),
    ]
    return a_list(*(form.format(*s) for s in said))


def added(before: bytes, **new: object) -> str:
    edit = insert_entry(before, NewEntry.from_mapping({**NEW, **new}))
    guard(before, edit.data, edit.additions)
    return edit.additions[0].text.rstrip("\n")


@pytest.mark.parametrize("form", [BEHIND, INSIDE, "- **[{}](https://arxiv.org/abs/2404.0000{})**: {}\n"])
def test_a_title_goes_on_behind_the_link_of_its_name(form: str):
    titles = [e.title for e in read_document(split(form)).entries]
    assert titles[0] == "GridNet: Serving Models on Large Grids"
    assert titles[2] == "Orca: A Distributed Server of Models"


@pytest.mark.parametrize(
    ("item", "title"),
    [
        (
            "- [LoRA](https://arxiv.org/abs/2404.00001): adds small matrices to the layers of a model.\n",
            "LoRA",
        ),
        ("- [Orca](https://arxiv.org/abs/2404.00001): Jan Berg, Ole Fjord, Kari Lund\n", "Orca"),
        ("- [Serving Models](https://arxiv.org/abs/2404.00001): ICML 2024\n", "Serving Models"),
        (
            "- [A Long Study of Models](https://arxiv.org/abs/2404.00001): Held in Oslo Today\n",
            "A Long Study of Models",
        ),
    ],
)
def test_a_sentence_people_or_a_venue_are_no_part_of_the_title(item: str, title: str):
    assert [e.title for e in read_document(a_list(item)).entries] == [title]


def test_a_new_title_is_split_as_the_list_s_are():
    assert added(split(BEHIND)) == "- [SwiftNet](https://arxiv.org/abs/2405.00001): Fast Serving of Models"
    assert added(split(INSIDE)) == "- [SwiftNet:](https://arxiv.org/abs/2405.00001) Fast Serving of Models"


def test_a_new_title_without_a_name_is_linked_as_a_whole():
    url = "https://arxiv.org/abs/2405.00001"
    assert added(split(BEHIND), title="Fast Serving") == f"- [Fast Serving]({url})"
    assert added(split(INSIDE), title="Fast Serving") == f"- [Fast Serving]({url})"
    bold = split("- **[{}](https://arxiv.org/abs/2404.0000{})**: {}\n")
    assert added(bold, title="Fast Serving") == f"- **[Fast Serving]({url})**"


def test_what_stands_behind_a_split_title_keeps_its_place():
    rows = [BEHIND.format(f"Net{n}", n, "A Study of Serving Models | OSDI 24") for n in (1, 2, 3)]
    line = added(a_list(*rows), venue="ICML 2024")
    assert line == "- [SwiftNet](https://arxiv.org/abs/2405.00001): Fast Serving of Models | ICML 24"


def test_a_split_title_is_changed_in_both_places():
    before = split(INSIDE)
    start = read_document(before).entries[0].start
    change = revise_entry(before, UpdateKind.TITLE_CHANGED, "HillNet: Serving Models on Hills", at=start)
    assert b"- [HillNet:](https://arxiv.org/abs/2404.00001) Serving Models on Hills\n" in change.data
