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


@pytest.mark.parametrize("name", ["ICSEA", "EMNLP Findings", "NAACL Student Research Workshop"])
def test_the_name_of_a_venue_and_a_year_are_one_where_all_have_both(name: str):
    text = added(PUBLISHED, date_text="2024", tags={"after_title": [name]})
    assert text == f"1. **Foam on the Shore.** {name} 2024. [[paper]](https://arxiv.org/pdf/2305.01234.pdf)\n"


def test_the_papers_own_name_and_a_year_are_no_venue():
    text = added(PUBLISHED, title="FOAM: On the Shore", date_text="2024", tags={"after_title": ["FOAM"]})
    assert "FOAM 2024" not in text


def test_people_named_one_by_one_are_the_authors():
    said = ["Eva Sund", "Finn Marsh", "Gus Dune", "Lake University"]
    assert "**Foam on the Shore**, Eva Sund, Finn Marsh, Gus Dune, " in added(
        SIGNED, tags={"after_title": said}
    )


CITED = "# Sea\n\n## Papers\n\n" + "".join(
    f"1. {names}. **{title}.** ICLR 2023. [[paper]](https://arxiv.org/pdf/2301.0000{n}.pdf)\n"
    for n, (title, names) in enumerate(
        zip(
            TITLES,
            (
                "Reed, Ann, et al",
                "Li, Bo, et al",
                "Wu, Cy, and Dee Lake",
                "Roe, Ed, et al",
                "Fir, Flo, et al",
            ),
            strict=True,
        )
    )
)
LINKED_BY_DAY = "# Sea\n\n## Papers\n\n" + "".join(
    f"- {title} [[{n + 3} May 2023]](https://arxiv.org/abs/2305.0000{n})\n" for n, title in enumerate(TITLES)
)


def test_people_named_before_the_title_are_the_authors():
    text = added(CITED, venue="KDD 2024", tags={"before_title": ["Dune, Gus, et al"]})
    assert text.startswith("1. Dune, Gus, et al. **Foam on the Shore.** KDD 2024. ")


def test_a_date_is_no_title_where_the_words_before_it_are_one():
    said = {"before_title": ["Waves That Never Break"]}
    text = added(LINKED_BY_DAY, title="[17 Jun 2023]", arxiv_id="2306.01234", tags=said)
    assert text == "- Waves That Never Break [[17 Jun 2023]](https://arxiv.org/abs/2306.01234)\n"


def test_a_name_is_a_title_where_nothing_else_is():
    assert "Foam" in added(PUBLISHED, title="Foam", venue="KDD 2024", tags={"before_title": ["new"]})


NUMBERED = "# Sea\n\n## Papers\n\n" + "".join(
    f"- **{title}.** arXiv preprint arXiv:2301.0000{n} (2023). [[paper]](https://arxiv.org/abs/2301.0000{n})\n"
    for n, title in enumerate(TITLES)
)
DATED = "# Sea\n\n## Papers\n\n" + "".join(
    f"- **{title}.** Proceedings of the conference on {what}. 2023. [[paper]](https://arxiv.org/abs/2301.0000{n})\n"
    for n, (title, what) in enumerate(zip(TITLES, ("maps", "tides", "kelp", "crabs", "sand"), strict=True))
)


def test_the_number_is_not_written_twice():
    said = {"after_title": ["preprint arXiv:2305.01234"]}
    text = added(NUMBERED, venue="arXiv", date_text="2023", tags=said)
    assert text.count("2305.01234") == 2  # where it is written, and in the address


def test_a_venue_in_full_and_its_year_are_both_written():
    said = {"after_title": ["Proceedings of the conference on foam."]}
    text = added(DATED, date_text="2024", tags=said)
    assert text.startswith("- **Foam on the Shore.** Proceedings of the conference on foam. 2024. [[paper]]")


COLUMNS = "# Sea\n\n## Nets\n\n| Paper | Output | Made by | Links |\n| --- | --- | --- | --- |\n" + "".join(
    f"| [{name}](https://arxiv.org/abs/2301.0000{n}) | {what} | Nets | [code](https://github.com/a/{n}) |\n"
    for n, (name, what) in enumerate(
        zip(("Kelp", "Crab", "TideNet", "Dune"), ("maps", "clouds of points", "maps", "meshes"), strict=True)
    )
)


def test_the_column_of_titles_says_which_words_are_the_title():
    cells = {"cell:Paper": "[FoamNet](https://arxiv.org/abs/2305.01234)", "cell:Made by": "Nets"}
    facts = {"title": "clouds of small points", "tags": cells, "code_url": "https://github.com/x/foam"}
    text = added(COLUMNS, **facts)
    assert text == (
        "| [FoamNet](https://arxiv.org/abs/2305.01234) | clouds of small points | Nets |"
        " [code](https://github.com/x/foam) |\n"
    )
    entry = NewEntry.from_mapping({"arxiv_id": "2305.01234", **facts})
    twice = insert_entry(insert_entry(COLUMNS.encode(), entry).data, entry)
    assert not twice.changed


MAKERS = "# Sea\n\n## Waves\n\n" + "".join(
    f"* **{title} of the Sea**\n  * {who} Stone, Ada Reed\n  * {' | '.join(makers)}\n"
    f"  * [2023.0{9 - n}.11] https://arxiv.org/abs/230{9 - n}.0100{n}\n  * {kind}\n"
    for n, (title, who, makers, kind) in enumerate(
        (
            ("A Short History", "Bo", ("Kelp University", "Dune Institute"), "Benchmark"),
            ("The Long Colours", "Cy", ("Shore College",), "Attack"),
            (
                "The Deep Silence",
                "Di",
                ("Kelp University", "Tide University", "Reef Lab"),
                "Defense, Benchmark",
            ),
            ("A Slow Measure", "Ed", ("Tide University",), "A finding"),
        )
    )
)


@pytest.mark.parametrize(
    "makers",
    [
        ["Ebb University", "ETH"],
        ["Princeton University", "Virginia Tech", "Foam Research", "Stanford University"],
        ["Kelp University of Foam"],
    ],
)
def test_a_maker_without_a_place_stands_beside_the_other_makers(makers: list[str]):
    facts = {"authors": ["Fay Moor", "Gil Sand"], "date_text": "2023.05.02"}
    text = added(MAKERS, tags={"after_title": [*makers, "Defense, Benchmark"]}, **facts)
    assert text.split("\n")[2] == f"  * {' | '.join(makers)}"
    assert text.split("\n")[4] == "  * Defense, Benchmark"
