import sqlite3
import subprocess
from contextlib import closing
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from service.catalog import built_in_catalog, load_catalog
from service.db import candidates, ledger, lists, papers, runs, verdicts
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.domain.lists import ListSpec
from service.domain.papers import ArxivId, PaperRecord
from service.domain.review import CandidateSource, CandidateState
from service.errors import BadInput, Conflict
from service.settings import Settings, load_settings
from service.workflows.sync import sync_list, sync_lists
from tests.publishing.repositories import START, Repo

FIRST = b"# Papers\n\n## 2025\n- [One](https://arxiv.org/abs/2501.00001)\n- [Two](https://arxiv.org/abs/2502.00002)\n"
THREE = b"- [Three of a Kind](https://arxiv.org/abs/2503.00003)\n"
DAY = timedelta(days=1)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return load_settings(data_dir=tmp_path / "data")


def spec_for(repository: Path, slug: str = "some-list") -> ListSpec:
    return ListSpec(slug=slug, name="Some list", repository=str(repository), source_name=slug)


def stored(engine: Engine, slug: str = "some-list") -> tuple[StoredList, list[str]]:
    with reading(engine) as session:
        found = lists.by_slug(session, slug)
        return found, [e.record.key for e in lists.entries(session, found.id)]


def add_accepted(engine: Engine, list_id: int, arxiv_id: str, title: str, now: datetime) -> int:
    with writing(engine) as session:
        papers.store(
            session, [PaperRecord(arxiv_id=ArxivId(arxiv_id), title=title, abstract="Text.")], now=now
        )
        paper = papers.by_ids(session, [arxiv_id])[arxiv_id]
        found = candidates.add(
            session,
            list_id=list_id,
            paper_id=paper.id,
            source=CandidateSource.CRAWL,
            relevance=0.9,
            now=now,
        )
        candidates.move(
            session,
            candidates.by_id(session, found),
            state=CandidateState.ACCEPTED,
            tags={},
            due_on=None,
            now=now,
        )
        return found


def test_a_sync_stores_the_entries_with_the_day_on_which_they_were_listed(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST, at=START)
    head = repo.commit(readme=FIRST + THREE, at=START + DAY)
    report = sync_list(engine, spec_for(repo.path), settings=settings, now=now)
    assert (report.entries, report.added, report.is_changed, report.head) == (3, 3, True, head)
    with reading(engine) as session:
        found = lists.by_slug(session, "some-list")
        entries = [e.record for e in lists.entries(session, found.id)]
        shot = lists.snapshot(session, found.id, head, "README.md")
    assert [(e.key, e.listed_at) for e in entries] == [
        ("arxiv:2503.00003", START + DAY),
        ("arxiv:2502.00002", START),
        ("arxiv:2501.00001", START),
    ]
    assert shot is not None
    assert shot.content[entries[0].first_byte : entries[0].last_byte] == THREE


