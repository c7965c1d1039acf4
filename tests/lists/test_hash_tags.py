"""Tags behind a hash, as in `#video #long-context`: each is a word of its own, and no issue's number."""

import pytest

from service.lists.reading.entry_text import read_entry
from tests.lists.test_unusual_entries import HEAD, written

PAPER = "https://arxiv.org/abs/2405.01234"
TAGGED = HEAD + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n}). Mei Tanaka, Tom Kim. {tags}\n"
    for n, tags in enumerate(("#video #pruning", "#audio", "#3D", "#agents #long-context"), 1)
)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        (["depth"], "#depth"),
        (["long context", "3D"], "#long-context #3D"),
        (["#depth", "#maps"], "#depth #maps"),
        (["#depth #maps"], "#depth #maps"),
        (["depth", "maps", "grids"], "#depth #maps #grids"),
    ],
)
def test_each_tag_is_written_behind_its_hash(given: list[str], shown: str):
    line = written(TAGGED, tags={"after_title": given})
    assert line == f"- [GridNet: Sparse Grids for Depth Maps]({PAPER}). Ann Chen, Bo Li. {shown}"


def test_an_issues_number_is_no_tag():
    assert "#" not in written(TAGGED, tags={"after_title": ["123"]})
    text = "- [A Study of Things](https://arxiv.org/abs/2404.00001). Fixed by #123, seen in C# and #1 of all"
    reading, _ = read_entry(text, is_row=False)
    assert [p.role for p in reading.parts()] == ["title", "text"]


def test_a_title_ends_before_the_first_tag():
    text = "* A Study of Things With Eyes #video #audio [paper](https://arxiv.org/abs/2404.00001)"
    reading, _ = read_entry(text, is_row=False)
    assert reading.title == "A Study of Things With Eyes"
    assert [text[p.start : p.end] for p in reading.parts() if p.role == "text"] == ["#video", "#audio"]


def test_authors_behind_by_are_no_title():
    names = "Mei Tanaka, Tom Kim, Zoe Lena Ng & Ida B. Weber"
    text = f"* *A Study of Things*. by {names} <br> [arXiv](https://arxiv.org/abs/2404.00001)"
    assert read_entry(text, is_row=False)[0].title == "A Study of Things"
