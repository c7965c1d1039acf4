"""Cells that the words alone would not show and the column does: authors, venues with a month."""

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document

WORDS = ("Fjords", "Hills", "Boats", "Roads", "Winds", "Lakes")
NEW = {
    "title": "A Study of Fast Forecasts",
    "url": "https://arxiv.org/abs/2405.00009",
    "authors": ["Ann Chen", "Bo Li", "Jin Ng", "Mei Kim"],
}


def table(column: str, cells: tuple[str, ...]) -> str:
    rows = (
        f"| [Long Forecasts of {word} and Their Shapes](https://arxiv.org/abs/240{n}.00001) | {cell} |\n"
        for n, (word, cell) in enumerate(zip(WORDS, cells, strict=False), 1)
    )
    return f"# Awesome Series\n\nThings to read.\n\n## Papers\n\n| Title | {column} |\n|---|---|\n" + "".join(
        rows
    )


def added(column: str, cells: tuple[str, ...], **new: object) -> str:
    before = table(column, cells).encode()
    edit = insert_entry(before, NewEntry.from_mapping({**NEW, **new}))
    guard(before, edit.data, edit.additions)
    return edit.additions[0].text.rstrip("\n").split("|")[2].strip()


def test_a_single_name_is_taken_as_it_was_given():
    assert added("Authors", ("Tom Kim", "-", "Ida Berg"), authors=["Woosung Koh"]) == "Woosung Koh"


def test_a_cell_of_authors_that_says_nothing_names_nobody():
    found = read_document(table("Authors", ("Tom Kim", "N/A", "-", "")).encode()).entries
    assert [e.authors_text for e in found] == ["Tom Kim", None, None, None]


@pytest.mark.parametrize(
    ("cells", "wanted"),
    [
        (("arXiv 2024.02", "arXiv 2024.03", "CVPR 2024"), "arXiv 2024.05"),
        (("arXiv 24/02", "CVPR 2024", "arXiv 24/04"), "arXiv 24/05"),
        (("arXiv (Feb 2024)", "CVPR 2024", "arXiv (Apr 2024)"), "arXiv (May 2024)"),
        (("arXiv:2402.00001", "CVPR 2024", "arXiv:2404.00001"), "arXiv:2405.00009"),
        (("arXiv 2402.00001", "CVPR 2024", "arXiv 2404.00001"), "arXiv 2405.00009"),
    ],
)
def test_no_month_or_number_of_a_neighbour_stays_beside_a_venue(cells: tuple[str, ...], wanted: str):
    assert added("Venue", cells) == wanted
    assert added("Venue", cells, venue="ICML 2024") == "ICML 2024"


def test_what_follows_a_venue_in_its_cell_is_the_paper_s_too():
    assert added("Venue", ("CVPR 2024, pp. 12-34", "ICML 2024 (v2)"), venue="ICLR 2024") == "ICLR 2024"


def test_a_month_that_was_given_with_the_venue_is_the_one_that_is_written():
    said = added("Venue", ("arXiv 2024.02", "arXiv 2024.03"), venue="arXiv 2024.06", published="2024-05-30")
    assert said == "arXiv 2024.06"


def marked(*rows: tuple[str, str]) -> bytes:
    """Return a table whose third column holds a mark, and whose fourth code or what stands for none."""
    head = "## Papers\n\n| Title | Venue | Trained | Code |\n| --- | --- | --- | --- |\n"
    lines = [
        f"| [Part {n} of a Study](https://arxiv.org/abs/240{n}.00001) | arXiv | {mark} | {code} |\n"
        for n, (mark, code) in enumerate(rows, 1)
    ]
    return (head + "".join(lines)).encode()


CODE = "[code](https://github.com/ada/study)"
LATE = {"title": "A Late Study", "arxiv_id": "2409.00009"}


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("✅", CODE), ("❌", "-"), ("✅", "-"), ("✅", CODE)], "-"),
        ([("✅", CODE), ("", "-"), ("✅", "-"), ("✅", CODE)], ""),
        ([("✅", CODE), ("✅", "-"), ("✅", "-"), ("✅", CODE)], "✅"),
    ],
    ids=["two marks", "a mark or none", "one mark"],
)
def test_a_mark_that_tells_papers_apart_is_never_taken_from_another_paper(rows, said):
    edit = insert_entry(marked(*rows), NewEntry.from_mapping(LATE))
    cells = [cell.strip() for cell in edit.additions[0].text.split("|")]
    assert cells[3:5] == [said, "-"]
    assert ("Trained is not known and was left out" in edit.notes) == (said != "✅")


def test_a_mark_that_stands_for_no_code_is_written_where_there_is_none():
    rows = [("✅", CODE), ("✅", "❌"), ("✅", "❌"), ("✅", CODE)]
    edit = insert_entry(marked(*rows), NewEntry.from_mapping(LATE))
    assert edit.additions[0].text.split("|")[4].strip() == "❌"


@pytest.mark.parametrize("unknown", ["NA", "N/A", "n.a.", "-", "TBD", "No", "no code", "无"])
def test_a_cell_whose_value_is_not_known_says_so_in_the_lists_word(unknown: str):
    codes = (unknown, "[Code](https://github.com/x/a)", unknown, "[Code](https://github.com/x/b)", unknown)
    rows = "".join(
        f"| A Study of Maps {n} | [Paper](https://arxiv.org/abs/2401.0000{n}) | {code} |\n"
        for n, code in enumerate(codes, 1)
    )
    data = f"# List\n\n## Maps\n\n| Title | Paper | Code |\n|---|---|---|\n{rows}".encode()
    new = NewEntry.from_mapping({"title": "Late Frames", "arxiv_id": "2402.00009"})
    added = insert_entry(data, new).additions[0].text
    assert added.strip() == f"| Late Frames | [Paper](https://arxiv.org/abs/2402.00009) | {unknown} |"


def test_no_is_a_value_in_a_column_that_holds_no_links():
    rows = "".join(
        f"| A Study of Maps {n} | [Paper](https://arxiv.org/abs/2401.0000{n}) | {said} |\n"
        for n, said in enumerate(("No", "Yes", "No", "No", "Yes"), 1)
    )
    data = f"# List\n\n## Maps\n\n| Title | Paper | Trained |\n|---|---|---|\n{rows}".encode()
    new = NewEntry.from_mapping({"title": "Late Frames", "arxiv_id": "2402.00009"})
    assert "No" not in insert_entry(data, new).additions[0].text
