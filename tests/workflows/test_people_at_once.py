"""Two people, programs or letters that come at once: what the second one gets, and what is left standing."""

import hashlib
import hmac
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, delete

from service.db import deliveries, ledger, letters, subscribers, webhooks
from service.db.deliveries import Delivery
from service.db.engine import WriteSession, reading, take_turn, writing
from service.db.models import LedgerRow
from service.db.webhooks import Webhook
from service.domain.lists import Channel
from service.domain.people import Role
from service.domain.webhooks import Answer, EventKind
from service.errors import BadInput, Conflict
from service.settings import Settings
from service.workflows.accounts import change_role
from service.workflows.publish_hook import receive
from service.workflows.subscribe import CONFIRM, LEAVE, ask, confirm, leave, sealed_name
from service.workflows.tell_webhooks import attempt, plan_messages
from service.workflows.webhooks import remove_webhook
from tests.together import meanwhile
from tests.world import SPEC, World

BODY = json.dumps({"action": "closed", "repository": {"full_name": "Ann/List"}}).encode()


@pytest.fixture
def world(engine: Engine, tmp_path: Path, now: datetime) -> World:
    return World(engine, tmp_path, now)


@pytest.fixture
def hook(world: World) -> Webhook:
    list_id = world.found().id
    with writing(world.engine) as session:
        made = webhooks.add(
            session,
            list_id=list_id,
            url="https://bot.example.org/",
            events=tuple(EventKind),
            salt="salt",
            seen={"until": world.now.isoformat()},
            made_by="ada",
            now=world.now,
        )
    world.now += timedelta(minutes=5)
    return made


def test_two_administrators_who_take_the_role_from_one_another_leave_one(world: World) -> None:
    ada, bo = world.user("ada", "admin"), world.user("bo", "admin")

    def demote(session: WriteSession) -> str:
        change_role(session, "bo", Role.READER, list_id=None, actor=ada, now=world.now)
        return "done"

    def demote_back(session: WriteSession) -> str:
        try:
            change_role(session, "ada", Role.READER, list_id=None, actor=bo, now=world.now)
        except Conflict as exc:
            return str(exc)
        return "done"

    assert meanwhile(world.engine, demote, demote_back) == (
        "done",
        "ada is the last administrator; make another one first.",
    )


def test_who_presses_twice_to_get_the_digest_gets_one_question(world: World) -> None:
    found = world.found()

    def press(session: WriteSession) -> None:
        ask(session, found, "ada@example.org", client="192.0.2.1", key="k", now=world.now)

    meanwhile(world.engine, press, press)
    with reading(world.engine) as session:
        assert len(letters.due(session, now=world.now, most=9)) == 1


@pytest.mark.parametrize("leaves", [True, False])
def test_who_confirms_while_another_letter_of_theirs_is_answered(world: World, *, leaves: bool) -> None:
    found = world.found()
    with writing(world.engine) as session:
        asked = subscribers.add(session, found.id, "ada@example.org", asked_from="x", now=world.now).name
    confirmation, farewell = (sealed_name(asked, purpose, "k") for purpose in (CONFIRM, LEAVE))

    def answer(session: WriteSession) -> None:
        if leaves:
            leave(session, farewell, key="k", now=world.now)
        else:
            confirm(session, confirmation, key="k", now=world.now)
            session.flush()

    def press(session: WriteSession) -> str:
        try:
            confirm(session, confirmation, key="k", now=world.now)
        except BadInput as exc:
            return str(exc)
        return "confirmed"

    _, said = meanwhile(world.engine, answer, press)
    assert said == (
        "This link is too old, or not complete; ask for the digest again." if leaves else "confirmed"
    )
    with reading(world.engine) as reader:
        assert [number for _, _, number in subscribers.counts(reader)] == ([] if leaves else [1])
        lines = [line.action for line in ledger.newest(reader, limit=9)]
    assert lines == ["unsubscribe" if leaves else "subscribe"]


def test_a_webhook_that_is_taken_away_while_messages_are_planned_holds_nothing_up(
    world: World, hook: Webhook
) -> None:
    world.accept(5)
    world.now += timedelta(hours=2)

    def plan(_: WriteSession) -> None:
        plan_messages(world.engine, "https://lists.example.org", now=world.now)

    meanwhile(
        world.engine,
        lambda session: remove_webhook(session, hook, actor="ada", now=world.now),
        plan,
    )
    with reading(world.engine) as session:
        assert webhooks.working(session) == []


class _Taking:
    """A receiver that takes everything."""

    def send(self, *_: object, **__: object) -> Answer:
        return Answer(status=200)


def test_a_message_that_is_taken_and_one_that_is_not_can_come_to_one_receiver_at_once(
    world: World, hook: Webhook
) -> None:
    with writing(world.engine) as session:
        deliveries.plan(session, hook.id, [("one", "{}"), ("two", "{}")], now=world.now)
        one = deliveries.by_event(session, hook.id, "one")

    def deliver(_: WriteSession) -> Answer | None:
        return attempt(world.engine, _Taking(), hook, one, key="k", now=world.now)  # type: ignore[arg-type]

    def fail(session: WriteSession) -> None:
        webhooks.take(session, hook.id)
        webhooks.note_failure(session, hook.id, now=world.now)
        session.flush()

    def rest(session: WriteSession) -> None:
        deliveries.hold_back(session, hook.id, until=world.now + timedelta(hours=9))

    _, answer = meanwhile(world.engine, fail, deliver, then=rest)
    assert answer == Answer(status=200)
    with reading(world.engine) as reader:
        kept: list[Delivery] = deliveries.newest(reader, hook.id, limit=9)
    assert {(each.event, each.state) for each in kept} == {("one", "sent"), ("two", "planned")}


def test_what_github_sends_twice_at_once_counts_once(world: World) -> None:
    world.found(replace(SPEC, repository="https://github.com/ann/list", channel=Channel.GITHUB))
    settings = Settings(data_dir=world.folder, github_webhook_secret=SecretStr("s"))
    signature = "sha256=" + hmac.new(b"s", BODY, hashlib.sha256).hexdigest()
    subject = f"webhook:{hashlib.sha256(BODY).hexdigest()}"

    def come(_: WriteSession | None = None) -> list[str]:
        return receive(
            world.engine,
            settings,
            signature=signature,
            delivery="d-1",
            kind="pull_request",
            body=BODY,
            now=world.now,
        )

    def being_taken(session: WriteSession) -> None:
        take_turn(session, subject)
        ledger.note(session, at=world.now, actor="listkeeper", action="webhook", subject=subject)

    assert meanwhile(world.engine, being_taken, come) == (None, [])
    with writing(world.engine) as session:
        session.execute(delete(LedgerRow))
    assert come() == [SPEC.slug], "it would have counted"
