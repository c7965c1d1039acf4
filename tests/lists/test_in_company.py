"""What stands where others of its kind stand: venues that nobody knows, words in cells, labels of files."""

import pytest

from service.lists import NewEntry, insert_entry, read_document
from service.lists.placing.features import features_of
from service.lists.reading.parts import Field
from service.lists.reading.venues import named_venue

PAPER = {"title": "Sparse Frames for Long Walks", "url": "https://maps.org/files/77.pdf"}


def added(before: str, **facts: object) -> str:
    """Return the line that a paper becomes."""
    entry = NewEntry.from_mapping({**PAPER, **facts})
    edit = insert_entry(before.encode(), entry, section=["L", "P"])
    return edit.data.decode().split("\n")[edit.line - 1]


def listed(*venues: str) -> str:
    titles = ("Counting Trees in Rows", "Grids over Wide Valleys", "A Map of Small Hills", "Walls of Glass")
    return "# L\n\n## P\n\n" + "".join(
        f"- {titles[n % 4]}, Part {n} | **[{venue}]** | [`[pdf]`](https://maps.org/{n}.pdf)\n"
        for n, venue in enumerate(venues, 1)
    )


def test_a_name_with_a_year_is_a_venue_where_venues_stand():
    before = listed("AICS' 09", "ICML' 16", "Map Making' 17", "CVPR' 18", "ICCV' 19")
    entries = read_document(before.encode()).entries
    assert [e.venue for e in entries] == ["AICS' 09", "ICML' 16", "Map Making' 17", "CVPR' 18", "ICCV' 19"]
    assert [features_of(e).year for e in entries] == [2009, 2016, 2017, 2018, 2019]
    assert "| **[Rows' 17]** |" in added(before, venue="Rows' 17", published="2017")


def test_a_venue_is_written_in_the_form_of_one_that_nobody_knows():
    before = listed("ICML' 16", "CVPR' 18", "ICCV' 19", "Map Making' 20", "Rows' 21")
    assert "| **[ECCV' 22]** |" in added(before, venue="ECCV 2022", published="2022")


@pytest.mark.parametrize("words", ["ODIN", "the best of 2017", "2017"])
def test_words_without_a_name_and_year_are_none(words: str):
    before = listed("ICML' 16", "CVPR' 18", "ICCV' 19", words)
    assert read_document(before.encode()).entries[-1].reading.first(Field.VENUE) is None
    assert named_venue(words) is None


def test_two_known_venues_are_no_company():
    assert read_document(listed("ICML' 16", "CVPR' 18", "Maps' 19").encode()).entries[-1].venue is None


FILES = "# L\n\n## P\n\n" + "".join(
    f"- Counting Trees in Rows, Part {n} [[{label}]](https://{url})\n"
    for n, (label, url) in enumerate(
        (
            ("pdf", "a.org/1.pdf"),
            ("link", "ieeexplore.ieee.org/document/2"),
            ("pdf", "c.org/3.pdf?seq=1"),
            ("link", "www.sciencedirect.com/science/article/pii/4"),
            ("pdf", "e.org/5/pdf"),
        ),
        1,
    )
)


@pytest.mark.parametrize(
    ("url", "label"), [("x.org/77.pdf", "pdf"), ("dl.acm.org/citation.cfm?id=77", "link")]
)
def test_files_and_pages_have_each_the_label_of_their_kind(url: str, label: str):
    assert added(FILES, url=f"https://{url}").endswith(f"[[{label}]](https://{url})")


TABLE = "# L\n\n## P\n\n| Kind | Paper | Venue |\n|---|---|---|\n" + "".join(
    f"| {kind} | [{title}](https://maps.org/{n}.pdf){words} | CVPR 20{20 + n} |\n"
    for n, (kind, title, words) in enumerate(
        (
            ("Trees", "Counting Trees in Rows", " (also on hills)"),
            ("Hills", "A Map of Small Hills", ""),
            ("Grids", "Grids over Wide Valleys", ""),
        ),
        1,
    )
)


def test_words_go_into_no_cell_that_was_given():
    tags = {"cell:Kind": ["Frames"], "after_title": ["also on hills"]}
    title = "[Sparse Frames for Long Walks](https://maps.org/files/77.pdf) (also on hills)"
    assert added(TABLE, tags=tags, venue="ECCV 2025") == f"| Frames | {title} | ECCV 2025 |"


def test_a_word_that_a_given_cell_shows_is_not_written_again():
    before = TABLE.replace("| Venue |", "| Demo |").replace(
        "| CVPR 2021 |", "| Later [Page](https://m.org) |"
    )
    tags = {"cell:Demo": ["[Coming later]()"], "cell:Kind": ["Frames"], "after_title": ["Coming later"]}
    assert added(before, tags=tags).count("Coming later") == 1


def test_no_words_take_the_place_of_an_exclamation():
    before = "# L\n\n## P\n\n" + "".join(
        f"- [{title}](https://maps.org/{n}.pdf){words}\n  - Key: trees, {title.split()[-1]}\n"
        for n, (title, words) in enumerate(
            (
                ("Counting Trees in Rows", " (**Ours!!!**)"),
                ("A Map of Small Hills", ""),
                ("Walls of Glass", ""),
            ),
            1,
        )
    )
    said = added(before, tags={"after_title": ["Env: paper walks"]})
    assert "paper walks!!" not in said
