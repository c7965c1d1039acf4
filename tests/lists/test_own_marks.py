"""What an entry has of its own beside its facts: an anchor, empty labels, a file of the list."""

import pytest

from service.lists import NewEntry, insert_entry, read_document

TITLES = ("Counting Trees in Rows", "A Map of Small Hills", "Walls of Glass", "Grids over Wide Valleys")
PAPER = {"title": "Sparse Frames for Long Walks", "url": "https://maps.org/files/77.pdf"}


def added(before: str, **facts: object) -> str:
    """Return the lines that a paper becomes."""
    edit = insert_entry(before.encode(), NewEntry.from_mapping({**PAPER, **facts}), section=["L", "P"])
    return "\n".join(line.decode().rstrip("\n") for a in edit.additions for line in a.lines)


ANCHORS = "# L\n\n## P\n\n" + "".join(
    f'- <a name="{name}"></a> **[{name}]** {title} (**CVPR2018**) [[paper](https://maps.org/{name}.pdf)]\n'
    for name, title in zip(("CTR", "HillNet", "Glass", "Grids"), TITLES, strict=True)
)


@pytest.mark.parametrize(
    ("names", "begins"),
    [
        (["LongWalk"], '- <a name="LongWalk"></a> **[LongWalk]** Sparse Frames'),
        (["Walks 2018"], '- <a name="Walks2018"></a> **[Walks 2018]** Sparse Frames'),
        ([], "- Sparse Frames"),
    ],
)
def test_an_anchor_is_called_as_the_work_or_left_out(names: list[str], begins: str):
    tags = {"before_title": names} if names else {}
    assert added(ANCHORS, tags=tags, venue="CVPR2018", published="2018").startswith(begins)


def labelled(sign: str) -> str:
    return "# L\n\n## P\n\n" + "".join(
        f"- **{title} ({year}'{venue})**\n"
        f"  - **{sign}Link:** [paper](https://maps.org/{year}.pdf)\n"
        f"  - **{sign}School:** {school}\n"
        f"  - **{sign}Note:** \n"
        for title, year, venue, school in zip(
            TITLES, (21, 22, 23, 24), ("ITSC", "RA-L", "Sensors", "arXiv"), ("A", "B", "C", "D"), strict=True
        )
    )


@pytest.mark.parametrize("sign", ["", ":book:", "📖 "])
def test_labels_of_lines_stay_also_where_nothing_is_behind_them(sign: str):
    lines = added(labelled(sign), venue="23'ITSC", published="2023", tags={"after_title": ["School: E"]})
    assert lines.split("\n") == [
        "- **Sparse Frames for Long Walks (23'ITSC)**",
        f"  - **{sign}Link:** [paper](https://maps.org/files/77.pdf)",
        f"  - **{sign}School:** E",
        f"  - **{sign}Note:** ",
    ]


def test_a_year_in_front_of_a_quote_belongs_to_the_venue_behind_it():
    venues = [e.venue for e in read_document(labelled("").encode()).entries]
    assert venues == ["21'ITSC", "22'RA-L", "23'Sensors", "24'arXiv"]


@pytest.mark.parametrize("words", ["Maps of the 90's", "Trees in '98", "The 1980's in Rows"])
def test_decades_are_no_venues(words: str):
    assert (
        read_document(f"# L\n\n## P\n\n- [{words}](https://m.org/1.pdf)\n".encode()).entries[0].venue is None
    )


def test_a_file_of_the_list_is_linked_with_its_lines():
    before = "# L\n\n## P\n\n" + "".join(
        f"- [{title}](https://maps.org/{n}.pdf) | [bibtex](./all.bib#L{n}-L{n + 8})\n"
        for n, title in enumerate(TITLES, 1)
    )
    said = added(before, extra={"links": [{"label": "bibtex", "url": "./all.bib#L40-L48"}]})
    assert said.endswith("| [bibtex](./all.bib#L40-L48)")


def counting(first: int, tag: str = "span", step: int = 1) -> str:
    return "# L\n\n## P\n\n" + "".join(
        f'{n}. <{tag} id = "{first + (n - 1) * step}">**[W{n}]**</{tag}> | **ICCV\'2{n}** | {title} | '
        f"[`[pdf]`](https://maps.org/{n}.pdf) |\n"
        for n, title in enumerate(TITLES, 1)
    )


@pytest.mark.parametrize(("first", "step", "expected"), [(1001, 1, "1005"), (98, 1, "102"), (7, 0, "7")])
def test_an_anchor_that_counts_gets_the_next_number(first: int, step: int, expected: str):
    said = added(counting(first, step=step), venue="ICCV'25", published="2025", tags={"before_title": ["W5"]})
    assert said.startswith(f'5. <span id = "{expected}">**[W5]**</span> | **ICCV\'25** | Sparse Frames')


def test_what_follows_a_date_that_is_gone_still_begins_its_line():
    before = "# L\n\n## P\n\n" + "".join(
        f"**{title}** \\\n*Ann Bell, Cem Dag* \\\n[{n}th Apr., 2023] [ICLR, 2023] \\\n"
        f"[[Paper](https://maps.org/{n}.pdf)]\n\n"
        for n, title in enumerate(TITLES, 4)
    )
    said = added(before, authors=["Eva Fox", "Gil Ho"], venue="ICLR, 2023", published="2023")
    assert said.split("\n")[:3] == [
        "**Sparse Frames for Long Walks** \\",
        "*Eva Fox, Gil Ho* \\",
        "[ICLR, 2023] \\",
    ]


def test_a_link_whose_label_is_gone_makes_no_item_of_its_own():
    envs = ("[D4](https://github.com/fox/d4)", "Claw, Kitchen", "Maze, Kitchen")
    before = "# L\n\n## P\n\n" + "".join(
        f"- [{title}](https://arxiv.org/abs/2301.0000{n})\n  - Ann Bell, Cem Dag\n  - Venue: ICLR 2023\n"
        f"  - Key: Offline, Maps\n  - Code: [official](https://github.com/cem/w{n})\n"
        f"  - ExpEnv: {env}\n\n"
        for n, (title, env) in enumerate(zip(TITLES, envs, strict=False), 4)
    )
    link = {"label": "D4", "url": "https://github.com/fox/d4"}
    tags = {"after_title": ["- Key: Offline, Maps", "- Code", "- ExpEnv"], "tail": ["D4"]}
    said = added(
        before,
        arxiv_id="2209.14548",
        authors=["Eva Fox", "Gil Ho"],
        venue="ICLR 2023",
        code_url="https://github.com/gil/ho",
        tags=tags,
        extra={"links": [link]},
    )
    assert "[official](https://github.com/gil/ho)" in said
    assert said.count("(https://github.com/fox/d4)") == 1
    assert "\n  - [D4]" not in said
