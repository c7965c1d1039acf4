"""Commands on good days: words for people on standard error, data for programs on standard output."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from service import __version__, security
from service.cli import context, doctor
from service.cli.crawl import crawl_words
from service.db import people, sessions
from service.db.engine import make_engine, reading, writing
from service.domain.calendar import Calendar
from service.samples import sample_lists
from service.workflows.crawl_report import CrawlReport
from service.workflows.train import Trained
from tests.cli.conftest import Ended, Run
from tests.makers import make_user

LIST = ["--list", "token-pruning-and-merging"]
SYNC = ["lists", "sync", *LIST, "--from", str(sample_lists())]
DAYS = ["--from", "2025-10-01", "--to", "2025-10-03"]


def data_of(ended: Ended) -> Any:
    assert ended.code == 0, ended.err
    return json.loads(ended.out)


def open_database(data: Path):
    return make_engine(f"sqlite:///{data / 'listkeeper.db'}")


@pytest.mark.usefixtures("arxiv")
def test_the_path_from_a_list_to_its_queue_prints_data_for_programs(run: Run, monkeypatch) -> None:
    monkeypatch.setenv("LISTKEEPER_LOG_LEVEL", "info")
    (synced,) = data_of(run(*SYNC, "--json"))
    entries = synced["entries"]
    assert (synced["slug"], entries > 3, synced["failed"]) == ("token-pruning-and-merging", True, None)
    crawled = data_of(run("crawl", *DAYS, "--json"))
    assert (crawled["new"] >= 10, crawled["incomplete_days"], crawled["unknown_ids"]) == (True, 0, entries)
    (trained,) = data_of(run("train", "--json"))
    assert trained["outcome"] == "impossible", "arXiv knows none of the papers, so there is nothing to learn"
    (proposed,) = data_of(run("propose", "--json"))
    assert "run `listkeeper train`" in proposed["why"]
    shown = {row["slug"]: row for row in data_of(run("lists", "show", "--json"))}
    assert shown["token-pruning-and-merging"]["entries"] == entries
    assert shown["vision-token-pruning"]["entries"] is None
    jobs = [row["job"] for row in data_of(run("runs", "--limit", "3", "--json"))]
    assert jobs == ["propose", "train", "crawl"]


@pytest.mark.usefixtures("arxiv")
def test_people_are_told_in_words_and_pipes_stay_empty(run: Run) -> None:
    synced, crawled = run(*SYNC), run("crawl", *DAYS)
    assert (synced.code, synced.out, crawled.code, crawled.out) == (0, "", 0, "")
    match = re.search(
        r"^token-pruning-and-merging: (\d+) entries \(\1 new, 0 gone\)$", synced.err, re.MULTILINE
    )
    assert match is not None, synced.err
    words = rf"papers read in \d+ requests: \d+ new, 0 changed\. arXiv does not know {match[1]} of"
    assert re.search(words, crawled.err)
    told = run("runs")
    assert "crawl" in told.err
    assert "done" in told.err
    assert "not synced yet" in run("lists", "show").err


def test_a_list_of_which_only_a_files_name_is_known_says_how_it_is_read(run: Run) -> None:
    name = "vision-token-pruning"
    failed = run("lists", "sync", "--list", name)
    assert failed.code != 0
    assert f"`listkeeper lists sync --list {name} --from FOLDER`" in failed.err
    assert re.search(rf"^{name} +not synced yet ", run("lists", "show").err, re.MULTILINE)
    assert run("lists", "sync", "--list", name, "--from", str(sample_lists())).code == 0
    assert re.search(rf"^{name} +\d+ entries ", run("lists", "show").err, re.MULTILINE)


def test_what_came_short_is_told_day_by_day() -> None:
    report = CrawlReport(
        fetched=9, requests=4, new=7, changed=1, incomplete_days=1, problems=("2025-10-01: short",)
    )
    assert crawl_words(report) == (
        "9 papers read in 4 requests: 7 new, 1 changed. Incomplete, to be read again: 2025-10-01: short"
    )


def test_training_anew_is_an_option(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bool] = []

    def train(*_: object, is_anew: bool, **__: object) -> list[Trained]:
        asked.append(is_anew)
        return []

    monkeypatch.setattr("service.cli.jobs.train_lists", train)
    assert run("train", "--anew").code == run("train").code == 0
    assert asked == [True, False]


def test_a_link_is_printed_whole_and_works_for_its_role(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LISTKEEPER_BASE_URL", f"https://{'long-' * 20}name.example.org")
    ended = run("user", "link", "--role", "maintainer")
    assert (ended.code, ended.err) == (0, "")
    (line,) = ended.out.splitlines()
    token = line.rpartition("/welcome/")[2]
    engine = open_database(data)
    with writing(engine) as session:
        assert people.use_link(session, security.digest(token), now=datetime.now(UTC)).role == "maintainer"
    engine.dispose()
    assert token.encode() not in (data / "listkeeper.db").read_bytes()


def test_a_link_leads_to_the_port_that_the_server_was_given(run: Run) -> None:
    assert ":8123/welcome/" in run("user", "link", "--port", "8123").out


def test_accounts_are_shown_and_a_new_password_signs_everybody_out(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_of(run("user", "list", "--json")) == []
    engine = open_database(data)
    with writing(engine) as session:
        ada = make_user(session)
        sessions.start(session, ada.id, "c" * 64, now=datetime.now(UTC), days=1)
    assert data_of(run("user", "list", "--json")) == [{"name": "ada", "role": "admin"}]
    assert "ada" in run("user", "list").err
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "short")
    assert "at least 10 characters" in run("user", "password", "ada").sentence
    monkeypatch.setattr("typer.prompt", lambda *_, **__: "three calm mornings")
    ended = run("user", "password", "ada")
    assert (ended.code, ended.out) == (0, "")
    with reading(engine) as session:
        found = people.by_name(session, "ada")
        assert found is not None
        assert security.is_password(found[1], "three calm mornings")
        assert sessions.user(session, "c" * 64, now=datetime.now(UTC)) is None
    engine.dispose()


def test_nobody_waits_while_a_password_is_typed(
    run: Run, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run("db", "upgrade").code == 0
    engine = open_database(data)
    with writing(engine) as session:
        make_user(session)

    def prompt(*_: object, **__: object) -> str:
        with writing(engine) as session:
            make_user(session, "bo")
        return "three calm mornings"

    monkeypatch.setattr("typer.prompt", prompt)
    assert run("user", "password", "ada").code == 0
    engine.dispose()


def test_the_state_of_the_database_is_one_word(run: Run) -> None:
    assert run("db", "state").out == "empty\n"
    upgraded = run("db", "upgrade")
    assert (upgraded.code, upgraded.out) == (0, "")
    assert run("db", "state").out == "current\n"


@pytest.mark.usefixtures("arxiv")
def test_the_doctor_looks_at_everything(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_CONTACT", "ops@example.org")
    found = {f["name"]: f for f in data_of(run("doctor", "--json"))}
    assert set(found) == {
        "folder",
        "database",
        "git",
        "encoder",
        "catalog",
        "settings",
        "contact",
        "holidays",
        "circuit",
        "webhooks",
        "arxiv",
    }
    assert [f["words"] for f in found.values() if not f["is_good"]] == []
    assert found["database"]["words"] == "sqlite, schema is current"
    assert found["catalog"]["words"] == "5 lists"


def test_the_doctor_sees_a_slip_in_a_setting(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_CRAWLCRON", "15 2 * * *")
    ended = run("doctor")
    assert ended.code == 1
    assert "LISTKEEPER_CRAWLCRON is no setting and does nothing: LISTKEEPER_CRAWL_CRON?" in ended.err
    monkeypatch.delenv("LISTKEEPER_CRAWLCRON")
    monkeypatch.setenv("LISTKEEPER_CRAWL_CRON", "every day")
    assert "'every day' is no cron expression for crawl and propose" in run("doctor").err


def test_what_the_doctor_only_recommends_is_no_failure(run: Run) -> None:
    ended = run("doctor")
    assert ended.code == 0
    assert "note     contact    Give arXiv a way to reach you: set LISTKEEPER_CONTACT" in ended.err
    assert "note     arxiv      http://127.0.0.1:9/api/query does not answer from here." in ended.err


def test_the_doctor_warns_before_the_known_holidays_run_out(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    soon = datetime.now(UTC).date() + timedelta(days=30)
    monkeypatch.setattr(doctor, "read_calendar", lambda: Calendar(known_until=soon))
    assert f"note     holidays   arXiv's holidays end on {soon}; add the coming year's" in run("doctor").err


@pytest.mark.usefixtures("run")
def test_words_for_people_stay_as_they_are(capsys: pytest.CaptureFixture[str]) -> None:
    sentence = f"[bold]{'A long title, ' * 12}[/bold] with :smile: and 2510.00001"
    context.say(sentence)
    assert capsys.readouterr().err == sentence + "\n"


def test_logs_are_lines_of_json_if_programs_read_them(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTKEEPER_LOG_FORMAT", "json")
    monkeypatch.setenv("LISTKEEPER_LOG_LEVEL", "info")
    ended = run(*SYNC, "--json")
    events = [json.loads(line) for line in ended.err.splitlines()]
    assert [e["event"] for e in events] == ["run started", "run finished"]
    assert events[1]["job"] == "sync"


def test_the_version_is_told(run: Run) -> None:
    said = run("--version")
    assert (said.code, said.out.strip()) == (0, f"listkeeper {__version__}")


def test_a_database_is_copied_and_brought_back(run: Run, data: Path, monkeypatch, tmp_path: Path) -> None:
    run(*SYNC)
    copied = run("db", "backup", "copy.db")
    assert (copied.code, copied.out) == (0, "")
    assert re.fullmatch(r"The database is in copy\.db \([\d.]+ MB\)\. To use it: .*\n", copied.err)
    again = run("db", "backup", "copy.db")
    assert (again.code, again.sentence) == (
        2,
        "copy.db is there already, and nothing is overwritten; give another name.",
    )
    assert "is not empty, and nothing is overwritten" in run("db", "restore", "copy.db").sentence
    monkeypatch.setenv("LISTKEEPER_DATA_DIR", str(tmp_path / "another"))
    assert run("db", "restore", "copy.db").err == "The database is again as it was in copy.db.\n"
    shown = {row["slug"]: row["entries"] for row in data_of(run("lists", "show", "--json"))}
    assert shown["token-pruning-and-merging"] > 3
    assert data.is_dir()
