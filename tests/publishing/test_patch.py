import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.publishing.patch import make_patch, only_adds, unified_diff, write_patch
from service.publishing.tree import Author, commit_files
from tests.publishing.repositories import Repo, git, show

AT = datetime(2025, 10, 3, 8, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (b"a\nb\n", b"a\nx\nb\n", True),
        (b"a\r\nb", b"a\r\nb\r\nx", True),
        (b"a\nb", b"a\nb\nx", True),
        (b"", b"x\n", True),
        (b"a\nb\n", b"a\nB\nx\n", False),
        (b"a\nb\n", b"b\na\n", False),
        (b"a\r\nb\r\n", b"a\nb\n", False),
        (b"a \nb\n", b"a\nb\nx\n", False),
    ],
)
def test_only_adds_means_that_every_line_is_still_there(before: bytes, after: bytes, expected: bool) -> None:  # noqa: FBT001 - a column of a table
    assert only_adds(before, after) is expected


def test_a_diff_shows_lines_as_they_are() -> None:
    diff = unified_diff({"a.md": b"one\r\ntwo"}, {"a.md": b"one\r\nnew\xc3\xa9\r\ntwo"})
    assert diff == (
        "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,3 @@\n one\r\n+newé\r\n two\n\\ No newline at end of file\n"
    )
    assert unified_diff({"a.md": b"x"}, {"a.md": b"x"}) == ""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\r\ntwo\r\n", b"one\r\nnew = 50% \xe2\x80\x93 \xe6\xa0\x87\xe9\xa2\x98 \r\ntwo\r\n"),
        (b"one\r\ntwo", b"one\r\n" + b"long " * 400 + b"\r\ntwo"),
        (b"From me\r\n-- \r\n", b"From me\r\nFrom you\r\n-- \r\ntail\t\r\n"),
        (b"mixed\nlines\r\n", b"mixed\nnew\r\nnewer\nlines\r\n"),
        (b"plain\nlines\n", b"plain\nnew \xc3\xa9 \nlines\n"),
    ],
)
def test_git_am_makes_the_same_file_again(tmp_path: Path, before: bytes, after: bytes) -> None:
    repo = Repo(tmp_path / "r")
    base = repo.commit(readme=before)
    author = Author("Ünal", "u@example.org")
    message = "Add é\n\n- one = two\n"
    made = commit_files(repo.path, base, {"README.md": after}, message=message, author=author, at=AT)
    patch = write_patch(tmp_path / "patches", "x.patch", make_patch(repo.path, base, made))
    git(repo.path, "am", "--quiet", str(patch))
    assert show(repo.path, "HEAD") == after
    assert git(repo.path, "log", "-1", "--format=%an|%ae|%at|%B") == git(
        repo.path, "log", "-1", "--format=%an|%ae|%at|%B", made
    )


def test_a_patch_file_is_whole_or_not_there(tmp_path: Path) -> None:
    first = write_patch(tmp_path, "x.patch", b"one")
    assert write_patch(tmp_path, "x.patch", b"two") == first
    assert first.read_bytes() == b"two"
    assert os.listdir(tmp_path) == ["x.patch"]  # noqa: PTH208 - names are compared
