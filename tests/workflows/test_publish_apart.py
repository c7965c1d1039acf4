"""While git, GitHub and the servers behind links are asked, nobody waits for the database."""

from datetime import datetime, timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import Engine

from service.domain.publication import PublicationState
from service.publishing.links import LinkChecker
from service.workflows.publish_poll import poll_requests
from service.workflows.publish_revert import revert
from tests.emulators.github import GitHubEmulator
from tests.outside import Outside
from tests.workflows.hosting import github_of, make_hub_world, publication, requests, run
from tests.workflows.publications import World


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime, hub: GitHubEmulator) -> World:
    return make_hub_world(engine, tmp_path, now, hub)


def test_a_publication_and_what_becomes_of_it(
    world: World, hub: GitHubEmulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.confirm("2504.00004", "Delta of Tokens", abstract="Our code is at https://github.com/a/delta.")
    outside = Outside(world.engine, monkeypatch)
    links = LinkChecker(
        tmp_path / "links.json",
        now=world.now,
        resolve=lambda _: ["140.82.121.4"],
        transport=httpx.MockTransport(outside.around(lambda _: httpx.Response(200), "link")),
    )
    run(world, hub, links=links)
    now = world.now + timedelta(days=1)
    poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
    hub.hosting.merge(1)
    poll_requests(world.engine, world.settings, now=now, github=github_of(hub))
    assert publication(world).state is PublicationState.LANDED
    revert(world.engine, world.settings, "some-list", "2504.00004", now=now, github=github_of(hub))
    assert len(requests(hub)) == 2
    assert outside.asked == {"git", "server", "link"}
    assert outside.held == []
