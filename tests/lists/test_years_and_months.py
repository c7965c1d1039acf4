"""A month set off from its year by a comma, before a title in plain words: `arXiv 2025, 03, Title`."""

import pytest

from service.lists import insert_entry, read_document
from service.lists.reading.dates import find_date
from tests.lists.test_unusual_entries import entry

HEAD = "# Awesome Robots\n\n## Papers\n\n"
LINES = (
    "- arxiv 2024, 02, Strong Policies through Models of Worlds. [Paper](https://arxiv.org/abs/2402.00001).\n"
    "- RSS 2023, Structured Models of Worlds from Videos. [Paper](https://arxiv.org/abs/2308.00002).\n"
    "- arxiv 2023, 11, Dreams of Robots That Walk and Run. [Paper](https://arxiv.org/abs/2311.00003).\n"
    "- 2023, 10, Steering the Policies of Robots by Values. [Paper](https://arxiv.org/abs/2310.00004).\n"
    "- CoRL 2022 (Oral), Whole Bodies under One Policy. [Paper](https://arxiv.org/abs/2210.00005).\n"
)


def test_the_month_is_no_word_of_the_title() -> None:
    found = read_document((HEAD + LINES).encode()).entries
    assert [e.title.split()[0] for e in found] == ["Strong", "Structured", "Dreams", "Steering", "Whole"]
    assert [e.date_text for e in found] == ["2024, 02", None, "2023, 11", "2023, 10", None]


@pytest.mark.parametrize("given", ["2024, 05", None])
def test_a_preprints_month_is_written_so_again(given: str | None) -> None:
    new = entry(venue="arxiv", date_text=given, authors=None)
    line = insert_entry((HEAD + LINES).encode(), new).additions[0].text
    assert line.startswith("- arxiv 2024, 05, GridNet: Sparse Grids for Depth Maps. [Paper](")


@pytest.mark.parametrize(
    "text", ["Chem. Maps, 2021, 12, 1234-1240", "J. Maps, 2021, 12(3), 45", "in 2021, 30 maps", "2021, 12:7"]
)
def test_a_volume_is_no_month(text: str) -> None:
    date = find_date(text)
    assert date is None or date.month is None


def test_a_month_that_was_given_with_the_server_is_said_once() -> None:
    lines = "".join(
        f"- Models of Worlds, Part {n}. **`202{n}.3, arxiv`** [[Paper](https://arxiv.org/abs/2{n}03.00001)]\n"
        for n in (4, 3, 2)
    )
    lines += "- Worlds of Models in Print. **`CVPR 2024`** [[Paper](https://arxiv.org/abs/2311.00001)]\n"
    new = entry(venue="arXiv 2024.05", authors=None)
    assert "**`2024.5, arXiv`** [[Paper]" in insert_entry((HEAD + lines).encode(), new).additions[0].text


@pytest.mark.parametrize(
    ("number", "given", "wanted"),
    [("2409.00009", "24.9", "24.9"), ("2410.00009", None, "24.10"), ("2402.00009", None, "24.2")],
)
def test_a_month_of_one_digit_behind_a_year_of_two_is_written_so_again(
    number: str, given: str | None, wanted: str
) -> None:
    lines = "".join(
        f"[Arxiv'{said}] [Pruning the Experts of Models, Part {n}](https://arxiv.org/abs/240{n}.00001)\n\n"
        for n, said in enumerate(("24.8", "24.4", "24.3"), 1)
    )
    url = f"https://arxiv.org/abs/{number}"
    new = entry(venue="Arxiv", arxiv_id=number, url=url, date_text=given, published=None, authors=None)
    line = insert_entry((HEAD + lines).encode(), new).additions[0].text.strip()
    assert line.startswith(f"[Arxiv'{wanted}] [GridNet: Sparse Grids for Depth Maps]({url})")
