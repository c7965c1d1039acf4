"""A section that lines of words divide into groups: a new paper goes to its own, as far as they tell."""

import re

import pytest

from service.lists import insert_entry, read_document
from tests.lists.test_unusual_entries import entry

HEAD = "# Awesome Maps\n\n## Papers\n\n"
PUBLISHED = [("2203.00001", "ICLR 2022"), ("2103.00002", "ICML 2021"), ("2003.00003", "CVPR 2020")]
PREPRINTS = [("2207.00004", "19 Jul 2022"), ("2205.00005", "8 May 2022"), ("2112.00006", "9 Dec 2021")]


def items(papers: list[tuple[str, str]], mark: str = "-") -> str:
    return "".join(
        f"{mark} Sparse Grids for Maps, Part {number} [[{said}]](https://arxiv.org/abs/{number})\n"
        for number, said in papers
    )


def titles(text: str, **facts: object) -> list[str]:
    url = f"https://arxiv.org/abs/{facts['arxiv_id']}"
    after = insert_entry(text.encode(), entry(**{"authors": None, "url": url, **facts})).data
    return [e.title.removeprefix("Sparse Grids for Maps, Part ") for e in read_document(after).entries]


@pytest.mark.parametrize("label", ["**{}**\n", "{}:\n\n", "*{}*\n\n"])
def test_published_papers_and_preprints_go_below_their_label(label: str) -> None:
    groups = (label.format("Publication") + items(PUBLISHED), label.format("arXiv") + items(PREPRINTS))
    text = HEAD + "\n".join(groups)
    preprint = titles(text, arxiv_id="2211.00007", date_text="24 Nov 2022", published="2022-11-24")
    assert preprint.index("2203.00001") == 0
    assert preprint[3] not in ("2207.00004", *preprint[:3])
    assert titles(text, arxiv_id="2306.00008", venue="ICML 2023")[1] == "2203.00001"
    assert titles(text, arxiv_id="1906.00009", venue="ICML 2019")[3] not in ("2003.00003", "2207.00004")


def test_the_last_of_a_group_stands_above_the_label_of_the_next() -> None:
    text = HEAD + "**Publication**\n" + items(PUBLISHED) + "\n\n**arXiv**\n" + items(PREPRINTS)
    new = entry(
        arxiv_id="1906.00009", url="https://arxiv.org/abs/1906.00009", venue="ICML 2019", authors=None
    )
    lines = insert_entry(text.encode(), new).data.decode().split("\n")
    at = next(n for n, line in enumerate(lines) if "1906.00009" in line)
    assert lines[at - 1].endswith("2003.00003)")
    assert lines[at + 1 : at + 4] == ["", "", "**arXiv**"]


YEARS = (
    "- 2023\n\n"
    "  - **`ICRA`** Stable Grids for the Recognition of Places [`pdf`](https://arxiv.org/abs/2209.00001)\n\n"
    "  - **`ICCV`** Bird's Eye Views for the Recognition of Places [`pdf`](https://arxiv.org/abs/2302.00002)\n\n\n"
    "- 2022\n\n"
    "  - **`IROS`** Ring Codes for the Recognition of Places [`pdf`](https://arxiv.org/abs/2203.00003)\n\n"
    "  - **`ICRA`** Local Grids for the Recognition of Places [`pdf`](https://arxiv.org/abs/2109.00004)\n"
)


def of_years(*names: str) -> str:
    return "# Awesome Places\n\n" + "\n\n".join(f"## {name}\n\n{YEARS}" for name in names)


def test_items_below_years_are_papers_and_their_headings_are_not() -> None:
    text = of_years("Methods for Recognising Many Places", "Data for Recognising Many Places")
    text += "\n\n## Maps for Recognising Many Places\n\n- 2020\n\n" + YEARS.split("\n\n")[1] + "\n"
    found = read_document(text.encode()).entries
    assert len(found) == 9
    assert {e.section_path[-1].split()[0] for e in found} == {"Methods", "Data", "Maps"}


@pytest.mark.parametrize(("venue", "below"), [("IROS 2023", "- 2023"), ("IROS 2022", "- 2022")])
def test_a_paper_goes_below_its_year(venue: str, below: str) -> None:
    new = entry(arxiv_id="2206.00005", url="https://arxiv.org/abs/2206.00005", venue=venue, authors=None)
    text = "# Awesome Places\n\n## Papers\n\n" + YEARS
    lines = insert_entry(text.encode(), new).data.decode().split("\n")
    at = next(n for n, line in enumerate(lines) if "2206.00005" in line)
    assert [line for line in lines[:at] if line.startswith("- ")][-1] == below


def test_numbers_that_begin_again_below_a_label_begin_with_the_new_paper() -> None:
    text = HEAD + "**Publication**\n\n" + items(PUBLISHED, "1.").replace("1. ", "{}. ").format(1, 2, 3)
    text += "\n**arXiv**\n\n" + items(PREPRINTS, "1.").replace("1. ", "{}. ").format(1, 2, 3)
    new = entry(
        arxiv_id="2211.00007", url="https://arxiv.org/abs/2211.00007", date_text="24 Nov 2022", authors=None
    )
    lines = insert_entry(text.encode(), new).data.decode().split("\n")
    at = next(n for n, line in enumerate(lines) if "2211.00007" in line)
    assert lines[at - 2 : at] == ["**arXiv**", ""]
    assert lines[at].startswith("1. ")


VENUES = (("2023", ("CVPR", "arXiv")), ("2022", ("ICML", "CVPR", "arXiv")))


def below_venues(year: str, venue: str) -> str:
    """Return a section of years and, set in below them, their venues, each with two papers."""
    text, number = HEAD, 0
    for listed_year, venues in VENUES:
        text += year.format(listed_year)
        for name in venues:
            text += venue.format(name, listed_year[2:])
            for _ in range(2):
                number += 1
                said = f"{listed_year[2:]}01.{number:05}"
                text += f"    - Sparse Grids, Part {number} [[Paper]](https://arxiv.org/abs/{said})\n"
    return text


@pytest.mark.parametrize(
    ("year", "venue"),
    [
        ("- **Year {}**\n", "  - **{}**\n"),
        ('- <span id="text-year-{0}">**Year {0}**</span>\n', "  - {}\n"),
        ("", "\n**{}'{}**\n"),
    ],
)
@pytest.mark.parametrize(
    ("number", "facts", "beside"),
    [
        ("2303.00001", {"venue": "CVPR 2023"}, {1, 2}),
        ("2203.00001", {"venue": "CVPR 2022"}, {7, 8}),
        ("2203.00001", {"venue": None, "published": "2022-03-01"}, {9, 10}),
    ],
)
def test_a_paper_goes_below_its_venue_in_its_year(
    year: str, venue: str, number: str, facts: dict[str, object], beside: set[int]
) -> None:
    text = below_venues(year, venue)
    url = f"https://arxiv.org/abs/{number}"
    new = entry(title="Ring Codes for Maps", arxiv_id=number, url=url, authors=None, **facts)
    lines = insert_entry(text.encode(), new).data.decode().split("\n")
    at = next(n for n, line in enumerate(lines) if "Ring Codes" in line)
    near = {int(m[1]) for line in lines[at - 1 : at + 2] if (m := re.search(r"Part (\d+)", line))}
    assert near & beside
    assert "Part" in lines[at - 1] or near <= beside
