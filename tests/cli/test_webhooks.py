"""`listkeeper webhook`."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.db import webhooks
from service.db.engine import writing
from service.samples import sample_lists
from tests.cli.conftest import Run
from tests.cli.test_commands import open_database
from tests.emulators.receiver import Receiver, Reply

LIST = ["--list", "token-pruning-and-merging"]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as found:
        yield found


@pytest.fixture
def synced(run: Run, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("LISTKEEPER_WEBHOOK_NETWORKS", "127.0.0.0/8")
    assert run("lists", "sync", *LIST, "--from", str(sample_lists())).code == 0
    return run


def test_a_webhook_is_made_tried_read_and_removed(synced: Run, receiver: Receiver):
    assert "There are none" in synced("webhook", "list").err
    made = synced("webhook", "add", receiver.url(), *LIST, "--event", "paper.listed")
    secret = made.out.strip()
    assert secret.startswith("whsec_")
    assert synced("webhook", "add", receiver.url(), "--all").code == 0
    shown = json.loads(synced("webhook", "list", "--json").out)
    assert [(each["list"], len(each["events"])) for each in shown] == [(LIST[1], 1), (None, 7)]
    assert secret not in json.dumps(shown)

    assert "took it (200" in synced("webhook", "test", "1").err
    assert receiver.messages[0].is_signed_with(secret)
    receiver.replies = [Reply(500)]
    refused = synced("webhook", "test", "1")
    assert (refused.code, "answered 500" in refused.sentence) == (2, True)
    log = json.loads(synced("webhook", "log", "1", "--json").out)
    assert [[one["status"] for one in each["attempts"]] for each in log] == [[500], [200]]
    assert "Nothing was sent yet" in synced("webhook", "log", "2").err
    assert json.loads(synced("webhook", "send", "--json").out) == {"taken": 0, "put_off": 0, "stopped": 0}
    assert "is told again" in synced("webhook", "start", "1").err
    assert "is gone" in synced("webhook", "remove", "1").err
    assert synced("webhook", "test", "1").code == 2


def test_the_doctor_names_a_webhook_that_is_stopped(synced: Run, receiver: Receiver, data: Path):
    assert synced("webhook", "add", receiver.url(), *LIST).code == 0
    assert "1 are told, 0 of them" in synced("doctor").err
    with writing(open_database(data)) as session:
        webhooks.stop(session, 1, because="It is gone for good.", now=datetime.now(UTC))
    said = synced("doctor")
    assert "note     webhooks   Webhook 1 is stopped: It is gone for good." in said.err
    assert synced("webhook", "start", "1").code == 0
    assert "is stopped" not in synced("doctor").err


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["https://example.org/"], "Name a list with --list, or give --all."),
        (["https://example.org/", *LIST, "--all"], "Name a list with --list, or give --all."),
        (["http://10.0.0.1/", *LIST], "LISTKEEPER_WEBHOOK_NETWORKS"),
        (["http://127.0.0.1/", *LIST, "--event", "paper.eaten"], "is no event"),
    ],
)
def test_what_cannot_be_made_says_why(synced: Run, words: list[str], sentence: str):
    ended = synced("webhook", "add", *words)
    assert (ended.code, sentence in ended.sentence) == (2, True)


def test_a_network_that_is_none_is_said(run: Run, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LISTKEEPER_WEBHOOK_NETWORKS", "10.0.0.0/99")
    ended = run("webhook", "list")
    assert (ended.code, "LISTKEEPER_WEBHOOK_NETWORKS is not usable" in ended.sentence) == (2, True)
