"""What is known of a paper and has no place in its list is said; nothing wrong is written instead."""

import pytest

from service.lists import Edit, NewEntry, insert_entry, read_document

PLAIN = "# Things\n\n## Papers\n\n" + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2501.0000{n})\n" for n in range(1, 5)
)
LINED = "# Things\n\n## Papers\n\n" + "".join(
    f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2501.0000{n})\n"
    f"  - Code: [official](https://github.com/a{n}/own)\n  - Tasks: [Maze](https://github.com/b/maze), [Race](https://github.com/b/race)\n"
    for n in range(1, 5)
)


def added(before: str, **facts: object) -> Edit:
    entry = NewEntry.from_mapping({"title": "Sparse Grids", "arxiv_id": "2503.00404", **facts})
    return insert_entry(before.encode(), entry)


def test_what_the_list_never_shows_is_named():
    page = "https://crab.example/grids"
    edit = added(PLAIN, venue="CVPR 2025", code_url="https://github.com/c/d", project_url=page)
    left = [note for note in edit.notes if "the list has no place for it" in note]
    assert [note.split(" is ")[0] for note in left] == [
        "the venue 'CVPR 2025'",
        "the code's address",
        "the project page's address",
    ]


def test_what_is_written_is_not_called_left_out():
    before = PLAIN.replace(")\n", ") (*arXiv 2025.01*)\n", 3).replace("00004)", "00004) (*ICML'25*)")
    edit = added(before, venue="CVPR 2025")
    assert "(*CVPR'25*)" in edit.additions[0].text
    assert not any("venue" in note for note in edit.notes if not note.startswith("placed"))


def test_a_venue_that_is_written_as_it_was_given_is_not_called_left_out():
    before = PLAIN.replace(")\n", "). *CVPR 2024*\n")
    edit = added(before, venue="Trust Workshop @ ICLR 2025 2025")
    assert "*Trust Workshop @ ICLR 2025 2025*" in edit.additions[0].text
    assert not any("venue" in note for note in edit.notes)


def test_code_of_others_on_a_line_of_its_own_is_not_the_papers():
    text = added(LINED, code_url="https://github.com/c/d").additions[0].text
    assert "- Code: [official](https://github.com/c/d)" in text
    assert "Tasks" not in text
    without = LINED.replace("  - Code: [official](https://github.com/a1/own)\n", "")
    assert not any(link.role == "code" for link in read_document(without.encode()).entries[0].links)


def test_code_that_is_out_is_not_written_as_not_yet_out():
    before = PLAIN.replace("00001)", "00001) [Code (not yet)](https://github.com/a/b)").replace(
        "00002)", "00002) [Code](https://github.com/a/c)"
    )
    assert (
        "[Code](https://github.com/c/d)" in added(before, code_url="https://github.com/c/d").additions[0].text
    )


@pytest.mark.parametrize(
    ("heading", "line"),
    [
        ("<details>\n<summary>3 papers</summary>\n", 6),
        ("### Depth (3)\n", 5),
        ("### 深度 3篇\n", 5),
        ("### Depth in 2024 (4)\n", None),
    ],
)
def test_a_count_over_a_section_is_left_as_it_is_and_said(heading: str, line: int | None):
    rows = "".join(
        f"- [A Study of Things, Part {n}](https://arxiv.org/abs/2404.0000{n})\n" for n in (1, 2, 3)
    )
    edit = added(f"# Things\n\n## Papers\n\n{heading}\n{rows}")
    said = [note for note in edit.notes if "counts" in note]
    assert said == ([f"line {line} counts 3 papers and is left as it is"] if line else [])
