"""Papers that are nowhere to be linked, in lists that link the others; and papers cited as engineers do."""

import pytest

from service.errors import EditRefused
from service.lists import NewEntry, insert_entry, read_document
from tests.lists.test_unusual_entries import HEAD

PAGE = "https://arxiv.org/abs/2404.0000"
PAPER = {
    "title": "Sparse Grids for Depth Maps",
    "authors": ["Ann Chen", "Bo Li"],
    "venue": "ICML 2024",
    "published": "2024",
}
SAID = "no address of the paper is known: its title stands without a link"


def listed(form: str) -> str:
    """Return a list of four papers written so, with `{n}` for their number."""
    return HEAD + "".join(form.format(n=n, page=f"{PAGE}{n}") + "\n" for n in range(1, 5))


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        (
            "- [A Study of Things, Part {n}]({page}) (CVPR 202{n})",
            "- Sparse Grids for Depth Maps (ICML 2024)",
        ),
        (
            "- [**A Study of Things, Part {n}**]({page}), Mei Tanaka, Tom Kim. *CVPR 202{n}*",
            "- **Sparse Grids for Depth Maps**, Ann Chen, Bo Li. *ICML 2024*",
        ),
        (
            "- [CVPR 202{n}] [A Study of Things, Part {n}]({page}) [[code]](https://github.com/a/{n})",
            "- [ICML 2024] Sparse Grids for Depth Maps",
        ),
        (
            "1. **A Study of Things, Part {n}.** *Mei Tanaka, Tom Kim.* CVPR, 202{n}. [[Paper]({page})]",
            "1. **Sparse Grids for Depth Maps.** *Ann Chen, Bo Li.* ICML, 2024.",
        ),
        (
            '<li><a href="{page}">A Study of Things, Part {n}</a> (CVPR 202{n})</li>',
            "<li>Sparse Grids for Depth Maps (ICML 2024)</li>",
        ),
    ],
)
def test_a_title_without_a_link_stands_where_the_others_have_theirs(form: str, wanted: str):
    paper = NewEntry.from_mapping(PAPER)
    edit = insert_entry(listed(form).encode(), paper)
    assert edit.additions[0].text.strip() == wanted
    assert SAID in edit.notes
    again = insert_entry(edit.data, paper)
    assert not again.changed
    assert read_document(edit.data).entries[-1].title == PAPER["title"]


def test_a_paper_with_an_address_is_not_said_to_have_none():
    before = listed("- [A Study of Things, Part {n}]({page}) (CVPR 202{n})").encode()
    edit = insert_entry(before, NewEntry.from_mapping({**PAPER, "url": "https://x.org/grids.pdf"}))
    assert SAID not in edit.notes


def test_a_title_alone_that_nobody_would_take_for_a_paper_is_refused():
    before = listed("- [A Study of Things, Part {n}]({page})").encode()
    with pytest.raises(EditRefused, match="venue and year"):
        insert_entry(before, NewEntry.from_mapping({"title": PAPER["title"]}))


def test_notes_among_papers_with_links_are_no_papers():
    notes = "- This list implements several ways to prune\n- Our own survey is here since 2024\n"
    entries = read_document(
        (listed("- [A Study of Things, Part {n}]({page}) (CVPR 202{n})") + notes).encode()
    )
    assert len(entries.entries) == 4


LINKED = (
    "- M. Tanaka, et al., “A study of things, part {n},” in Proc. {n}th Conf. Maps, 202{n}, pp. 2–{n}9."
    " [Paper]({page})"
)
CITED = [
    "- F. Moe, et al., “Grids in the deep sea,” in Proc. 44th Int. Conf. Res. Rivers, 2021, p. 1208–1218.",
    "- G. Lind, et al., “Maps of all rivers,” IEEE Trans. Rivers, vol. 35, no. 7, pp. 7328–7340, 2023.",
]


def test_volumes_and_pages_behind_a_venue_are_no_part_of_it():
    entries = read_document((listed(LINKED) + "\n".join(CITED) + "\n").encode()).entries
    assert [(e.venue, e.date_text) for e in entries[3:]] == [
        ("Proc. 4th Conf. Maps", "2024"),
        ("Proc. 44th Int. Conf. Res. Rivers", "2021"),
        ("IEEE Trans. Rivers", "2023"),
    ]


@pytest.mark.parametrize("section", [(), CITED[:1], CITED])
def test_a_paper_is_cited_as_others_are_though_only_other_sections_link_theirs(section: list[str]):
    before = listed(LINKED) + "\n## Rivers\n\n" + "".join(f"{line}\n" for line in section)
    facts = {
        "title": "Counting fish in slow rivers",
        "authors": ["Y. Chen"],
        "extra": {"authors_text": "Y. Chen, et al."},
        "venue": "Proc. 32nd Int. Joint Conf. Fish",
        "published": "2023",
        "date_text": "2023",
        "tags": {"after_title": ["pp. 2315–2323"]},
    }
    edit = insert_entry(before.encode(), NewEntry.from_mapping(facts), section=("Awesome Things", "Rivers"))
    assert edit.additions[0].text.strip() == (
        "- Y. Chen, et al., “Counting fish in slow rivers,” in Proc. 32nd Int. Joint Conf. Fish,"
        " 2023, pp. 2315–2323."
    )
