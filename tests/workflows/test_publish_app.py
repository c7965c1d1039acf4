"""Tokens: a GitHub App's own for each repository, and no token for anybody else's host."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine

from service.domain.publication import PublicationState
from service.errors import PublishError, SetupError
from service.publishing.github_access import App, GitHubAccess, is_on_github
from service.publishing.github_http import WriteGate
from service.settings import load_settings
from service.workflows import publish_access
from service.workflows.publish import publish
from service.workflows.publish_access import connect, token_for
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_app import ACCOUNT, HostedApp, make_keys
from tests.publishing.repositories import git
from tests.workflows.hosting import Waits, make_hub_world, requests
from tests.workflows.publications import World

AT = datetime(2025, 11, 5, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def keys() -> tuple[str, str]:
    """A private key in PEM, as GitHub gives it, and its public one."""
    return make_keys()


@pytest.fixture
def hub(tmp_path: Path, keys: tuple[str, str]) -> Iterator[GitHubEmulator]:
    with GitHubEmulator(tmp_path / "hub") as server:
        server.hosting.app = HostedApp("12345", keys[1], AT, {"ann/list": 77})
        yield server


def access(hub: GitHubEmulator, key: str, *, token: str = "", installation: int = 0) -> GitHubAccess:
    app = App("12345", key, installation)
    assert hub.hosting.app is not None
    hosted, waits = hub.hosting.app, Waits()
    return GitHubAccess(
        api_url=hub.api_url,
        token=token,
        app=app,
        gate=WriteGate(waits.wait, waits.clock),
        now=hosted.now,
    )


def test_an_app_gets_a_token_for_the_repository_and_a_new_one_before_it_ends(
    hub: GitHubEmulator, keys: tuple[str, str]
) -> None:
    hosted = hub.hosting.app
    assert hosted is not None
    ours = access(hub, keys[0])
    address = hub.address("ann/list")
    first = ours.token_for(address)
    assert first.is_installed
    hosted.at += timedelta(minutes=50)
    assert ours.token_for(address) == first
    hosted.at += timedelta(minutes=6)
    second = ours.token_for(address)
    assert second != first
    asked = [a for a in hub.asked if a.method == "POST"]
    assert dict(asked[0].body) == {
        "repositories": ["list"],
        "permissions": {"contents": "write", "pull_requests": "write"},
    }
    assert first.text not in repr(first)


def test_where_the_app_is_not_installed_the_other_token_serves(
    hub: GitHubEmulator, keys: tuple[str, str]
) -> None:
    ours = access(hub, keys[0], token="token-of-bot")
    assert ours.token_for(hub.address("cy/other")).text == "token-of-bot"
    assert ours.token_for(hub.address("cy/other")).text == "token-of-bot"
    assert len(hub.seen) == 1  # that it is not there is remembered for an hour


@pytest.mark.parametrize("installation", [0, 77])
def test_the_installation_may_be_named(hub: GitHubEmulator, keys: tuple[str, str], installation: int) -> None:
    ours = access(hub, keys[0], installation=installation)
    assert ours.token_for(hub.address("Ann/List")).text.startswith("token-of-")
    assert len(hub.seen) == (1 if installation else 2)


def test_rights_that_the_app_lacks_are_named(hub: GitHubEmulator, keys: tuple[str, str]) -> None:
    assert hub.hosting.app is not None
    hub.hosting.app.rights["contents"] = "read"
    with pytest.raises(SetupError, match="“Contents” and “Pull requests” in write mode"):
        access(hub, keys[0]).token_for(hub.address("ann/list"))


def test_a_key_that_is_none_or_somebody_elses_is_told_of_without_it(
    hub: GitHubEmulator, keys: tuple[str, str]
) -> None:
    with pytest.raises(SetupError, match=r"LISTKEEPER_GITHUB_APP_KEY is no RSA key") as caught:
        access(hub, "hush, no key").token_for(hub.address("ann/list"))
    assert "hush" not in str(caught.value)
    assert hub.hosting.app is not None
    hub.hosting.app.public_key = keys[1].replace("A", "B", 3)
    with pytest.raises(PublishError, match="does not accept"):
        access(hub, keys[0]).token_for(hub.address("ann/list"))


def test_a_pull_request_is_opened_with_the_apps_token(
    engine: Engine,
    tmp_path: Path,
    now: datetime,
    hub: GitHubEmulator,
    keys: tuple[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hosted = hub.hosting.app
    assert hosted is not None
    made = make_hub_world(engine, tmp_path, now, hub)
    hub.hosting.repos["ann/list"].writers.add(ACCOUNT)
    settings = load_settings(
        data_dir=made.settings.data_dir,
        github_api_url=hub.api_url,
        github_app_id="12345",
        github_app_key=keys[0],
    )
    world = World(engine, settings, made.repo, made.spec, now)
    monkeypatch.setattr("time.time", hosted.now)
    monkeypatch.setattr(publish_access, "_GATE", WriteGate(Waits().wait, Waits().clock))
    publish_access._access.cache_clear()
    world.confirm("2504.00004", "Delta of Tokens")
    outcome = publish(engine, settings, "some-list", now=now)
    assert outcome.state is PublicationState.OPENED
    (request,) = requests(hub)
    assert (request.author, request.head_repo) == (ACCOUNT, "ann/list")
    assert git(hub.hosting.repos["ann/list"].path, "rev-parse", "listkeeper") == outcome.commit_id
    for file in settings.data_dir.rglob("*"):
        assert not file.is_file() or b"token-of-" not in file.read_bytes()


@pytest.mark.parametrize(
    ("address", "is_there"),
    [
        ("https://github.com/ann/list", True),
        ("https://GitHub.com/ann/list.git", True),
        ("http://github.com/ann/list", False),
        ("https://github.com.evil.example/ann/list", False),
        ("https://evil.example/github.com/ann/list", False),
        ("https://github.com:8443/ann/list", False),
        ("git@github.com:ann/list.git", False),
        ("../list", False),
    ],
)
def test_only_githubs_own_host_gets_a_token(address: str, is_there: bool) -> None:  # noqa: FBT001 - expected value
    assert is_on_github(address, "https://api.github.com") is is_there
    settings = load_settings(github_token="token-of-bot")
    assert token_for(settings, address) == ("token-of-bot" if is_there else "")


def test_half_an_app_is_refused_and_no_token_names_both_ways() -> None:
    with pytest.raises(SetupError, match="set both or none"):
        token_for(load_settings(github_app_id="12345"), "https://github.com/a/b")
    with pytest.raises(SetupError, match="install the GitHub App there, or set LISTKEEPER_GITHUB_TOKEN"):
        connect(load_settings(), "https://github.com/a/b")
