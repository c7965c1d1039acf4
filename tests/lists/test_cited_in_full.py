"""Papers as a library cites them: venues in full, a year behind; and preprints with year and month in one."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.reading.names import parse_authors
from service.lists.reading.parts import Field

CITED = "# L\n\n## P\n\n" + "".join(
    f"1. {authors} **{title}.** {where} [[Paper]](https://doi.org/10.1000/{n})\n\n"
    for n, (authors, title, where) in enumerate(
        (
            (
                "Rossi, Ann, et al.",
                "Counting Trees in Rows",
                "Proceedings of the IEEE Conference on Maps. 2015.",
            ),
            ("Weber, Tom, et al.", "Grids over Wide Valleys", "Advances in Neural Maps. 2016."),
            ("Kim, Sun, and Bo Li.", "A Map of Small Hills", "Journal of Map Making 12.1 (2017): 32-73."),
        ),
        1,
    )
)


def added(before: str, **facts: object) -> str:
    """Return the line that a paper becomes."""
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts), section=["L", "P"])
    return edit.data.decode().split("\n")[edit.line - 1]


def test_a_venue_in_full_is_read_with_its_year():
    read = [e.reading for e in read_document(CITED.encode()).entries]
    assert [(r.first(Field.VENUE), r.first(Field.DATE)) for r in read] == [
        ("Proceedings of the IEEE Conference on Maps", "2015"),
        ("Advances in Neural Maps", "2016"),
        ("Journal of Map Making", "2017"),
    ]


@pytest.mark.parametrize(
    "venue", ["Proceedings of the Conference on Rows", "arXiv preprint arXiv:1605.00077"]
)
def test_a_venue_in_full_is_written_as_it_was_given_with_its_year(venue: str):
    said = added(
        CITED,
        title="Sparse Frames for Long Walks",
        url="https://doi.org/10.1000/77",
        venue=venue,
        date_text="2016",
        published="2016",
        extra={"authors_text": "Haddad, Omar, et al."},
        authors=["Omar Haddad"],
    )
    assert said.startswith("1. Haddad, Omar, et al. **Sparse Frames for Long Walks.** " + venue)
    assert said.partition(venue)[2] == ". 2016. [[Paper]](https://doi.org/10.1000/77)"


MONTHS = "# L\n\n## P\n\n" + "".join(
    f"- {title} | **{where}** | [pdf](https://arxiv.org/abs/{number})\n"
    for title, where, number in (
        ("Counting Trees in Rows", "CVPR'23", "2304.00001"),
        ("Grids over Wide Valleys", "Arxiv'23.06", "2306.00002"),
        ("A Map of Small Hills", "Arxiv'23.08", "2308.00003"),
    )
)


@pytest.mark.parametrize("venue", ["Arxiv'23.10", "arXiv 2023", None])
def test_a_preprint_gets_its_month_behind_the_quoted_year(venue: str | None):
    facts = {"arxiv_id": "2310.00077", "published": "2023-10", "venue": venue}
    said = added(MONTHS, title="Sparse Frames for Long Walks", **facts)
    assert (
        said == "- Sparse Frames for Long Walks | **Arxiv'23.10** | [pdf](https://arxiv.org/abs/2310.00077)"
    )


@pytest.mark.parametrize("name", ["Jerone T. A. Andrews", "Marco A. F Pimentel", "Hanh T. M. Tran"])
def test_initials_are_no_words_that_make_a_name_too_long(name: str):
    assert parse_authors(f"{name}, et al.") == (name,)


def test_a_published_paper_among_preprints_without_years_keeps_its_year():
    before = "# L\n\n## P\n\n" + "".join(
        f"- A Study of Trees, Part {n} (**arXiv'240{n}**) [[paper](https://arxiv.org/abs/240{n}.0000{n})]\n"
        for n in (1, 2, 3)
    )
    said = added(before, title="Sparse Frames for Long Walks", arxiv_id="2310.00077", venue="EMNLP'23")
    assert "(**EMNLP'23**)" in said
