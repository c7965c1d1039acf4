"""Names in brackets before titles, with marks: written once, whichever way they were given."""

import pytest

from service.lists import NewEntry, insert_entry

ROWS = (
    ("🔥[**OwnNet**] A Study of Kelp", "[code](https://github.com/sea/own)"),
    ("[SaltNet] Mapping the Sea Floor", "⚠️"),
    ("🔥[**TideNet**] Tides Without Tears", "[code](https://github.com/sea/tide)"),
    ("[FoamNet] Crabs Walk Sideways", "⚠️"),
    ("[GullNet] Sand in Motion", "⚠️"),
    ("[Rope Net] Nets and Knots", "⚠️"),
)
LABS = ("Map Lab", "Lake University", "NVIDIA", "SJTU", "Salt AI etc", "Foam College")
TABLE = "# Sea\n\n## Papers\n\n|Date|Title|Paper|Code|\n|:---:|:---|:---:|:---:|\n" + "".join(
    f"|2024.0{n}|{title}(@{lab})|[[pdf]](https://arxiv.org/pdf/240{n}.0000{n})|{code}|\n"
    for n, ((title, code), lab) in enumerate(zip(ROWS, LABS, strict=True), 1)
)


def added(before: list[str], title: str = "Quick Waves of the Shore") -> str:
    facts = {
        "title": title,
        "arxiv_id": "2407.01234",
        "date_text": "2024.07",
        "tags": {"before_title": before, "after_title": ["(@Hill College)"]},
    }
    return insert_entry(TABLE.encode(), NewEntry.from_mapping(facts)).additions[0].text


@pytest.mark.parametrize("before", [["🔥", "WaveNet"], ["🔥[**WaveNet**]"], ["🔥 [WaveNet]"]])
def test_a_mark_and_a_name_stand_as_the_list_has_them(before: list[str]) -> None:
    text = added(before)
    assert text.startswith("|2024.07|🔥[**WaveNet**] Quick Waves of the Shore(@Hill College)|")
    assert text.rstrip().endswith("|⚠️|")


def test_a_name_in_brackets_gets_no_second_ones() -> None:
    assert added(["[WaveNet]"]).startswith("|2024.07|[WaveNet] Quick Waves of the Shore(@Hill College)|")


def test_a_name_that_is_a_piece_of_the_title_is_one_too() -> None:
    text = added(["Quick Waves Net"], "Running Quick Waves Net on Shores")
    assert text.startswith("|2024.07|[Quick Waves Net] Running Quick Waves Net on Shores(@Hill College)|")
