"""A list on an emulated GitHub, and what tests do with it."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy import Engine

from service.db import publications
from service.db.engine import reading
from service.domain.lists import Channel, Policy
from service.publishing.github import GitHub
from service.publishing.github_http import GitHubHttp, WriteGate
from service.settings import load_settings
from service.workflows.publish import Outcome, publish
from tests.emulators.github import GitHubEmulator
from tests.emulators.github_state import Request
from tests.workflows.publications import World, make_world

BOT = "token-of-bot"


class Waits:
    """Remembers how long somebody wanted to wait, and lets the clock run on."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.at = 0.0

    def wait(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.at += seconds

    def clock(self) -> float:
        return self.at


def make_hub_world(engine: Engine, folder: Path, now: datetime, hub: GitHubEmulator) -> World:
    """Make a list in the account `ann` that has invited us, who are `bot`."""
    made = make_world(engine, folder, now)
    hub.hosting.host("ann/list", made.repo.path)
    settings = load_settings(data_dir=made.settings.data_dir, github_token=BOT, github_api_url=hub.api_url)
    world = World(engine, settings, made.repo, made.spec, now)
    return world.with_spec(repository=hub.address("ann/list"), policy=Policy.INVITED, channel=Channel.GITHUB)


def github_of(hub: GitHubEmulator, waits: Waits | None = None, token: str = BOT) -> GitHub:
    waits = waits or Waits()
    http = GitHubHttp(token, base_url=hub.api_url, gate=WriteGate(waits.wait, waits.clock))
    return GitHub(http, wait=waits.wait)


def run(world: World, hub: GitHubEmulator, *, days: int = 0, **options: object) -> Outcome:
    return publish(
        world.engine,
        world.settings,
        "some-list",
        now=world.now + timedelta(days=days),
        **{"github": github_of(hub), **options},  # type: ignore[arg-type]  # names are given by tests
    )


def requests(hub: GitHubEmulator) -> list[Request]:
    return hub.hosting.requests


def publication(world: World) -> publications.Publication:
    with reading(world.engine) as session:
        return publications.of_list(session, world.found.id)[0]
