"""What a table's other rows tell of a cell: its blanks, names, labels and forms of venues."""

import pytest

from service.lists import NewEntry, guard, insert_entry, read_document

WORDS = ("Fjords", "Hills", "Boats", "Roads", "Winds", "Lakes", "Capes", "Reefs", "Dunes")
NEW = {"title": "A Study of Fast Forecasts", "url": "https://arxiv.org/abs/2405.00009"}


def table(*columns: str, rows: tuple[str, ...], titles: tuple[str, ...] = ()) -> str:
    """Return a list whose rows have a linked title in front, joined by bare pipes."""
    given = titles or tuple(f"Long Forecasts of {word} and Their Shapes" for word in WORDS)
    lines = [
        f"|[{title}](https://arxiv.org/abs/24{n:02}.00001)|{row}|\n"
        for n, (title, row) in enumerate(zip(given, rows, strict=False), 1)
    ]
    head = f"|Title|{'|'.join(columns)}|\n|{'-|' * (len(columns) + 1)}\n"
    return "".join(["# Awesome Series\n\n## Papers\n\n", head, *lines])


def added(before: str, **new: object) -> str:
    edit = insert_entry(before.encode(), NewEntry.from_mapping({**NEW, **new}))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text.rstrip("\n")


@pytest.mark.parametrize(("words", "wanted"), [("first of its kind", "|first of its kind|"), ("", "| |")])
def test_words_given_for_an_empty_cell_are_set_as_in_the_others(words: str, wanted: str):
    before = table("Note", rows=(" ", "no training", " ", "small", " ", " "))
    assert added(before, tags={"cell:Note": [words]} if words else {}).endswith(wanted)


@pytest.mark.parametrize(
    ("title", "wanted"),
    [("SwiftNet: Fast Forecasts", "SwiftNet"), ("Repair Before Veto: Fast Forecasts", "-")],
)
def test_several_words_before_a_colon_are_no_name_where_the_list_leaves_them_away(title: str, wanted: str):
    named = ("Fjord: Long Forecasts", "Hill: Series of Things", "Boat: What We Know", "Cape: Maps of Sea")
    titles = (*named, "Back to Roots: Trees at Sea", "Less Is More: Small Series for All")
    before = table("Name", rows=("Fjord", "Hill", "Boat", "Cape", "-", "-"), titles=titles)
    assert added(before, title=title).endswith(f"|{wanted}|")


def test_a_server_that_all_links_to_papers_are_called_by_is_a_mere_label():
    rows = tuple(f"[arXiv](https://arxiv.org/abs/24{n:02}.00001)" for n in range(1, 10))
    before = table("PDF", rows=rows).replace("[Long", "**Long")
    for n in range(1, 10):
        before = before.replace(f"Shapes](https://arxiv.org/abs/24{n:02}.00001)", "Shapes**")
    assert added(before, venue="ICML 2024").endswith("|[arXiv](https://arxiv.org/abs/2405.00009)|")


@pytest.mark.parametrize(
    ("rows", "given", "wanted"),
    [
        (("CVPR'24", "ICML'23", "ICLR'24"), "IEEE RA-L 2024", "IEEE RA-L'24"),
        (("CVPR-2024", "ICML-2023", "ICLR-2024"), "Sea in Motion 2024", "Sea in Motion-2024"),
        (("CVPR", "ICML", "ICLR"), "Nature Communications 2024", "Nature Communications"),
        (("CVPR'24", "ICML'23", "ICLR'24"), "ICML 2024 Workshop on Maps", "ICML 2024 Workshop on Maps"),
        (("CVPR 2024", "Maps in Motion'23", "ICLR 2024"), "Sea Letters 2024", "Sea Letters 2024"),
    ],
)
def test_a_journal_nobody_knows_takes_the_form_of_the_other_venues(
    rows: tuple[str, ...], given: str, wanted: str
):
    assert added(table("Venue", rows=rows), venue=given).endswith(f"|{wanted}|")


