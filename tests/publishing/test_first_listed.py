from datetime import UTC, datetime, timedelta
from pathlib import Path

from service.publishing.first_listed import first_listed
from tests.publishing.repositories import START, Repo, git

DAY = timedelta(days=1)


def test_each_paper_counts_from_the_commit_that_first_brought_it(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    one = "- [One](https://arxiv.org/abs/2501.00001v2)\n"
    repo.commit("one", readme=one.encode(), at=START)
    two = one + "- [Two](https://openreview.net/forum?id=abcdef) arXiv:2509.262311, quant-ph/0201082\n"
    repo.commit("two", readme=two.encode(), at=START + DAY)
    repo.commit("gone", readme=b"\n", at=START + 2 * DAY)
    repo.commit("back", readme=two.encode(), at=START + 3 * DAY)
    found = first_listed(repo.path, "HEAD")
    assert found["2501.00001"] == START
    assert found["https://openreview.net/forum?id=abcdef"] == START + DAY
    assert found["quant-ph/0201082"] == START + DAY
    assert "2509.26231" not in found
    assert found["2501.00001"].tzinfo is UTC


def test_a_renamed_file_keeps_its_dates_and_a_merge_counts_when_it_was_merged(tmp_path: Path) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit("start", files={"list.md": b"arxiv.org/abs/2501.00001\n"}, at=START)
    git(repo.path, "checkout", "--quiet", "-b", "side")
    repo.commit("side", files={"more.md": b"arxiv.org/abs/2501.00002\n"}, at=START + DAY)
    git(repo.path, "checkout", "--quiet", "main")
    git(repo.path, "mv", "list.md", "README.md")
    repo.commit("rename", at=START + 2 * DAY)
    git(repo.path, "merge", "--quiet", "--no-ff", "side", "-m", "merge", at=START + 9 * DAY)
    found = first_listed(repo.path, "HEAD")
    assert found["2501.00001"] == START
    assert found["2501.00002"] == datetime(2025, 9, 10, 12, tzinfo=UTC)
