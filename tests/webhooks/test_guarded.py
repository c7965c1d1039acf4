"""Where webhooks may lead, and receivers that mean no good."""

import pytest

from service.errors import BadInput
from service.telling.hooks import HookPost
from service.workflows.webhooks import hook_post, try_webhook
from tests.emulators.receiver import Reply
from tests.webhooks.conftest import HOME, add


def test_a_webhook_needs_an_address_events_and_a_public_network(world, receiver):
    for url in (
        "",
        "ftp://example.org",
        "https://",
        "https://a b.example",
        "https://ada:pw@example.org",
        "//x",
    ):
        with pytest.raises(BadInput, match="address"):
            add(world, url)
    with pytest.raises(BadInput, match=r"paper\.eaten"):
        add(world, receiver.url(), events=["paper.eaten"])
    with pytest.raises(BadInput, match="needs an event"):
        add(world, receiver.url(), events=[])
    inside = HookPost()
    for url in (
        receiver.url(),
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]:80/",
        "http://10.0.0.1/",
    ):
        with pytest.raises(BadInput, match="LISTKEEPER_WEBHOOK_NETWORKS"):
            add(world, url, post=inside)
    assert receiver.messages == []


def test_a_name_that_leads_inside_later_is_not_followed_there(world, receiver):
    public = HookPost(resolve=lambda _: ["140.82.121.4"])
    hook = add(world, receiver.url("hooks.example"), post=public)
    moved = HookPost(resolve=lambda _: ["127.0.0.1"])
    answer = try_webhook(world.engine, moved, hook, key="k", now=world.now)
    assert (answer.status, "private network" in answer.problem) == (None, True)
    assert receiver.messages == []


def test_the_address_that_was_looked_at_is_asked_under_its_own_name(world, receiver):
    post = HookPost(networks=HOME, resolve=lambda _: ["127.0.0.1"])
    hook = add(world, receiver.url("hooks.example"), post=post)
    assert try_webhook(world.engine, post, hook, key="k", now=world.now).is_taken
    assert receiver.messages[0].headers["host"] == f"hooks.example:{receiver.port}"


def test_a_redirect_is_not_followed(world, settings, receiver, hook):
    receiver.replies = [Reply(307, headers={"Location": "http://169.254.169.254/"})]
    answer = try_webhook(world.engine, hook_post(settings), hook, key="k", now=world.now)
    assert "give the address it leads to" in answer.problem
    assert len(receiver.messages) == 1


def test_a_receiver_that_speaks_slowly_or_not_at_all_holds_nobody_up(world, receiver, hook):
    receiver.replies = [Reply(drip=True)]
    patient = HookPost(networks=HOME, seconds=0.3)
    answer = try_webhook(world.engine, patient, hook, key="k", now=world.now)
    assert answer.problem == "gave no answer within 0.3 seconds"
    nobody = add(world, "http://127.0.0.1:9/")
    assert "cannot be reached" in try_webhook(world.engine, patient, nobody, key="k", now=world.now).problem


def test_a_long_answer_is_cut_and_may_hold_anything(world, settings, receiver, hook):
    receiver.replies = [Reply(500, "\x00é" * 5_000)]
    assert len(try_webhook(world.engine, hook_post(settings), hook, key="k", now=world.now).said) < 1_000
