"""`listkeeper digest` and `listkeeper token`."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from service.db.engine import writing
from service.domain.digest import IsoWeek
from service.samples import sample_lists
from tests.cli.conftest import Run
from tests.cli.test_commands import open_database
from tests.makers import make_user

LIST = ["--list", "token-pruning-and-merging"]


def last_week() -> str:
    """Return the week before this one, asked anew by each test: the tests may run past the end of a week."""
    return str(IsoWeek.of(datetime.now(UTC) - timedelta(weeks=1)))


@pytest.fixture
def synced(run: Run) -> Run:
    assert run("lists", "sync", *LIST, "--from", str(sample_lists())).code == 0
    return run


def test_a_week_can_be_seen_before_it_is_made_and_stays_as_it_was(synced: Run):
    running = str(IsoWeek.of(datetime.now(UTC)))
    seen = synced("digest", *LIST, "--week", running, "--preview")
    assert (seen.code, running in seen.out) == (0, True)
    refused = synced("digest", *LIST, "--week", running)
    assert (refused.code, "add --preview" in refused.sentence) == (2, True)
    made = json.loads(synced("digest", *LIST, "--json").out)
    week = last_week()
    assert [issue["week"] for issue in made] == [week]
    assert json.loads(synced("digest", *LIST, "--week", week, "--json").out) == made


def test_due_issues_are_made_once(synced: Run):
    assert f"{last_week()}:" in synced("digest").out
    assert "No issue is due" in synced("digest").err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--list", "nothing"], "There is no list 'nothing'"),
        ([*LIST, "--week", "2025-W60"], "is no week; give one like 2025-W44"),
        (["--week", "2025-W44"], "Name the list with --list"),
    ],
)
def test_what_cannot_be_made_says_why(synced: Run, words: list[str], sentence: str):
    ended = synced("digest", *words)
    assert (ended.code, sentence in ended.sentence) == (2, True)


def test_a_token_is_shown_once_and_can_be_taken_back(run: Run, data: Path):
    assert run("lists", "show").code == 0  # makes the tables
    with writing(open_database(data)) as session:
        make_user(session, "ada")
    made = run("token", "make", "zotero", "--user", "ada", "--scope", "review:read", "--days", "7")
    secret = made.out.strip()
    assert (made.code, secret[:3]) == (0, "lk_")
    assert secret.encode() not in (data / "listkeeper.db").read_bytes()
    (shown,) = json.loads(run("token", "list", "--json").out)
    assert (shown["name"], shown["user"], shown["scopes"]) == ("zotero", "ada", ["review:read"])
    assert run("token", "revoke", str(shown["id"])).code == 0
    assert "revoked" in run("token", "list").err
    again = run("token", "revoke", str(shown["id"]))
    assert (again.code, "no token 1 that works" in again.sentence) == (2, True)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["x", "--user", "eve", "--scope", "review:read"], "There is no account named eve"),
        (["x", "--user", "ada", "--scope", "everything"], "'everything' is no scope"),
        (["x", "--user", "ada", "--scope", "review:read", "--days", "366"], "lives 1 to 365 days"),
        ([" ", "--user", "ada", "--scope", "review:read"], "1 to 80 visible characters"),
    ],
)
def test_a_token_that_cannot_be_made_says_why(run: Run, data: Path, words: list[str], sentence: str):
    assert run("lists", "show").code == 0
    with writing(open_database(data)) as session:
        make_user(session, "ada")
    ended = run("token", "make", *words)
    assert (ended.code, sentence in ended.sentence) == (2, True)
