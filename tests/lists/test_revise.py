"""Entries brought up to date: one fact changes, in the list's own way, and not one other byte."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.watch import UpdateKind
from service.errors import EditRefused, ListkeeperError
from service.lists import read_document
from service.lists.editing.replace import Replacement, guard_replacements
from service.lists.editing.revise import Revision, revise_entry

BADGE = "[![{0}](https://img.shields.io/badge/{0}-{1}-{2})]()"


def row(number: int, title: str, venue: tuple[str, int, str], code: str = "-") -> str:
    link = f"[{title}: Tokens](https://arxiv.org/pdf/2510.0000{number})"
    return f"| {BADGE.format(*venue)}<br>{link} | 2025/10 | {code} |"


TABLE = "\r\n".join(
    [
        "# Papers",
        "| Paper | Date | Code |",
        "|---|---|---|",
        row(1, "One", ("arXiv", 2025, "red")),
        row(2, "Two", ("CVPR", 2025, "blue"), "[GitHub](https://github.com/a/two)"),
        row(3, "Three", ("CVPR", 2024, "blue"), "[GitHub](https://github.com/a/three)"),
        row(4, "Four", ("arXiv", 2024, "red")),
    ]
)
BULLETS = """# Papers
- [One: Tokens](https://arxiv.org/abs/2510.00001). [One;Video]
- [Two: Tokens](https://arxiv.org/abs/2510.00002). [Two;CVPR 2025;[GitHub](https://github.com/a/two)]
- [Three: Tokens](https://arxiv.org/abs/2510.00003). [Three;ICML 2025;[GitHub](https://github.com/a/three)]
- [Four: Tokens](https://arxiv.org/abs/2510.00004). [Four]
"""


def revise(text: str, kind: UpdateKind, value: str, number: int = 0) -> Revision:
    data = text.encode()
    return revise_entry(data, kind, value, at=read_document(data).entries[number].start)


def only_line(text: str, revised: Revision) -> tuple[str, str]:
    """Return the one line that changed, before and after."""
    before, after = text.split("\n"), revised.data.decode().split("\n")
    [(old, new)] = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    return old, new


def test_a_preprint_badge_becomes_the_badge_that_the_list_gives_to_that_venue() -> None:
    _, new = only_line(TABLE, revise(TABLE, UpdateKind.PUBLISHED, "CVPR 2026"))
    badge = BADGE.format("CVPR", 2026, "blue")
    assert new == f"| {badge}<br>[One: Tokens](https://arxiv.org/pdf/2510.00001) | 2025/10 | - |\r"


def test_a_venue_goes_where_the_other_entries_have_theirs() -> None:
    _, new = only_line(BULLETS, revise(BULLETS, UpdateKind.PUBLISHED, "NeurIPS 2025"))
    assert new == "- [One: Tokens](https://arxiv.org/abs/2510.00001). [One;Video;NeurIPS 2025]"


def test_a_venue_without_a_year_gets_none() -> None:
    _, new = only_line(BULLETS, revise(BULLETS, UpdateKind.PUBLISHED, "NeurIPS"))
    assert new == "- [One: Tokens](https://arxiv.org/abs/2510.00001). [One;Video;NeurIPS]"


@pytest.mark.parametrize(("text", "number"), [(TABLE, 0), (TABLE, 3), (BULLETS, 0), (BULLETS, 3)])
def test_code_is_linked_as_the_neighbours_link_it(text: str, number: int) -> None:
    old, new = only_line(text, revise(text, UpdateKind.CODE_RELEASED, "https://github.com/b/new", number))
    assert "[GitHub](https://github.com/b/new)" in new
    assert new.replace("[GitHub](https://github.com/b/new)", "-" if "| - |" in old else "") in (
        old,
        old.replace("Video]", "Video;]").replace("[Four]", "[Four;]"),
    )


@pytest.mark.parametrize(
    "line", ["- *{0}* [{0}: Tokens]({1}). CVPR 2025", "| {0} | [{0}: Tokens]({1}) | CVPR 2025 |"]
)
def test_names_that_the_list_says_again_stay_as_they_are(line: str) -> None:
    head = "# Papers\n\n" + ("| Method | Paper | Venue |\n| - | - | - |\n" if line.startswith("|") else "")
    names = ("Uno", "Two", "Three", "Four", "Five")
    rows = [line.format(n, f"https://arxiv.org/abs/2510.0000{i}") for i, n in enumerate(names, 1)]
    rows[0] = rows[0].replace("CVPR 2025", "arXiv 2025").replace("Uno: ", "One: ")
    text = head + "\n".join(rows) + "\n"
    old, new = only_line(text, revise(text, UpdateKind.PUBLISHED, "ICML 2025"))
    assert new == old.replace("arXiv 2025", "ICML 2025")


@pytest.mark.parametrize("text", [TABLE, BULLETS])
def test_a_title_changes_alone(text: str) -> None:
    old, new = only_line(text, revise(text, UpdateKind.TITLE_CHANGED, "One and a Half: Tokens"))
    assert new == old.replace("[One: Tokens]", "[One and a Half: Tokens]")


def test_a_hostile_title_stays_in_its_cell() -> None:
    _, new = only_line(TABLE, revise(TABLE, UpdateKind.TITLE_CHANGED, "One | <b>@ada</b> ](http://x) #1"))
    assert "One \\| &lt;b>&#64;ada&lt;/b> ]&#40;http://x) &#35;1" in new.replace("&#93;", "]")


@pytest.mark.parametrize("text", [TABLE, BULLETS])
def test_a_withdrawn_paper_is_marked_behind_its_title(text: str) -> None:
    old, new = only_line(text, revise(text, UpdateKind.WITHDRAWN, ""))
    link = old[old.index("[One") : old.index(")", old.index("[One")) + 1]
    assert new == old.replace(link, f"{link} (withdrawn)")


def test_a_list_that_marks_withdrawn_papers_in_its_own_way_is_followed() -> None:
    text = BULLETS.replace("2510.00004)", "2510.00004) **[Withdrawn]**")
    _, new = only_line(text, revise(text, UpdateKind.WITHDRAWN, ""))
    assert new.startswith("- [One: Tokens](https://arxiv.org/abs/2510.00001) **[Withdrawn]**. ")


def test_what_no_entry_shows_is_not_invented() -> None:
    text = "# Papers\n- [One: Tokens](https://arxiv.org/abs/2510.00001)\n- [Two: Tokens](https://arxiv.org/abs/2510.00002)\n"
    for kind, value in (
        (UpdateKind.PUBLISHED, "CVPR 2026"),
        (UpdateKind.CODE_RELEASED, "https://github.com/b/n"),
    ):
        with pytest.raises(EditRefused, match="change it by hand"):
            revise(text, kind, value)


def test_an_entry_that_moved_or_a_generated_file_is_left_alone() -> None:
    with pytest.raises(EditRefused, match="has no entry there any more"):
        revise_entry(BULLETS.encode(), UpdateKind.WITHDRAWN, "", at=3)
    generated = f"<!-- This file is generated by build.py, do not edit -->\n{BULLETS}"
    with pytest.raises(EditRefused, match="is generated"):
        revise(generated, UpdateKind.WITHDRAWN, "")


@given(st.data())
def test_the_guard_lets_only_what_was_announced_pass(data: st.DataObject) -> None:
    lines = data.draw(st.lists(st.sampled_from([b"a\n", b"b\n", b"c\r\n"]), min_size=1, max_size=6))
    first = data.draw(st.integers(0, len(lines) - 1))
    new = data.draw(st.lists(st.sampled_from([b"x\n", b"y\n"]), min_size=1, max_size=2))
    after = [*lines[:first], *new, *lines[first + 1 :]]
    announced = [Replacement(first, first + 1, tuple(new))]
    guard_replacements(b"".join(lines), b"".join(after), announced)
    other = data.draw(st.integers(0, len(after) - 1))
    spoiled = [*after[:other], after[other] + b"z\n", *after[other + 1 :]]
    with pytest.raises(EditRefused, match="more than the lines that it announced"):
        guard_replacements(b"".join(lines), b"".join(spoiled), announced)


@pytest.mark.shared
def test_in_real_lists_one_entry_changes_and_everything_else_stays(shared: Path) -> None:
    data = (shared / "data/lists/vision-token-pruning.md").read_bytes()
    values = {
        UpdateKind.PUBLISHED: "CVPR 2026",
        UpdateKind.TITLE_CHANGED: "Quite Another Title",
        UpdateKind.WITHDRAWN: "",
    }
    done = 0
    entries = [e for e in read_document(data).entries if e.arxiv_id][::12]
    for entry in entries:
        for kind, value in values.items():
            try:
                revised = revise_entry(data, kind, value, at=entry.start)
            except ListkeeperError:
                continue
            done += 1
            assert revised.data.startswith(data[: entry.start])
            assert revised.data.endswith(data[entry.end :])
            assert len(revised.data) - len(data) < 60
    assert done >= 0.9 * len(values) * len(entries)
