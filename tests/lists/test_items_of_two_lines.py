"""Items whose links stand in the line below the title, under headings of several words."""

import pytest

from service.lists import NewEntry, insert_entry, read_document

ABOUT = ("Looking at the Maps of Old Towns", "Counting Trees from Far Above", "Walking over Wide Open Fields")
MADE = "  *Mei Tanaka, Tom Kim*. [[pdf](https://arxiv.org/pdf/{}.0000{})], 2025.0{}. {}\n"
BADGE = "![](https://img.shields.io/badge/{}-{})"
SHOWN = {
    "of preprints": BADGE.format("Arxiv", "orange"),
    "of venues": BADGE.format("ICLR2024", "orange"),
    "with a name": BADGE.format("Arxiv", "orange") + " " + BADGE.format("{name}", "blue"),
}


def listing() -> bytes:
    """Return a list of three sections, in each of which every way to set badges occurs."""
    text = "# Things\n\n## Papers\n"
    for month, heading in enumerate(ABOUT, 1):
        text += f"\n### {heading}\n\n"
        for number, badges in enumerate(SHOWN.values(), 1):
            text += f"- **A Study of Hill {month}{number}**  \n"
            text += MADE.format(f"250{month}", number, month, badges.format(name=f"Grid{month}"))
    return text.encode()


def test_a_heading_over_such_items_is_no_title():
    entries = read_document(listing()).entries
    assert len(entries) == len(ABOUT) * len(SHOWN)
    assert {e.section_path[-1] for e in entries} == set(ABOUT)


@pytest.mark.parametrize(
    "badges",
    [
        ["FLLM2024-orange", "GridNet-blue"],
        ["FLLM2024-orange"],
        ["Arxiv-orange", "GridNet-blue"],
    ],
)
def test_a_badge_of_a_venue_that_nobody_knows_stands_where_the_others_of_its_colour_do(badges: list[str]):
    given = [BADGE.format(*badge.split("-")) for badge in badges]
    entry = NewEntry.from_mapping(
        {
            "title": "Sparse Frames for Long Walks",
            "arxiv_id": "2504.00009",
            "url": "https://arxiv.org/pdf/2504.00009",
            "authors": ["Mei Tanaka", "Tom Kim"],
            "date_text": "2025.04",
            "tags": {"badges": given},
        }
    )
    added = insert_entry(listing(), entry, section=["Things", "Papers", ABOUT[1]]).additions[0].text
    wanted = "- **Sparse Frames for Long Walks**  \n" + MADE.format("2504", 9, 4, " ".join(given))
    assert added == wanted
