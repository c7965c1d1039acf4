"""Lines of badges below a title, numbers on badges, names in front of titles that begin with them."""

import pytest

from service.lists import insert_entry, read_document
from tests.lists.test_unusual_entries import HEAD, entry, written

SHIELD = "https://img.shields.io/badge"


def badge(number: str, shown: str = "") -> str:
    return f"[![Static Badge]({SHIELD}/{shown or number}-red?logo=arxiv)](https://arxiv.org/abs/{number})"


def item(n: int, title: str, *below: str) -> str:
    return f"{n}. {title}\n" + "".join(f"   - {line}\n" for line in below)


def code(n: int) -> str:
    return f"[![](https://img.shields.io/badge/Way{n}-black?logo=github)](https://github.com/a/{n})"


NUMBERED = (
    HEAD
    + item(
        1, "**Way1**: A Study of Things, Part 1, (Chen et al. ICLR2024)", f"{badge('2404.00001')} {code(1)}"
    )
    + item(2, "**Way2**: A Study of Things, Part 2, (Chen et al.)", badge("2404.00002"), "[notes] it works")
    + item(3, "**Way3**: A Study of Things, Part 3", f"{badge('2404.00003')} ![]({SHIELD}/none-black)")
    + item(4, "**Way4**: A Study of Things, Part 4", badge("2404.00004", "2403.00009"))
)


def test_a_line_of_badges_below_a_title_is_its_own():
    found = read_document(NUMBERED.encode()).entries
    assert [e.title for e in found] == [f"Way{n}: A Study of Things, Part {n}" for n in (1, 2, 3, 4)]
    assert [str(e.arxiv_id) for e in found] == [f"2404.0000{n}" for n in (1, 2, 3, 4)]


def test_a_nested_item_with_a_title_and_a_badge_is_a_paper_of_its_own():
    before = (
        HEAD
        + "- Grids\n"
        + "".join(f"  - A Study of Things, Part {n} {badge(f'2404.0000{n}')}\n" for n in (1, 2, 3))
    )
    assert [e.title for e in read_document(before.encode()).entries] == [
        f"A Study of Things, Part {n}" for n in (1, 2, 3)
    ]


def test_the_number_on_a_badge_is_the_papers_own_even_beside_a_slip():
    said = written(NUMBERED, authors=[])
    assert said == f"5. **GridNet**: Sparse Grids for Depth Maps\n   - {badge('2405.01234')}"


@pytest.mark.parametrize("title", ["GridNet: Sparse Grids for Depth Maps", "Sparse Grids for Depth Maps"])
def test_a_name_in_front_of_a_title_that_begins_with_it_is_written_once(title: str):
    said = written(NUMBERED, title=title, authors=[], tags={"before_title": ["GridNet"]})
    assert said.startswith("5. **GridNet**: Sparse Grids for Depth Maps\n")


ROWS = (
    HEAD
    + "|Date|Title|Paper|Stars|Comment|\n|:---:|:---:|:---:|:---:|:---:|\n"
    + "".join(
        f"|2024.0{n}| A Study of Things, Part {n}|[[pdf]](https://arxiv.org/abs/240{n}.00001) | ⭐️ |{end}\n"
        for n, end in ((1, "quite new|"), (2, "a remark|"), (3, ""), (4, ""), (5, ""))
    )
)


def test_a_given_cell_is_written_where_the_nearest_rows_end_before_it():
    said = written(ROWS, tags={"cell:Comment": ["needs no labels"], "cell:Stars": ["⭐️"]})
    assert said.endswith("| ⭐️ |needs no labels|")
    assert written(ROWS, tags={"cell:Stars": ["⭐️"]}).endswith("| ⭐️ |")


def test_authors_are_not_lost_to_a_neighbour_without_them():
    paper = "[A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})"
    rows = "".join(
        f"| Arxiv24 <br> {paper.format(n=n)}{more} |\n"
        for n, more in (
            (1, " <br> Mei Tanaka, Tom Kim <br> [Github](https://github.com/a/1)"),
            (2, " <br> Zoe Ng, Ed Fox <br> [Github](https://github.com/a/2)"),
            (3, " <br> Cy Day, Di Eng <br> [Github](https://github.com/a/3)"),
            (4, ""),
        )
    )
    before = HEAD + "| Title & Author & Link |\n| --- |\n" + rows
    said = insert_entry(before.encode(), entry(venue="Arxiv24")).additions[0].text
    assert "<br> Ann Chen, Bo Li |" in said
