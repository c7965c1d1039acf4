"""Receivers that fail: tried again, logged, stopped with a word, started again."""

from datetime import timedelta

import pytest

from service.db import deliveries, ledger, runs
from service.db.engine import reading, writing
from service.domain.webhooks import GIVE_UP_AFTER, MOST_ATTEMPTS
from service.errors import Conflict
from service.workflows import tell_webhooks as telling
from service.workflows.tell_webhooks import Told
from service.workflows.webhooks import hook_post, remove_webhook, secret_of, start_webhook, try_webhook
from tests.emulators.receiver import Reply
from tests.webhooks.conftest import known, tell


def test_what_is_not_taken_is_tried_again_later_and_later_with_the_same_id(world, settings, receiver, hook):
    receiver.replies = [Reply(503, "busy"), Reply(500, "<b>broken</b>")]
    world.accept(5)
    assert tell(world, settings) == Told(put_off=1)
    assert tell(world, settings, seconds=30) == Told()
    assert tell(world, settings, minutes=5) == Told(put_off=1)
    assert tell(world, settings, minutes=4) == Told()
    assert known(world, hook).failing_since is not None
    assert tell(world, settings, minutes=2) == Told(taken=1)
    assert known(world, hook).failing_since is None
    first, second, third = receiver.messages
    assert first.id == second.id == third.id
    assert first.body == third.body
    assert first.headers["webhook-timestamp"] < third.headers["webhook-timestamp"], (
        "each attempt is signed anew"
    )
    assert third.is_signed_with(secret_of(settings, hook))
    with reading(world.engine) as session:
        [delivery] = deliveries.newest(session, hook.id, limit=9)
        tried = deliveries.attempts_of(session, [delivery.id])[delivery.id]
    assert (delivery.state, delivery.attempts, delivery.status) == ("sent", 3, 200)
    assert [(one.status, one.said) for one in tried] == [
        (503, "busy"),
        (500, "<b>broken</b>"),
        (200, "thanks"),
    ]


@pytest.mark.usefixtures("hook")
def test_a_receiver_may_ask_for_more_time(world, settings, receiver):
    receiver.replies = [Reply(429, headers={"Retry-After": "7200"})]
    world.accept(5)
    tell(world, settings)
    assert tell(world, settings, minutes=110) == Told()
    assert tell(world, settings, minutes=11) == Told(taken=1)


@pytest.mark.usefixtures("hook")
def test_one_message_that_is_never_taken_holds_up_no_other(world, settings, receiver):
    world.accept(5)
    receiver.replies = [Reply(500)]
    tell(world, settings)
    world.accept(6)
    receiver.replies = [Reply(200), Reply(500)]
    assert tell(world, settings, minutes=6) == Told(taken=1, put_off=1)
    assert [m.json["data"]["paper"]["id"][-1] for m in receiver.messages] == ["5", "6", "5"]


def test_a_message_is_given_up_and_a_webhook_that_takes_nothing_is_stopped_with_a_word(
    world, settings, receiver, hook
):
    receiver.always = Reply(502, "bad gateway")
    world.accept(5)
    start = world.now
    while (found := known(world, hook)).stopped_at is None:
        assert world.now - start < 2 * GIVE_UP_AFTER
        tell(world, settings, hours=2)
        if world.now - start > timedelta(days=4) and len(receiver.messages) == MOST_ATTEMPTS:
            world.accept(6)
    assert len([m for m in receiver.messages if m.id == receiver.messages[0].id]) == MOST_ATTEMPTS
    assert GIVE_UP_AFTER <= world.now - start < GIVE_UP_AFTER + timedelta(days=1)
    assert found.stopped_because == "It has taken nothing since 5 Nov 2025; the last time it answered 502."
    with reading(world.engine) as session:
        assert ledger.newest(session, limit=1)[0].action == "stop webhook"
    asked = len(receiver.messages)
    world.accept(7)
    assert tell(world, settings, days=3) == Told()
    assert len(receiver.messages) == asked, "a stopped one is left alone"

    receiver.always = None
    with writing(world.engine) as session:
        start_webhook(session, found, actor="ada", now=world.now)
    tell(world, settings)
    late = [m.json["data"]["paper"]["id"][-1] for m in receiver.messages[asked:]]
    assert sorted(late) == ["6", "7"], "what waited, and what happened meanwhile"


def test_gone_for_good_is_believed_at_once(world, settings, receiver, hook):
    receiver.replies = [Reply(410)]
    world.accept(5)
    assert tell(world, settings) == Told(put_off=1, stopped=1)
    assert "gone for good" in str(known(world, hook).stopped_because)


def test_a_test_goes_out_at_once_and_stands_in_the_log(world, settings, receiver, hook):
    answer = try_webhook(world.engine, hook_post(settings), hook, key="k" * 32, now=world.now)
    assert (answer.status, answer.is_taken) == (200, True)
    receiver.replies = [Reply(404)]
    refused = try_webhook(world.engine, hook_post(settings), hook, key="k" * 32, now=world.now)
    assert (refused.is_taken, refused.words) == (False, "answered 404")
    assert [m.kind for m in receiver.messages] == ["webhook.test"] * 2
    assert tell(world, settings, days=1) == Told(), "a test is not tried again"
    with reading(world.engine) as session:
        assert [each.state for each in deliveries.newest(session, hook.id, limit=9)] == ["failed", "sent"]


def test_one_that_is_removed_is_told_nothing_more(world, settings, receiver, hook):
    receiver.replies = [Reply(500)]
    world.accept(5)
    tell(world, settings)
    with writing(world.engine) as session:
        remove_webhook(session, hook, actor="ada", now=world.now)
    assert tell(world, settings, hours=1) == Told()
    assert len(receiver.messages) == 1


def test_only_one_process_tells_and_a_claimed_message_is_left_to_whoever_has_it(
    world, settings, receiver, hook
):
    world.accept(5)
    with writing(world.engine) as session:
        runs.start(session, "webhooks", now=world.now + timedelta(minutes=1))
    with pytest.raises(Conflict):
        tell(world, settings)
    with reading(world.engine) as session:
        [delivery] = deliveries.newest(session, hook.id, limit=9)
    with writing(world.engine) as session:
        assert deliveries.claim(session, delivery, until=world.now + timedelta(minutes=5))
    assert telling.attempt(world.engine, hook_post(settings), hook, delivery, key="k", now=world.now) is None
    assert receiver.messages == []
