"""How a list writes addresses on arXiv; what one entry alone does is a slip and not copied."""

import pytest

from service.lists import NewEntry, insert_entry

USUAL = "https://arxiv.org/abs/"


def added(last: str, usual: str = USUAL, label: str = "paper", count: int = 24) -> str:
    """Return the address of a paper below an entry whose address is written as no other."""
    lines = [f"- Maps and Grids, {n} [{label}]({usual}2401.{n:05})\n" for n in range(1, count)]
    lines.append(f"- Seas and Grids [{label}]({last})\n")
    paper = {"title": "Sparse Seas", "arxiv_id": "2403.00404", "published": "2024-03-09"}
    edit = insert_entry(f"# Papers\n\n{''.join(lines)}".encode(), NewEntry.from_mapping(paper))
    return edit.additions[0].text.partition("](")[2].partition(")")[0]


@pytest.mark.parametrize(
    "last",
    [
        "http://arxiv.org/abs/2402.00001",
        "https://arxiv.org/html/2402.00001v2",
        "https://arxiv.org/pdf/2402.00001.pdf",
        "arxiv.org/abs/2402.00001",
    ],
)
def test_the_form_of_one_entry_is_not_copied(last: str) -> None:
    assert added(last) == "https://arxiv.org/abs/2403.00404"


def test_without_a_habit_the_neighbour_s_form_is_the_list_s() -> None:
    assert added("http://arxiv.org/abs/2402.00001", count=4) == "http://arxiv.org/abs/2403.00404"


def test_a_label_that_names_the_form_keeps_it() -> None:
    lines = [f"- Maps and Grids, {n} [paper]({USUAL}2401.{n:05})\n" for n in range(1, 24)]
    lines.append("- Seas and Grids [html](https://arxiv.org/html/2402.00001)\n")
    paper = {"title": "Sparse Seas", "arxiv_id": "2403.00404", "published": "2024-03-09"}
    edit = insert_entry(f"# Papers\n\n{''.join(lines)}".encode(), NewEntry.from_mapping(paper))
    assert edit.additions[0].text in (
        "- Sparse Seas [paper](https://arxiv.org/abs/2403.00404)\n",
        "- Sparse Seas [html](https://arxiv.org/html/2403.00404)\n",
    )


def test_an_unsafe_address_is_not_copied_where_few_are() -> None:
    lines = (
        f"- Nets for Things, {n}. [[paper]](http{'s' * (n < 37)}://arxiv.org/abs/2401.{n:05d})\n"
        for n in range(1, 41)
    )
    before = f"# Things\n\n## Papers\n\n{''.join(lines)}".encode()
    facts = NewEntry.from_mapping({"title": "Sand in the Wind", "arxiv_id": "2403.00404"})
    assert "(https://arxiv.org/abs/2403.00404)" in insert_entry(before, facts).additions[0].text
