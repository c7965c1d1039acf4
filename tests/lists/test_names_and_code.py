"""Names in columns, code that nobody knows, what code is written with: as lists of strangers have them."""

from collections.abc import Sequence

import pytest

from service.lists import NewEntry, insert_entry
from service.lists.reading.document import read_document

WORKS = [
    ("RiverNet", "Rivers that Meet at Night", "ECCV", "fb8c00"),
    ("MapTree", "Trees that Keep Their Maps", "ECCV", "fb8c00"),
    ("SeaSort", "Sorting Seas by Their Colour", "CVPR", "1f6feb"),
    ("HillWalk", "Walking Hills Without Shoes", "CVPR", "1f6feb"),
    ("CloudBox", "Boxes for Clouds of All Kinds", "IROS", "008080"),
    ("LeafLine", "Lines that Leaves Have Drawn", "ICRA", "008080"),
    ("ReefRun", "Running Past a Reef at Dawn", "IROS", "008080"),
    ("DuneDot", "Dots on the Dunes of the South", "ICRA", "008080"),
]
HEAD = "# Awesome Things\n\n## Papers\n\n"


def added(text: str, **facts: object) -> str:
    return insert_entry(text.encode(), NewEntry.from_mapping(facts)).additions[0].text.rstrip()


def badge_row(name: str, title: str, venue: str, colour: str, number: int) -> str:
    shown = f"![{venue} 2025](https://img.shields.io/badge/{venue}-2025-lightgrey?labelColor={colour})"
    return f"| **{name}** | {shown} <br>[{title}](https://arxiv.org/abs/2501.{number:05}) |"


TABLE = (
    HEAD
    + "| Method | Title |\n|---|---|\n"
    + "".join(badge_row(*work, number) + "\n" for number, work in enumerate(WORKS, 1))
)


@pytest.mark.parametrize(("venue", "colour"), [("ECCV", "fb8c00"), ("CVPR", "1f6feb"), ("WACV", "008080")])
def test_a_name_stands_in_its_column_and_a_badge_in_its_venues_colour(venue: str, colour: str) -> None:
    facts = {"title": "GridBird: Birds on a Grid", "arxiv_id": "2502.00009", "venue": f"{venue} 2025"}
    wanted = badge_row("GridBird", "GridBird: Birds on a Grid", venue, colour, 9).replace("2501", "2502")
    assert added(TABLE, **facts) == wanted


def test_titles_that_begin_with_their_names_go_on_to_do_so() -> None:
    rows = "".join(
        f"| {name} | [{name}: {title}](https://arxiv.org/abs/2501.{n:05}) |\n"
        for n, (name, title, *_) in enumerate(WORKS, 1)
    )
    text = f"{HEAD}| Method | Title |\n|---|---|\n{rows}"
    row = added(text, title="GridBird: Birds on a Grid", arxiv_id="2502.00009")
    assert row == "| GridBird | [GridBird: Birds on a Grid](https://arxiv.org/abs/2502.00009) |"


def links_row(title: str, number: int, code: str | None) -> str:
    shown = f"[Code]({code})" if code else "Not Released"
    return f"| {title} | [PDF](https://arxiv.org/abs/2501.{number:05})<br>{shown} |"


CODED = [f"https://github.com/ann/tool{n}" if n % 2 else None for n in range(1, 9)]


@pytest.mark.parametrize("code", [None, "https://github.com/bo/birds"])
def test_papers_without_known_code_say_what_others_without_code_say(code: str | None) -> None:
    rows = "".join(
        links_row(title, n, known) + "\n"
        for n, ((_, title, *_), known) in enumerate(zip(WORKS, CODED, strict=True), 1)
    )
    more = links_row("More Birds", 10, "https://github.com/ann/more")
    text = f"{HEAD}| Title | Links |\n|---|---|\n{rows}{more}\n"
    row = added(text, title="Birds on a Grid", arxiv_id="2501.00009", code_url=code)
    assert row == links_row("Birds on a Grid", 9, code)


