"""What a venue's badge says is an address: blanks, dashes and brackets are written as it takes them."""

import re
from itertools import product

import pytest

from service.lists import NewEntry, insert_entry

OTHERS = [("CVPR", 2025), ("ECCV", 2024), ("arXiv", 2025), ("ICLR", 2025), ("arXiv", 2024), ("NeurIPS", 2024)]
FORMS = ["{V}-{Y}", "{V}%20{Y}", "{V}_{Y}", "Venue-{V}%20{Y}", "{V}'{y}", "{V}{Y}", "{V}"]
CAPTIONS = ["{V}", "{V} {Y}", "Publish", ""]
WAYS = list(product(FORMS, CAPTIONS))
ADDRESS = re.compile(r"!\[[^\]]*\]\(https://img\.shields\.io/badge/([^)]*)\)")


def filled(form: str, venue: str, year: int, *, blank: str) -> str:
    return form.format(V=venue.replace(" ", blank), Y=year, y=str(year)[2:])


def line(title: str, number: str, way: tuple[str, str], venue: tuple[str, int], frame: str) -> str:
    form, caption = way
    address = filled(form, *venue, blank="%20" if "%20" in form else "_")
    badge = f"![{filled(caption, *venue, blank=' ')}](https://img.shields.io/badge/{address}-blue)"
    return f"- [{title}](https://arxiv.org/abs/{number}) {frame.format(badge)}\n"


def added(way: tuple[str, str], venue: str | None, frame: str = "{}") -> str:
    rows = (
        line(f"A Study of Maps, Part {n}", f"250{9 - n}.00001", way, other, frame)
        for n, other in enumerate(OTHERS)
    )
    facts = {
        "title": "Sparse Grids",
        "arxiv_id": "2510.00404",
        "published": "2025-10-02",
        "venue": venue,
    }
    text = "# Awesome Things\n\n## Papers\n\n" + "".join(rows)
    return insert_entry(text.encode(), NewEntry.from_mapping(facts)).additions[0].text


@pytest.mark.parametrize("frame", ["{}", "[{}]()"])
@pytest.mark.parametrize(
    ("venue", "shown"),
    [
        ("CVPR 2025", ("CVPR", 2025)),
        ("ACM MM 2025", ("ACM MM", 2025)),
        ("Nature Communications 2025", ("Nature Communications", 2025)),
        ("arXiv 2025", ("arXiv", 2025)),
        ("arXiv 2025.10", ("arXiv", 2025)),
        (None, ("arXiv", 2025)),
    ],
)
def test_a_venue_of_any_words_stands_on_a_badge_as_the_list_s_do(
    venue: str | None, shown: tuple[str, int], frame: str
) -> None:
    for way in WAYS:
        assert added(way, venue, frame) == line("Sparse Grids", "2510.00404", way, shown, frame)


@pytest.mark.parametrize(
    "venue", ["NeurIPS 2025 Workshop", "Findings of EMNLP 2025", "NeurIPS 2025 (Oral)", "J. Maps (UK) 2025"]
)
def test_no_words_break_the_picture(venue: str) -> None:
    for way in WAYS:
        found = ADDRESS.search(added(way, venue))
        assert found, way
        assert re.fullmatch(r"[\w%.'-]+-blue", found[1]), found[1]


def test_what_stands_beside_the_picture_is_written_as_there() -> None:
    """`CVPR-2025`, as it was given, is how the list writes it on the picture, and nowhere else."""
    way = ("{V}-{Y}", "{V} {Y}")
    assert added(way, "ICML-2025") == line("Sparse Grids", "2510.00404", way, ("ICML", 2025), "{}")


def test_dashes_of_a_name_are_doubled() -> None:
    assert "![RA-L](https://img.shields.io/badge/RA--L-2025-blue)" in added(("{V}-{Y}", "{V}"), "RA-L 2025")


def test_what_an_undated_badge_says_is_a_venue_where_it_leads_to_the_paper() -> None:
    badge = "[![{0}](https://img.shields.io/badge/{0}-blue)](https://arxiv.org/abs/{1})"
    rows = [
        f"- **A Study of Maps, Part {n}** {badge.format(v, f'250{n}.00001')}\n"
        for n, v in enumerate(["CVPR", "ICLR", "ACL"], 1)
    ]
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2510.00404", "venue": "ECCV 2024"})
    text = "# Awesome Things\n\n## Papers\n\n" + "".join(rows)
    new = insert_entry(text.encode(), entry).additions[0].text
    assert new == f"- **Sparse Grids** {badge.format('ECCV', '2510.00404')}\n"
