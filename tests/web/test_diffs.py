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
