"""What stands in a table's columns: people below each other, linked names, servers, badges, HTML."""

import pytest

from service.lists import NewEntry, guard, insert_entry

TITLES = (
    "SparGrid: Sparse Grids for Maps",
    "HandNet: What Small Hands Hold",
    "Seaway: Ships of Other Seas",
    "Walk: Walking on Thin Glass",
    "Tall Trees and Short Grass Together",
)
PEOPLE = (
    "Ann Chen, Bo Li",
    "Fei Su, Wei Hu, Al Roy",
    "Nora Weber, Jo Hall",
    "Ida Berg, Max Roth",
    "Ole Lund, Ann Ek",
)
VENUES = ("CVPR 2024", "arXiv 2024", "ACL 2023", "arXiv 2024", "ICLR 2024")
NEW = {
    "title": "LateFrame: Late Merging of Long Frames",
    "arxiv_id": "2404.00001",
    "authors": ["Eva Rossi", "Jo Park"],
    "venue": "ECCV 2024",
}


def filled(row: str, title: str, people: str, venue: str, number: str) -> str:
    """Return a row with `@T`, `@N` (the name before the colon), `@A`, `@V` and `@U` (address) replaced."""
    name = title.partition(": ")[0] if ": " in title else ""
    text = (
        row.replace("[@N](@U)", "[@N](@U)" if name else "-").replace("@T", title).replace("@N", name or "-")
    )
    text = text.replace("@A<br>", people.replace(", ", "<br>")).replace("@A1", people.partition(", ")[0])
    text = text.replace("@A", people).replace("@V%", venue.replace(" ", "%20")).replace("@V", venue)
    return text.replace("@U", f"https://arxiv.org/abs/{number}") + "\n"


def added(headers: str, row: str, **new: object) -> tuple[str, str]:
    """Return the row that a new paper gets, and the one that the others' way gives."""
    facts = {**NEW, **new}
    papers = [
        (*paper, f"2403.0{n}123") for n, paper in enumerate(zip(TITLES, PEOPLE, VENUES, strict=True), 1)
    ]
    rows = "".join(filled(row, *paper) for paper in papers)
    if row.startswith("<tr>"):
        names = "".join(f"<th>{name}</th>" for name in headers.split(" | "))
        before = f"# Awesome Series\n\n## Papers\n\n<table>\n<tr>{names}</tr>\n{rows}</table>\n"
    else:
        line = "|".join("-" for _ in headers.split(" | "))
        before = f"# Awesome Series\n\n## Papers\n\n| {headers} |\n|{line}|\n{rows}"
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts))
    guard(before.encode(), edit.data, edit.additions)
    wanted = filled(row, str(facts["title"]), ", ".join(NEW["authors"]), str(facts["venue"]), "2404.00001")
    return edit.additions[0].text, wanted


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("Title | Authors", "| [@T](@U) | @A<br> |"),
        ("Team | Title", "| <sub>@A<br></sub> | [@T](@U) |"),
        ("Title | Team | Link", "| **@T** | *@A* | [Paper](@U) |"),
        ("Title | Team", "| [@T](@U) | @A1 et al. |"),
    ],
)
@pytest.mark.parametrize("is_given", [True, False])
def test_people_are_read_in_a_column_of_authors_or_teams(headers: str, row: str, *, is_given: bool):
    said = (
        "Eva Rossi<br>Jo Park"
        if "<br>" in row
        else "Eva Rossi et al."
        if "al." in row
        else "Eva Rossi, Jo Park"
    )
    found, wanted = added(headers, row, extra={"authors_text": said} if is_given else {})
    assert found == wanted


def test_a_team_that_is_an_institution_is_not_replaced_by_people():
    found, _ = added("Title | Team", "| [@T](@U) | Harbor Research, Coast Lab |")
    assert "Rossi" not in found


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("Paper | Model | Date", "| [@T](@U) | [@N](@U) | 2024 |"),
        ("Model | Title | Date", "| [@N](@U) | @T | 2024 |"),
        ("Name | Paper Title | PDF", "| [@N](@U) | *@T* | [PDF](@U) |"),
        ("Name | Title | Date", '<tr><td><i>@N</i></td><td><a href="@U">@T</a></td><td>2024</td></tr>'),
    ],
)
@pytest.mark.parametrize("title", [NEW["title"], "Late Merging of Long Frames"])
def test_a_column_of_names_holds_the_name_as_a_link_or_in_tags(headers: str, row: str, title: str):
    found, wanted = added(headers, row, title=title, published="2024-04-09")
    if headers.startswith("Model") and ": " not in title:
        wanted = wanted.replace("| - |", "| [Paper](https://arxiv.org/abs/2404.00001) |", 1)
    assert found == wanted


@pytest.mark.parametrize(
    ("headers", "row"),
    [("Title | PDF", "| @T | [arXiv](@U) |"), ("Title | Materials", "| **@T** | [arXiv](@U) |")],
)
def test_a_link_called_by_its_server_is_a_label_where_no_column_of_links_names_venues(headers: str, row: str):
    found, wanted = added(headers, row)
    assert found == wanted


@pytest.mark.parametrize(
    ("headers", "row"),
    [
        ("Title | Venue", "| [@T](@U) | ![](https://img.shields.io/badge/@V%-blue) |"),
        (
            "Paper | Date",
            "| ![Publish](https://img.shields.io/badge/Conference-@V%-blue)<br>[@T](@U) | 2024 |",
        ),
    ],
)
@pytest.mark.parametrize("venue", ["ECCV 2024", "arXiv 2024"])
def test_a_badge_with_a_written_blank_shows_the_venue(headers: str, row: str, venue: str):
    found, wanted = added(headers, row, venue=venue, published="2024-04-09")
    assert found == wanted


def test_a_title_in_bold_tags_inside_its_link_keeps_them():
    row = '<tr><td><a href="@U"><b>@T</b></a></td><td>@V</td></tr>'
    found, wanted = added("Paper | Venue", row)
    assert found == wanted
