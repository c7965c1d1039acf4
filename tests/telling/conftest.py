"""A real mail server that keeps what it takes, and a world with a digest."""

import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import Engine

from service.app import create_app
from service.catalog.loader import built_in_catalog, load_catalog
from service.db import digests, lists
from service.db.engine import writing
from service.domain.digest import DigestItem, IsoWeek, ItemKind
from service.domain.issues import Issue, Numbers, issue_to_mapping
from service.settings import Settings
from tests.factories import SLUG, World, make_settings


@dataclass
class Mailbox:
    """What the server took; `answers` are said instead of 250 to an address, in order."""

    letters: list[tuple[str, str, EmailMessage]] = field(default_factory=list)
    answers: dict[str, list[str]] = field(default_factory=dict)

    async def handle_RCPT(  # noqa: N802  # aiosmtpd's name
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take an address, or say what the test wants."""
        if self.answers.get(address):
            return self.answers[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's name
        """Keep a letter."""
        message = message_from_bytes(envelope.content, _class=EmailMessage, policy=default)
        self.letters.append((envelope.mail_from, envelope.rcpt_tos[0], message))
        return "250 OK"


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture
def server(mailbox: Mailbox) -> Iterator[Controller]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    yield controller
    controller.stop()


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    """One list of the catalog, without entries: what is told of it is made by hand."""
    settings = make_settings(tmp_path)
    spec = next(s for s in load_catalog([built_in_catalog()]) if s.slug == SLUG)
    with writing(engine) as session:
        found = lists.ensure(session, spec, now=now)
    app = create_app(settings, engine, clock=lambda: now)
    return World(app=app, engine=engine, settings=settings, now=now, list_id=found.id)


@pytest.fixture
def by_mail(world: World, server: Controller) -> Settings:
    """The world's settings, with mail."""
    chosen = {
        "smtp_host": "127.0.0.1",
        "smtp_port": server.port,
        "smtp_security": "none",
        "mail_from": "Listkeeper <digest@lists.example>",
        "bounce_address": "bounces@lists.example",
    }
    settings = world.settings.model_copy(update=chosen)
    world.app.state.settings = settings
    return settings


def keep_issue(world: World, week: IsoWeek) -> None:
    """Keep an issue with one paper, as it is made when its week is over."""
    paper = DigestItem(
        key="2511.00001",
        title="Tokens & <pruning>",
        kind=ItemKind.LISTED,
        url="https://arxiv.org/abs/2511.00001",
        at=week.start,
    )
    with writing(world.engine) as session:
        spec = lists.by_id(session, world.list_id).spec
        numbers = Numbers(found=3, judged=1, total=17)
        issue = Issue(
            slug=SLUG,
            name=spec.name,
            week=week,
            taxonomy=spec.taxonomy,
            items=(paper,),
            changes=(),
            numbers=numbers,
            weeks=(),
        )
        digests.ensure(session, world.list_id, week.year, week.week, issue_to_mapping(issue), now=week.end)
