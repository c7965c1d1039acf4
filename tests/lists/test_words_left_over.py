"""Facts cut out of a list's text carry what stood around them: labels, marks of lines, half a bracket."""

import pytest

from service.lists import NewEntry, insert_entry

TITLES = (
    "Mapping the Sea Floor",
    "Tides Without Tears",
    "A Study of Kelp",
    "Crabs Walk Sideways",
    "Sand in Motion",
)
LABELLED = "# Sea\n\n## Papers\n\n" + "\n".join(
    f"- [{title}](https://arxiv.org/abs/2301.0000{n})\n"
    f"  - Publisher: ICLR 2023\n  - Key: waves, salt\n  - Code: [official](https://github.com/sea/s{n})\n"
    for n, title in enumerate(TITLES)
)
QUOTED = "# Sea\n\n## Papers\n\n" + "\n".join(
    f"**{title}**. ICLR 2023. [[pdf]](https://arxiv.org/abs/2301.0000{n})\n\n> It says how {n} waves move.\n"
    for n, title in enumerate(TITLES)
)
PUBLISHED = "# Sea\n\n## Papers\n\n" + "".join(
    f"1. **{title}.** {venue} 2023. [[paper]](https://arxiv.org/pdf/2301.0000{n}.pdf)\n"
    for n, (title, venue) in enumerate(zip(TITLES, ("ICLR", "KDD", "CVPR", "ICML", "ACL"), strict=True))
)
SIGNED = "# Sea\n\n## Papers\n\n" + "".join(
    f"- **{title}**, Ann Reed, Bo Li, Cy Wu, [pdf](https://arxiv.org/abs/2301.0000{n})\n"
    for n, title in enumerate(TITLES)
)


def added(before: str, **facts: object) -> str:
    entry = {"title": "Foam on the Shore", "arxiv_id": "2305.01234", **facts}
    return insert_entry(before.encode(), NewEntry.from_mapping(entry)).additions[0].text


def test_a_bare_label_is_no_word_of_the_paper():
    said = ["- Publisher", "- Key: foam, wind", "- Code"]
    text = added(LABELLED, venue="KDD 2024", code_url="https://github.com/x/foam", tags={"after_title": said})
    assert text.strip() == (
        "- [Foam on the Shore](https://arxiv.org/abs/2305.01234)\n  - Publisher: KDD 2024\n"
        "  - Key: foam, wind\n  - Code: [official](https://github.com/x/foam)"
    )


def test_a_bracket_that_was_cut_off_is_closed():
    text = added(LABELLED, tags={"after_title": ["- Key: foam, Wind of the Sea (WOTS"]})
    assert "- Key: foam, Wind of the Sea (WOTS)\n" in text


def test_a_quoted_line_is_quoted_once():
    text = added(QUOTED, venue="KDD 2024", tags={"after_title": ["> It says how foam moves."]})
    assert "\n> It says how foam moves.\n" in text


@pytest.mark.parametrize("end", [" \\", " (", "(["])
def test_a_title_ends_with_its_last_word(end: str):
    text = added(PUBLISHED, title=f"Foam on the Shore{end}", venue="KDD 2024")
    assert text == "1. **Foam on the Shore.** KDD 2024. [[paper]](https://arxiv.org/pdf/2305.01234.pdf)\n"


def test_a_name_in_capitals_and_a_year_are_a_venue_where_all_have_one():
    text = added(PUBLISHED, date_text="2024", tags={"after_title": ["ICSEA"]})
    assert text == "1. **Foam on the Shore.** ICSEA 2024. [[paper]](https://arxiv.org/pdf/2305.01234.pdf)\n"


def test_the_papers_own_name_and_a_year_are_no_venue():
    text = added(PUBLISHED, title="FOAM: On the Shore", date_text="2024", tags={"after_title": ["FOAM"]})
    assert "FOAM 2024" not in text


def test_people_named_one_by_one_are_the_authors():
    said = ["Eva Sund", "Finn Marsh", "Gus Dune", "Lake University"]
    assert "**Foam on the Shore**, Eva Sund, Finn Marsh, Gus Dune, " in added(
        SIGNED, tags={"after_title": said}
    )