@pytest.mark.parametrize(
    "title",
    [
        "Advances in Medical Image Segmentation: A Survey with a Focus on Applications",
        "Advances in Global Solvers for 3D Vision",
    ],
)
def test_a_title_may_begin_as_the_name_of_a_journal(title: str):
    assert f"[{title}]" in added(table("Note", rows=("a", "b", "c")), title=title)


@pytest.mark.parametrize("marks", ["**{}**", "_{}_", '"{}"', "**{}.**"])
def test_a_title_within_marks_goes_on_behind_a_by(marks: str):
    title = "RawMal-TF: Raw Malware Dataset Labeled by Type and Family"
    row = f"|{marks.format(title)}|[pdf](https://arxiv.org/abs/2403.00001)|\n"
    found = read_document(f"# Awesome\n\n## Papers\n\n|Title|PDF|\n|-|-|\n{row}".encode()).entries
    assert [(e.title, e.authors_text) for e in found] == [(title, None)]


def test_rows_of_two_columns_without_outer_pipes_are_entries_of_their_own():
    rows = "".join(
        f"/ | [Long Forecasts of {w}](https://arxiv.org/abs/2401.0000{n})\n" for n, w in enumerate(WORDS)
    )
    before = f"# Awesome Series\n\n## Papers\n\nName | Title\n--- | ---\n{rows}"
    assert len(read_document(before.encode()).entries) == len(WORDS)
    assert added(before) == "/ | [A Study of Fast Forecasts](https://arxiv.org/abs/2405.00009)"


@pytest.mark.parametrize("form", ["{}", "`{}`", "arXiv:{}"])
def test_a_cell_with_nothing_but_the_number_has_the_paper_s(form: str):
    rows = tuple(form.format(f"24{n:02}.00001") for n in range(1, 4))
    assert added(table("arXiv", rows=rows)).endswith(f"|{form.format('2405.00009')}|")


def test_a_sign_of_another_column_is_not_written_for_what_is_not_known():
    before = table("Notes", "Open", rows=("a|✓", "b|✓", "c|✓", "d| "))
    assert added(before).count("✓") <= 1


@pytest.mark.parametrize("blank", ["x", "unknown", "Not available"])
def test_words_for_what_is_not_known_are_written_as_such(blank: str):
    code = "[code](https://github.com/sea/boats{})"
    before = table("Code", rows=(code.format(1), blank, code.format(2), blank))
    assert added(before).endswith(f"|{blank}|")
    assert added(before, code_url="https://github.com/a/b").endswith("|[code](https://github.com/a/b)|")


def test_a_short_row_is_copied_only_where_the_paper_fills_no_cell_behind_it():
    code, page = "[code](https://github.com/sea/boats{})", "[page](https://sea.github.io/boats{})"
    rows = (code.format(1), f"-|{page.format(2)}", "-", code.format(3), "-", f"-|{page.format(4)}")
    before = table("Code", "Project Page", rows=rows).replace("|-|\n", "|\n")
    new = {"code_url": "https://github.com/a/b", "project_url": "https://a.github.io/b"}
    assert added(before, **new).endswith("|[code](https://github.com/a/b)|[page](https://a.github.io/b)|")


def test_a_column_that_says_whether_the_code_is_open_names_no_venue():
    before = table("Open Source", "Venue", rows=("No|arXiv 2024", "Yes|CVPR 2024", "No|arXiv 2024"))
    assert added(before, venue="ICML 2024", tags={"cell:Open Source": ["Yes"]}).endswith("|Yes|ICML 2024|")
    found = read_document(before.encode()).entries
    assert [e.venue for e in found] == ["arXiv 2024", "CVPR 2024", "arXiv 2024"]


@pytest.mark.parametrize("note", ["<!-- {} -->", "<!-- arXiv: {} -->"])
def test_the_number_in_a_hidden_note_behind_a_row_is_the_paper_s(note: str):
    lines = [
        f"|[On {word} and Others](https://arxiv.org/abs/2401.0000{n})|a| {note.format(f'2401.0000{n}')}\n"
        for n, word in enumerate(WORDS)
    ]
    before = "# Awesome Series\n\n## Papers\n\n|Title|Note|\n|-|-|\n" + "".join(lines)
    assert added(before).endswith(note.format("2405.00009"))
