"""Authors with raised marks behind their names, and authors that go on in the next line."""

import pytest

from service.lists import NewEntry, guard, insert_entry

HEAD = "# Awesome Forecasts\n\nThings to read.\n\n## Papers\n\n"
NEW = {
    "title": "A Study of Fast Forecasts",
    "url": "https://arxiv.org/abs/2405.00001",
    "authors": ["Mia Stone", "Noah Reed", "Lea Falk"],
}
TITLES = ("Long Waves in Shallow Water", "Hills and Their Series", "Boats at Sea in Strong Wind")


def listed(people: str) -> str:
    entries = (
        f"* [**{title}**](https://arxiv.org/abs/240{n}.00001) <br>\n{people}\n"
        for n, title in enumerate(TITLES, 1)
    )
    return HEAD + "\n".join(entries)


def added(before: str) -> str:
    edit = insert_entry(before.encode(), NewEntry.from_mapping(NEW))
    guard(before.encode(), edit.data, edit.additions)
    return edit.additions[0].text.strip()


@pytest.mark.parametrize("mark", ["1", "1*", "1,*", "*", "*†", "1,2,*", "_a_"])
def test_a_raised_mark_is_no_emphasis_and_parts_no_authors(mark: str):
    before = listed(f"Ann Chen<sup>{mark}</sup>, Bo Li<sup>{mark}</sup>, Cy Dean<sup>2</sup>")
    assert added(before) == (
        "* [**A Study of Fast Forecasts**](https://arxiv.org/abs/2405.00001) <br>\n"
        "Mia Stone, Noah Reed, Lea Falk"
    )


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "people",
    ["Ann Chen, Bo Li,\nCy Dean, Di Fox", "Ann Chen<sup>1*</sup>, Bo Li<sup>2</sup>,\nCy Dean<sup>2</sup>"],
)
def test_authors_in_two_lines_are_the_authors_once(people: str, end: str):
    text = added(listed(people).replace("\n", end))
    assert text.splitlines()[1:] == ["Mia Stone, Noah Reed, Lea Falk"]