def code_line(title: str, number: int, links: Sequence[tuple[str, str]], marks: str = "") -> str:
    shown = " ".join(f"[[{label}]({url})]" for label, url in links)
    paper = f"[[paper](https://arxiv.org/abs/2501.{number:05})]"
    return f"- {title}. {paper} {shown}{' ' + marks if marks else ''}"


LABELS = ["pytorch", "tensorflow", "pytorch", "code", "caffe", "code", "pytorch", "code"]
LINES = [
    code_line(title, n, [(label, f"https://github.com/ann/tool{n}")], ":star:" if n % 2 else "")
    for n, ((_, title, *_), label) in enumerate(zip(WORKS, LABELS, strict=True), 1)
]
CODE = "https://github.com/bo/birds"


@pytest.mark.parametrize(
    ("links", "wanted"),
    [
        ([], [("code", CODE)]),  # what it is written with nobody said
        ([("jax", CODE)], [("jax", CODE)]),
        ([("jax", CODE), ("pytorch", f"{CODE}.pytorch")], [("jax", CODE), ("pytorch", f"{CODE}.pytorch")]),
    ],
)
def test_code_is_called_by_what_it_is_written_with_where_that_is_known(
    links: list[tuple[str, str]], wanted: list[tuple[str, str]]
) -> None:
    text = HEAD + "\n".join(LINES) + "\n"
    extra = {"links": [{"label": label, "url": url} for label, url in links]}
    line = added(text, title="Birds on a Grid", arxiv_id="2501.00009", code_url=CODE, extra=extra)
    assert line == code_line("Birds on a Grid", 9, wanted)  # and none of its neighbours' stars


def test_a_repositorys_name_is_a_label_of_code_whatever_words_are_in_it() -> None:
    rows = "".join(
        f"| [{title}](https://arxiv.org/abs/2501.0000{n}) | [a/Video{n}](https://github.com/a/Video{n}) |\n"
        for n, (_, title, *_) in enumerate(WORKS, 1)
    )
    text = f"{HEAD}| Paper | Github |\n|---|---|\n{rows}"
    row = added(text, title="Birds on a Grid", arxiv_id="2501.00009", code_url=CODE)
    assert (
        row
        == "| [Birds on a Grid](https://arxiv.org/abs/2501.00009) | [bo/birds](https://github.com/bo/birds) |"
    )


def test_a_title_that_could_be_two_names_is_read_behind_its_venue() -> None:
    rows = (
        "| **(NeurIPS24)Sparse and Deep Grid Maps** | [PDF](https://arxiv.org/abs/2410.00001) |\n"
        "| **(CVPR24)RiverNet: Rivers that Meet at Night** | [PDF](https://arxiv.org/abs/2410.00002) |\n"
    )
    entries = read_document(f"{HEAD}| Title | Links |\n|---|---|\n{rows}".encode()).entries
    assert [e.title for e in entries] == ["Sparse and Deep Grid Maps", "RiverNet: Rivers that Meet at Night"]


def test_a_servers_number_stands_behind_its_name_without_a_year() -> None:
    lines = [
        f"* `[Ann et al. {venue}20]` {title}. {said}, 2020. [[paper]](https://arxiv.org/abs/2001.{n:05})"
        for n, (title, venue, said) in enumerate(
            [
                ("Rivers that Meet at Night", "ECCV", "ECCV"),
                ("Trees that Keep Their Maps", "CVPR", "CVPR"),
                ("Sorting Seas by Their Colour", "ARXIV", "arXiv:2001.00003"),
            ],
            1,
        )
    ]
    line = added(
        HEAD + "\n".join(lines) + "\n",
        title="Birds on a Grid",
        arxiv_id="2004.00009",
        authors=["Bo Bird", "Ann Sea"],
        venue="arXiv 2020",
        published="2020-04-02",
    )
    assert "arXiv:2004.00009, 2020." in line


