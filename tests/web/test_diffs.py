"""Diffs, line under line and side by side."""

from service.publishing.patch import unified_diff
from service.web.diffs import DiffRow, DiffSide, read_diff, side_by_side


def rows(before: str, after: str) -> list[DiffRow]:
    return side_by_side(read_diff(unified_diff({"a.md": before.encode()}, {"a.md": after.encode()})))


def test_an_added_line_faces_nothing_and_equal_lines_face_themselves() -> None:
    assert rows("one\r\ntwo\r\n", "one\r\nnew\r\ntwo\r\n") == [
        DiffRow(title="a.md"),
        DiffRow(title="from line 1"),
        DiffRow(DiffSide(1, "same", "one"), DiffSide(1, "same", "one")),
        DiffRow(None, DiffSide(2, "added", "new")),
        DiffRow(DiffSide(2, "same", "two"), DiffSide(3, "same", "two")),
    ]


def test_a_changed_line_faces_what_it_became() -> None:
    found = rows("a\nb\nc\n", "a\nB\nnew\nc\n")
    assert DiffRow(DiffSide(2, "removed", "b"), DiffSide(2, "added", "B")) in found
    assert DiffRow(None, DiffSide(3, "added", "new")) in found
    assert found[-1] == DiffRow(DiffSide(3, "same", "c"), DiffSide(4, "same", "c"))


def test_each_place_of_a_long_file_begins_with_its_line() -> None:
    lines = [f"line {n}\n" for n in range(1, 61)]
    changed = [*lines[:9], "new\n", *lines[9:49], "newer\n", *lines[49:]]
    found = rows("".join(lines), "".join(changed))
    assert [row.title for row in found if row.title] == ["a.md", "from line 7", "from line 48"]
    assert DiffRow(None, DiffSide(51, "added", "newer")) in found


def test_a_file_that_gets_its_last_line_end_shows_the_line_twice() -> None:
    found = rows("a\nb", "a\nb\nc\n")
    assert [(r.before and r.before.text, r.after and r.after.text) for r in found[2:]] == [
        ("a", "a"),
        ("b", "b"),
        (None, "c"),
    ]


def words_of(before: str, after: str) -> list[list[str]]:
    """Return the changed words of each line that became another."""
    lines = read_diff(unified_diff({"a.md": before.encode()}, {"a.md": after.encode()}))
    for line in lines:
        assert not line.words or "".join(part.text for part in line.words) == line.text[1:]
    return [[part.text for part in line.words if part.is_changed] for line in lines if line.words]


def test_the_words_that_changed_in_a_line_are_told_apart() -> None:
    old = "- [Gamma of Tokens](https://arxiv.org/abs/2503.00003) (2025-03)\r\n"
    new = old.replace("of Tokens", "of Many Tokens").replace("(2025-03)", "(ICML 2025)")
    assert words_of(f"a\n{old}b\n", f"a\n{new}b\n") == [["-03"], [" Many", "ICML "]]


def test_a_sign_between_two_changes_belongs_to_them() -> None:
    old, new = "- badge/arXiv-2025-red and more words\n", "- badge/CVPR-2026-blue and more words\n"
    assert words_of(old, new) == [["arXiv-2025-red"], ["CVPR-2026-blue"]]


def test_lines_that_only_came_or_went_have_no_changed_words() -> None:
    assert words_of("a\nb\n", "a\nnew\nb\n") == []
    assert words_of("a\nb\nc\n", "a\nc\n") == []
    assert words_of("- one thing here\n", "- quite | another <b>\n") == []


def test_each_removed_line_is_compared_with_the_one_in_its_place() -> None:
    before, after = "x one a\nx two a\n", "x one b\nx two b\nx three b\n"
    assert words_of(before, after) == [["a"], ["a"], ["b"], ["b"]]
    lines = read_diff(unified_diff({"a.md": before.encode()}, {"a.md": after.encode()}))
    assert [line.text for line in lines if line.kind in ("added", "removed")] == [
        "-x one a",
        "-x two a",
        "+x one b",
        "+x two b",
        "+x three b",
    ]
