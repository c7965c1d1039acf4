"""One webhook of a list, a receiver that is a real server, and the clock in hand."""

from collections.abc import Iterator, Sequence
from datetime import timedelta

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine

from service.db import webhooks
from service.db.engine import reading, writing
from service.db.webhooks import Webhook
from service.domain.webhooks import KIND_WORDS
from service.networks import parse_networks
from service.settings import Settings
from service.telling.hooks import HookPost
from service.workflows.tell_webhooks import Told, tell_webhooks
from service.workflows.webhooks import allowed_address, make_webhook
from tests.emulators.receiver import Receiver
from tests.world import World, entry, record

HOME = parse_networks("127.0.0.0/8")


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


@pytest.fixture
def world(engine: Engine, tmp_path, now) -> World:
    made = World(engine, tmp_path, now)
    made.sync(entry(1, now - timedelta(days=90)), entry(2, now - timedelta(days=80)))
    made.store(record(1), record(2))
    made.now += timedelta(hours=1)
    return made


@pytest.fixture
def settings(world: World) -> Settings:
    return Settings(
        data_dir=world.folder,
        base_url=world.base_url,
        secret_key=SecretStr("k" * 32),
        webhook_networks="127.0.0.0/8",
    )


@pytest.fixture
def hook(world: World, receiver: Receiver) -> Webhook:
    made = add(world, receiver.url())
    world.now += timedelta(minutes=1)
    return made


def add(
    world: World, url: str, *, events: Sequence[str] = tuple(KIND_WORDS), post: HookPost | None = None
) -> Webhook:
    list_id = world.found().id
    plain = allowed_address(post or HookPost(networks=HOME), url, events)
    with writing(world.engine) as session:
        return make_webhook(
            session,
            list_id=list_id,
            url=plain,
            events=events,
            actor="ada",
            now=world.now,
        )


def tell(world: World, settings: Settings, **after: float) -> Told:
    world.now += timedelta(**(after or {"minutes": 1}))
    return tell_webhooks(world.engine, settings, clock=world.clock)


def known(world: World, hook: Webhook) -> Webhook:
    with reading(world.engine) as session:
        return webhooks.by_id(session, hook.id)
