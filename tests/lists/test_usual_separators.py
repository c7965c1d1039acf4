"""What joins the parts of a new entry is what joins those of entries with the same parts, and no slip."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import HEAD, entry

ROWS = HEAD + "| Title | Venue | Code |\n|---|---|---|\n"
STARRED = (
    "| ![Star](https://img.shields.io/github/stars/a/b{n}.svg) <br> [**A Study of Nets, {n}**]"
    "(https://arxiv.org/abs/240{n}.0000{n}) <br> | arXiv | [Github](https://github.com/a/b{n}) |\n"
)
PLAIN = "| [**A Look at Maps, {n}**](https://arxiv.org/abs/230{n}.0000{n}) | arXiv | {code} |\n"
TITLE = "[**GridNet: Sparse Grids for Depth Maps**](https://arxiv.org/abs/2405.01234)"


def added(text: str, **facts: object) -> str:
    return "".join(a.text for a in insert_entry(text.encode(), entry(authors=None, **facts)).additions)


def test_a_cell_without_stars_ends_like_the_others_without() -> None:
    """Code that no repository holds has no stars: the break behind the title goes with them."""
    text = ROWS + "".join(STARRED.format(n=n) for n in range(1, 7))
    text += "".join(PLAIN.format(n=n, code="-") for n in range(1, 5))
    row = added(text, code_url="https://maps.example.org/code")
    assert row.split("|")[1].strip() == TITLE
    assert "https://maps.example.org/code" in row


def title_with_code(coded: int) -> str:
    """Return the new title's cell, where rows with code end it with a break, and ten others do not."""
    text = ROWS + "".join(PLAIN.format(n=n, code="-") for n in range(10))
    text += "".join(
        PLAIN.format(n=20 + n, code="[Github](https://github.com/a/b)").replace(") | arXiv", ") <br> | arXiv")
        for n in range(coded)
    )
    return added(text, code_url="https://github.com/c/d").split("|")[1].strip()


def test_a_slip_of_one_entry_is_not_copied() -> None:
    assert title_with_code(1) == TITLE


def test_what_two_entries_have_may_be_a_way_to_write() -> None:
    assert title_with_code(2) == f"{TITLE} <br>"


@pytest.mark.parametrize(
    "title", ["[A Look at Coded Maps]({})", "[*A Look at Coded Maps*]({})", "[**A Look at Coded Maps]({})"]
)
def test_marks_that_one_entry_alone_has_are_not_copied(title: str) -> None:
    text = ROWS + "".join(PLAIN.format(n=n, code="-") for n in range(10))
    text += (
        f"| {title.format('https://arxiv.org/abs/2301.00077')} | arXiv | [Github](https://github.com/a/b) |\n"
    )
    assert added(text, code_url="https://github.com/c/d").split("|")[1].strip() == TITLE


def test_a_page_is_linked_as_in_another_table_with_such_a_column() -> None:
    """No row of the table links a page: the form is that of the other table's column of this name."""
    page = "[[Page]](https://maps.org/{n})"
    row = "| 24.0{n} | A Study of Nets, {n} [[Paper]](https://arxiv.org/abs/240{n}.0000{n}){page} |{more}\n"
    text = HEAD + "| Date | Project | Task | Notes |\n|---|---|---|---|\n"
    text += "".join(row.format(n=n, page=page.format(n=n), more=" Depth | - |") for n in range(1, 5))
    text += "\n## Data\n\n| Date | Project | Size |\n|---|---|---|\n"
    text += "".join(row.format(n=n, page="", more=" 10k |") for n in range(5, 9))
    new = entry(
        project_url="https://grid.org", section_path=["Awesome Things", "Data"], tags={"cell:Size": "5k"}
    )
    added = "".join(a.text for a in insert_entry(text.encode(), new).additions)
    assert "[[Paper]](https://arxiv.org/abs/2405.01234)[[Page]](https://grid.org) | 5k |" in added
