"""Titles in marks of every kind: quotation marks, emphasis, tags, with the comma or full stop inside."""

import pytest

from service.lists import insert_entry
from tests.lists.test_unusual_entries import HEAD, entry

PAPERS = (
    ("Sparse Grids for Maps", "A. Chen and B. Li", "CVPR, 2024"),
    ("Deep Rivers at Night", "M. Sato, T. Kim and Z. Ng", "ICLR, 2025"),
    ("What Small Hands Hold", "N. Weber and J. Hall", "ACL, 2024"),
    ("Walking on Thin Glass", "M. Eco and E. Lund", "ICML, 2024"),
)
NEW = ("Late Merging of Frames", "M. Roth and E. Lund", "AAAI, 2025")
SINGLE = "\u2018\u2019"
MARKS = ("“”", '""', "''", SINGLE, "«»", "「」", "『』", "《》", "„“", "**", "__")
FORMS = (
    "- {a}, {o}{t},{c} {v}. [Paper]({u})\n",
    "- {o}{t}{c}, {a}, {v}. [Paper]({u})\n",
    "- {o}{t}.{c} {a}. {v}. [Paper]({u})\n",
    "- {a}. {o}{t}{c} {v} [Paper]({u})\n",
    "- {o}{t}{c} ({v}) [Paper]({u})\n",
)


def written(form: str, marks: str, paper: tuple[str, str, str], number: str) -> str:
    title, authors, venue = paper
    url = f"https://arxiv.org/abs/{number}"
    return form.format(o=marks[0], c=marks[1], t=title, a=authors, v=venue, u=url)


def added(form: str, marks: str, **facts: object) -> str:
    listed = "".join(written(form, marks, paper, f"2403.0000{n}") for n, paper in enumerate(PAPERS))
    new = entry(title=NEW[0], arxiv_id="2404.00009", url="https://arxiv.org/abs/2404.00009", **facts)
    return insert_entry((HEAD + listed).encode(), new).additions[0].text


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("form", FORMS)
def test_a_title_in_marks_is_written_in_them(form: str, marks: str) -> None:
    line = added(form, marks, authors=["Max Roth", "Eva Lund"], venue="AAAI 2025")
    assert line.strip() == written(form, marks, NEW, "2404.00009").strip()


@pytest.mark.parametrize("marks", MARKS)
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("venue", [None, "AAAI 2025"])
def test_both_marks_stay_where_what_stood_beside_the_title_is_not_known(
    form: str, marks: str, venue: str | None
) -> None:
    line = added(form, marks, authors=None, venue=venue)
    assert any(f"{marks[0]}{NEW[0]}{stop}{marks[1]}" in line for stop in ("", ".", ","))


@pytest.mark.parametrize("marks", ["“”", '""', "«»", SINGLE])
def test_a_title_in_marks_inside_its_link_keeps_them(marks: str) -> None:
    line = added("- [{o}{t}{c}]({u}), {v}\n", marks, authors=None, venue="AAAI 2025")
    assert line.strip() == written("- [{o}{t}{c}]({u}), {v}", marks, NEW, "2404.00009")


def test_quotes_around_a_part_of_a_title_are_the_title() -> None:
    title = "Beyond {}One Size Fits All{}: A Survey".format(*SINGLE)
    listed = "".join(
        f"- Beyond {SINGLE[0]}{said} and More{SINGLE[1]}: A Study [[Paper](https://arxiv.org/abs/2403.0000{n})]\n"
        for n, (said, _, _) in enumerate(PAPERS)
    )
    new = entry(title=title, authors=None)
    line = insert_entry((HEAD + listed).encode(), new).additions[0].text.strip()
    assert line == f"- {title} [[Paper](https://arxiv.org/abs/2405.01234)]"
