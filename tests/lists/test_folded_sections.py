"""Sections that are folded away: `<details><summary>1.2 Grids</summary>` above a table or a list."""

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document

HEAD = "| Name | Paper | Venue | Link |\n|---|---|---|---|\n"
NEW = {
    "title": "Harbour Maps for Small Boats",
    "url": "https://arxiv.org/abs/2405.00001",
    "venue": "ICML 2024",
    "section_path": ["Awesome Maps", "Papers"],
}


def row(n: int, title: str, venue: str = "CIKM 2023") -> str:
    return f"| | {title} | {venue} | [[Link]](https://arxiv.org/abs/2404.0000{n}) |\n"


def fold(name: str, body: str, *, opens: str = "<details>") -> str:
    return f"{opens}<summary><b>{name}</b></summary>\n<p>\n\n{body}\n</p>\n</details>\n\n"


def a_list(*folds: str) -> bytes:
    return ("# Awesome Maps\n\nThings to read.\n\n## Papers\n\n" + "".join(folds)).encode()


BOATS = row(1, "Maps for Boats at Sea") + row(2, "Boats and Harbour Charts") + row(3, "Small Boats on Maps")
ROADS = row(4, "Roads of Steep Hills") + row(5, "Cars on Steep Roads") + row(6, "Tunnels under Hills")


@pytest.mark.parametrize("opens", ["<details>", "<details open>", "<details> "])
def test_a_fold_whose_summary_stands_in_its_first_line_is_a_section(opens: str):
    document = read_document(
        a_list(fold("1.1 Boats", HEAD + BOATS, opens=opens), fold("1.2 Roads", HEAD + ROADS, opens=opens))
    )
    assert [e.section_path[-1] for e in document.entries] == ["1.1 Boats"] * 3 + ["1.2 Roads"] * 3
    assert document.entries[0].title == "Maps for Boats at Sea"
    assert b"".join(document.spans) == document.data


def test_items_in_a_fold_are_papers_of_a_section():
    items = "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n" for n in (1, 2, 3)
    )
    document = read_document(a_list(fold("Studies", items)))
    assert [e.section_path[-1] for e in document.entries] == ["Studies"] * 3


def test_a_fold_whose_summary_leads_to_the_paper_is_no_section():
    link = '<a href="https://arxiv.org/abs/2404.00001">Paper</a>'
    items = (
        "- [A Study](https://arxiv.org/abs/2404.00001)\n- [Its Sequel](https://arxiv.org/abs/2404.00002)\n"
    )
    document = read_document(a_list(fold(f"A Study of Things [{link}]", items)))
    assert [region.path[-1] for region in document.regions[1:]] == ["Awesome Maps", "Papers"]


def test_a_paper_for_a_section_that_folds_all_its_papers_away_goes_into_the_fold_that_suits_it():
    before = a_list(fold("1.1 Boats", HEAD + BOATS), fold("1.2 Roads", HEAD + ROADS))
    edit = insert_entry(before, NewEntry.from_mapping(NEW))
    guard(before, edit.data, edit.additions)
    assert edit.section_path[-1] == "1.1 Boats"
    assert edit.additions[0].text.startswith("| | Harbour Maps for Small Boats | ICML 2024 |")


def test_a_column_that_was_given_speaks_for_a_table_that_has_it():
    sized = "| Paper | Size | Venue | Link |\n|---|---|---|---|\n"
    sized += ROADS.replace("| | ", "| ").replace(" | CIKM", " | 3B | CIKM")
    before = a_list(fold("1.1 Boats", HEAD + BOATS), fold("1.2 Roads", sized))
    edit = insert_entry(before, NewEntry.from_mapping({**NEW, "tags": {"cell:Size": ["7B"]}}))
    assert edit.section_path[-1] == "1.2 Roads"
    assert "| 7B | ICML 2024 |" in edit.additions[0].text


def test_a_venue_of_two_names_is_replaced_by_one():
    rows = "".join(row(n, f"A Study of Things, Part {n}", "Arxiv 2023") for n in (1, 2, 3))
    head = HEAD.replace("Venue", "Publication")
    before = a_list(head + rows + row(4, "A Study of Things, Part 4", "CIKM GenRec 2023"))
    edit = insert_entry(before, NewEntry.from_mapping(NEW))
    assert "| ICML 2024 | [[Link]]" in edit.additions[0].text
