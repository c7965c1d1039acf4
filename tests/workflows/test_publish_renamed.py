"""A list's repository gets another name: its webhooks still find it, and its pull request is followed."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from service.db import candidates
from service.db.engine import reading
from service.domain.publication import PublicationState
from service.domain.review import CandidateState
from service.workflows.publish_hook import receive
from service.workflows.publish_poll import poll_requests
from tests.emulators.github import GitHubEmulator
from tests.publishing.repositories import git
from tests.workflows.hosting import github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import World

SECRET = "a secret of ours"
OLD, NEW = "ann/list", "ann/better-list"


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    """A list with a pull request of ours, whose repository was renamed since."""
    made = make_hub_world(engine, tmp_path, now, hub)
    made.confirm("2504.00004", "Delta of Tokens")
    run(made, hub)
    hub.hosting.rename(OLD, NEW)
    settings = made.settings.model_copy(update={"github_webhook_secret": SecretStr(SECRET)})
    return replace(made, settings=settings)


def told(world: World, kind: str, body: Mapping[str, Any]) -> list[str]:
    """Let GitHub send this under the repository's new name; return the lists that it is about."""
    sent = json.dumps({"repository": {"full_name": NEW}, **body}).encode()
    signature = "sha256=" + hmac.new(SECRET.encode(), sent, hashlib.sha256).hexdigest()
    return receive(
        world.engine,
        world.settings,
        signature=signature,
        delivery=hashlib.sha256(sent).hexdigest(),
        kind=kind,
        body=sent,
        now=world.now,
    )


def test_a_pull_request_is_known_by_its_commit_and_followed(world: World, hub: GitHubEmulator) -> None:
    head = hub.hosting.repos["bot/list"].head("listkeeper")
    requests(hub)[0].state = "closed"
    slugs = told(
        world, "pull_request", {"action": "closed", "pull_request": {"number": 1, "head": {"sha": head}}}
    )
    assert slugs == ["some-list"]
    now = world.now + timedelta(days=1)
    poll_requests(world.engine, world.settings, now=now, only=slugs, github=github_of(hub))
    assert publication(world).state is PublicationState.CLOSED
    with reading(world.engine) as session:
        (refused,) = candidates.judged(session, world.found.id)
    assert refused.state is CandidateState.REJECTED


def test_a_comment_is_known_by_the_words_of_its_pull_request(world: World, hub: GitHubEmulator) -> None:
    text = requests(hub)[0].body
    assert told(world, "issue_comment", {"issue": {"number": 1, "body": text}}) == ["some-list"]
    assert told(world, "issue_comment", {"issue": {"number": 2, "body": text}}) == []
    assert told(world, "issue_comment", {"issue": {"number": 1, "body": "Something else"}}) == []


def test_a_push_is_known_by_where_the_list_stood(world: World) -> None:
    before = world.found.head
    assert told(world, "push", {"ref": "refs/heads/main", "before": before, "after": "f" * 40}) == [
        "some-list"
    ]
    assert told(world, "push", {"ref": "refs/heads/main", "before": "0" * 40, "after": before}) == []


def test_the_pull_request_goes_on_under_the_new_name(world: World, hub: GitHubEmulator) -> None:
    world.confirm("2505.00005", "Epsilon of Tokens", minutes=9)
    outcome = run(world, hub, days=1)
    (request,) = requests(hub)
    assert (request.base_repo, request.title) == (NEW, "Add 2 papers")
    assert outcome.request_url == f"{hub.url}/{NEW}/pull/1"
    assert git(hub.hosting.repos["bot/list"].path, "rev-parse", "listkeeper") == outcome.commit_id


def test_what_is_about_nothing_of_ours_finds_no_list(world: World) -> None:
    other = {"number": 9, "body": None, "head": {"sha": "e" * 40}}
    assert told(world, "pull_request", {"pull_request": other}) == []
    assert told(world, "pull_request", {"pull_request": {"number": "1", "head": None}}) == []