def test_a_second_sync_of_the_same_head_changes_nothing(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    sync_list(engine, spec_for(repo.path), settings=settings, now=now)
    again = sync_list(engine, spec_for(repo.path), settings=settings, now=now + DAY)
    assert (again.is_changed, again.added, again.removed, again.entries) == (False, 0, 0, 2)
    with reading(engine) as session:
        assert len(ledger.newest(session, limit=9, subject="list:some-list")) == 1


def test_a_paper_that_stands_there_twice_is_two_entries(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST + THREE + b"## Again\n" + THREE)
    assert sync_list(engine, spec_for(repo.path), settings=settings, now=now).entries == 4
    assert {"arxiv:2503.00003", "arxiv:2503.00003#2"} <= set(stored(engine)[1])


def test_papers_of_a_plain_file_count_by_month_at_first_and_from_the_day_they_appear_later(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    file = tmp_path / "list.md"
    file.write_bytes(FIRST + b"- [No id](https://openreview.net/forum?id=abcdefg)\n")
    sync_list(engine, spec_for(file), settings=settings, now=now)
    file.write_bytes(file.read_bytes() + THREE)
    sync_list(engine, spec_for(file), settings=settings, now=now + DAY)
    with reading(engine) as session:
        found = lists.by_slug(session, "some-list")
        dates = {e.record.key: e.record.listed_at.date() for e in lists.entries(session, found.id)}
    assert dates["arxiv:2501.00001"] == datetime(2025, 1, 1).date()  # noqa: DTZ001 - only its date is compared
    assert dates["openreview:abcdefg"] == dates["arxiv:2502.00002"]
    assert dates["arxiv:2503.00003"] == (now + DAY).date()


def test_confirmed_papers_in_the_head_have_landed_whoever_put_them_there(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    sync_list(engine, spec_for(repo.path), settings=settings, now=now)
    list_id = stored(engine)[0].id
    by_id = add_accepted(engine, list_id, "2503.00003", "Another title", now)
    by_title = add_accepted(engine, list_id, "2504.00004", "Four, by Hand", now)
    waits = add_accepted(engine, list_id, "2505.00005", "Five", now)
    repo.commit(readme=FIRST + THREE + b"- [Four: By hand](https://openreview.net/forum?id=abcdefg)\n")
    report = sync_list(engine, spec_for(repo.path), settings=settings, now=now + DAY)
    assert report.landed == ("2503.00003", "2504.00004")
    with reading(engine) as session:
        landed = {c.id for c in candidates.accepted(session, list_id, landed=True)}
        assert landed == {by_id, by_title}
        assert [c.id for c in candidates.accepted(session, list_id, landed=False)] == [waits]


def test_a_paper_that_is_taken_off_the_list_again_is_a_rejection(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    sync_list(engine, spec_for(repo.path), settings=settings, now=now)
    found = add_accepted(engine, stored(engine)[0].id, "2503.00003", "Three of a Kind", now)
    repo.commit(readme=FIRST + THREE)
    sync_list(engine, spec_for(repo.path), settings=settings, now=now)
    repo.commit(readme=FIRST)
    report = sync_list(engine, spec_for(repo.path), settings=settings, now=now + DAY)
    assert report.removed_again == ("2503.00003",)
    with reading(engine) as session:
        assert candidates.by_id(session, found).state is CandidateState.REJECTED
        last = verdicts.of_candidate(session, found)[-1]
    assert (last.user, last.note) == ("the list's maintainers", "It was taken off the list by 2025-11-06.")


def test_a_list_that_is_replaced_by_another_one_rejects_nothing(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    one, other = Repo(tmp_path / "one"), Repo(tmp_path / "other")
    one.commit(readme=FIRST + THREE)
    other.commit(readme=FIRST)
    sync_list(engine, spec_for(one.path), settings=settings, now=now)
    found = add_accepted(engine, stored(engine)[0].id, "2503.00003", "Three of a Kind", now)
    sync_list(engine, spec_for(one.path), settings=settings, now=now)
    sync_list(engine, spec_for(other.path), settings=settings, now=now + DAY)
    with reading(engine) as session:
        assert candidates.by_id(session, found).state is CandidateState.ACCEPTED


@pytest.mark.parametrize(
    ("files", "paths", "words"),
    [
        ({"other.md": b"x"}, ("README.md",), r"no README\.md"),
        ({"README.md": b"# caf\xe9\n"}, ("README.md",), "not UTF-8"),
        ({"README.md": b"\x00\x01\x02"}, ("README.md",), "no text file"),
        ({"papers.json": b"{}"}, ("papers.json",), "no Markdown file"),
        ({"README.md": b"x"}, ("../README.md",), "inside the list's repository"),
    ],
)
def test_a_list_that_cannot_be_read_keeps_its_old_state_and_the_others_go_on(
    engine: Engine,
    settings: Settings,
    tmp_path: Path,
    now: datetime,
    files: dict[str, bytes],
    paths: tuple[str, ...],
    words: str,
) -> None:
    bad, good = Repo(tmp_path / "bad"), Repo(tmp_path / "good")
    bad.commit(readme=FIRST)
    good.commit(readme=FIRST)
    specs = [spec_for(bad.path, "bad"), spec_for(good.path, "good")]
    sync_lists(engine, specs, settings=settings, now=now)
    (bad.path / "README.md").unlink()
    bad.commit(files=files)
    specs[0] = replace(specs[0], paths=paths)
    failed, fine = sync_lists(engine, specs, settings=settings, now=now + DAY)
    assert fine.failed is None
    assert failed.failed is not None
    assert "\n" not in failed.failed
    found, keys = stored(engine, "bad")
    assert found.problem == failed.failed
    assert (found.synced_at, len(keys)) == (now, 2)
    with pytest.raises(BadInput, match=words):
        sync_list(engine, specs[0], settings=settings, now=now)


def test_a_repository_that_is_away_is_told_of_and_forgotten_when_it_is_back(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    spec = spec_for(repo.path)
    repo.path.rename(tmp_path / "away")
    (report,) = sync_lists(engine, [spec], settings=settings, now=now)
    assert report.failed is not None
    assert stored(engine)[0].problem == report.failed
    (tmp_path / "away").rename(repo.path)
    sync_lists(engine, [spec], settings=settings, now=now)
    assert stored(engine)[0].problem is None


def test_only_the_lists_that_are_named_are_synced(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    one = replace(spec_for(repo.path, "one"), aliases=("uno",))
    specs = [one, spec_for(repo.path, "two")]
    assert [r.slug for r in sync_lists(engine, specs, settings=settings, now=now, only=["uno"])] == ["one"]
    with pytest.raises(BadInput, match="no list 'three'"):
        sync_lists(engine, specs, settings=settings, now=now, only=["three"])
    with pytest.raises(BadInput, match="no folder"):
        sync_lists(engine, specs, settings=settings, now=now, from_folder=tmp_path / "none")


def test_a_sync_is_a_run_and_two_at_once_are_a_conflict(
    engine: Engine, settings: Settings, tmp_path: Path, now: datetime
) -> None:
    repo = Repo(tmp_path / "r")
    repo.commit(readme=FIRST)
    with writing(engine) as session:
        started = runs.start(session, "sync", now=datetime.now(now.tzinfo))
    with pytest.raises(Conflict):
        sync_lists(engine, [spec_for(repo.path)], settings=settings, now=now)
    with writing(engine) as session:
        runs.finish(session, started, now=now, detail={}, problem=None)
    assert sync_lists(engine, [spec_for(repo.path)], settings=settings, now=now)[0].failed is None


@pytest.mark.shared
def test_the_five_founding_lists_have_392_entries(
    engine: Engine, settings: Settings, shared: Path, now: datetime
) -> None:
    specs = load_catalog([built_in_catalog()])
    folder = shared / "data" / "lists"
    reports = sync_lists(engine, specs, settings=settings, now=now, from_folder=folder)
    assert {r.slug: r.entries for r in reports} == {
        "awesome-token-compress": 96,
        "mllm-token-compression": 211,
        "token-merge-for-mllms": 24,
        "token-pruning-and-merging": 5,
        "vision-token-pruning": 56,
    }
    again = sync_lists(engine, specs, settings=settings, now=now, from_folder=folder)
    assert [(r.added, r.removed, r.is_changed) for r in again] == [(0, 0, False)] * 5


def test_nobody_waits_to_write_while_git_works(
    sqlite: Engine, settings: Settings, tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo, asked = Repo(tmp_path / "repo"), []
    repo.write("README.md", FIRST)
    repo.commit()
    sync_list(sqlite, spec_for(repo.path), settings=settings, now=now)
    repo.write("README.md", FIRST + THREE)
    repo.commit(at=START + DAY)
    run = subprocess.run

    def watched(*arguments: Any, **options: Any) -> Any:
        with closing(sqlite3.connect(str(sqlite.url.database), timeout=0)) as other:
            other.execute("BEGIN IMMEDIATE")
        asked.append(arguments)
        return run(*arguments, **options)

    monkeypatch.setattr(subprocess, "run", watched)
    assert sync_list(sqlite, spec_for(repo.path), settings=settings, now=now).added == 1
    assert asked