def test_a_venue_that_the_list_has_not_in_full_is_not_given_two_years() -> None:
    full = {
        "ECCV": "European Conference on Computer Vision",
        "CVPR": "Conference on Computer Vision and Pattern Recognition",
    }
    lines = [
        f"- [{title}](https://papers.example.org/{n}) {full[venue]} ({venue}) (202{n % 3})"
        for n, (_, title, venue, _) in enumerate(WORKS[:4], 1)
    ]
    line = added(
        HEAD + "\n".join(lines) + "\n",
        title="Birds on a Grid",
        url="https://papers.example.org/9",
        venue="BMVC 2021",
    )
    assert line == "- [Birds on a Grid](https://papers.example.org/9) BMVC (2021)"


def test_a_tag_does_not_stand_where_one_paper_says_that_it_was_an_oral() -> None:
    lines = [
        f"- [{title}](https://arxiv.org/abs/2501.{n:05}) CVPR 2025{behind}"
        for n, ((_, title, *_), behind) in enumerate(
            zip(
                WORKS[:6],
                [" Oral [[Code]](https://github.com/ann/a)", "", " (*Maps*)", "", " (*Trees*)", ""],
                strict=True,
            ),
            1,
        )
    ]
    line = added(
        HEAD + "\n".join(lines) + "\n",
        title="Birds on a Grid",
        arxiv_id="2501.00009",
        venue="CVPR 2025",
        code_url=CODE,
        tags={"tail": ["Seas"]},
    )
    assert "(*Seas*)" in line
    assert "Oral" not in line


def test_a_preprint_server_in_front_of_a_linked_title_is_no_part_of_it() -> None:
    rows = "".join(
        f"|{name}|[[{venue}] {title}](https://arxiv.org/abs/2501.{n:05})|\n"
        for n, (name, title, venue, _) in enumerate(
            [*WORKS[:4], ("PathPen", "Pens for Paths", "arXiv", "")], 1
        )
    )
    text = (
        f"{HEAD}|Name|Paper|\n|---|---|\n{rows.replace('ECCV]', 'ECCV 2024]').replace('CVPR]', 'CVPR 2025]')}"
    )
    assert read_document(text.encode()).entries[-1].title == "Pens for Paths"
    row = added(text, title="GridBird: Birds on a Grid", arxiv_id="2502.00009", published="2025-02-01")
    assert row == "|GridBird|[[arXiv] GridBird: Birds on a Grid](https://arxiv.org/abs/2502.00009)|"


def test_a_paper_that_is_not_on_arxiv_has_no_second_link_called_so() -> None:
    lines = "".join(
        f"+ [{title}](https://arxiv.org/abs/2501.0000{n}) ({venue} 2025)\n"
        f"  [![arXiv](https://img.shields.io/badge/arXiv-b31b1b.svg)](https://arxiv.org/abs/2501.0000{n})\n"
        f"  [![Website](https://img.shields.io/badge/Website-9cf)](https://ann{n}.github.io/)\n\n"
        for n, (_, title, venue, _) in enumerate(WORKS, 1)
    )
    page, forum = "https://bo.github.io/birds", "https://openreview.net/forum?id=b1rds"
    text = added(HEAD + lines, title="Birds on a Grid", url=forum, venue="ICLR 2025", project_url=page)
    assert text.lstrip() == (
        f"+ [Birds on a Grid]({forum}) (ICLR 2025)\n"
        f"  [![Website](https://img.shields.io/badge/Website-9cf)]({page})"
    )


def test_a_word_before_the_last_author_that_one_entry_alone_has_is_not_copied() -> None:
    people = [f"Ann Sea, Bo Li{n}, Eva Su" for n in range(6)]
    people[0] = "Ann Sea, Bo Li, and Eva Su"
    lines = "".join(
        f"1. **{title}.** {venue} 2025. [[paper]](https://arxiv.org/abs/2501.0000{n})\n\n   *{names}.*\n\n"
        for n, ((_, title, venue, _), names) in enumerate(zip(WORKS[:6], people, strict=True), 1)
    )
    names = ["Mei Ng", "Tom Kim", "Zoe Rossi"]
    line = added(
        HEAD + lines, title="Birds on a Grid", arxiv_id="2501.00009", authors=names, venue="ICLR 2025"
    )
    assert "*Mei Ng, Tom Kim, Zoe Rossi.*" in line
