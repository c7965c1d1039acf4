"""A digest by mail, over a real mail server: asked for, confirmed, sent once, left with one click."""

import re
import socket
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from fastapi.testclient import TestClient

from service.db import ledger, letters, runs, subscribers
from service.db.engine import reading, writing
from service.domain.digest import IsoWeek
from service.domain.letters import ANSWER_WITHIN, MOST_ASKED, SubscriberName, next_attempt
from service.errors import SetupError, SourceError
from service.settings import Settings
from service.telling import smtp
from service.workflows.letters import send_letters
from service.workflows.subscribe import BOUNCE, sealed_name, take_bounce
from tests.factories import SLUG, World
from tests.telling.conftest import Mailbox, keep_issue

FORM = f"/lists/{SLUG}/digest/subscribe"
READER = "Reader@example.org"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def text_of(message: EmailMessage) -> str:
    body = message.get_body(("plain",))
    assert body is not None
    return str(body.get_content())


def path_in(message: EmailMessage, kind: str) -> str:
    found = re.search(rf"http://testserver(/letters/{kind}/\S+)", text_of(message))
    assert found
    return found[1]


def sign_up(client: TestClient, address: str) -> int:
    token = _TOKEN.search(client.get(FORM).text)
    assert token
    return client.post(FORM, data={"csrf_token": token[1], "address": address}).status_code


@pytest.fixture
def client(world: World, by_mail: Settings) -> TestClient:
    del by_mail  # asked for, so that mail is set up
    return TestClient(world.app)


@pytest.fixture
def subscribed(world: World, client: TestClient, by_mail: Settings, mailbox: Mailbox, now: datetime) -> str:
    """The path of somebody's link to leave; the issue of this week has been sent to them."""
    assert sign_up(client, READER) == 200
    send_letters(world.engine, by_mail, now=now)
    assert client.post(path_in(mailbox.letters.pop()[2], "confirm")).status_code == 200
    keep_issue(world, IsoWeek.of(now))
    send_letters(world.engine, by_mail, now=IsoWeek.of(now).end)
    return path_in(mailbox.letters[-1][2], "leave")


def test_nothing_but_one_question_is_sent_before_somebody_confirmed(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    send_letters(world.engine, by_mail, now=now)
    keep_issue(world, IsoWeek.of(now))
    assert send_letters(world.engine, by_mail, now=IsoWeek.of(now).end).sent == 0
    [(_, to, question)] = mailbox.letters
    assert to == READER
    assert "Confirm" in question["Subject"]


def test_a_look_at_the_link_does_not_confirm(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    send_letters(world.engine, by_mail, now=now)
    client.get(path_in(mailbox.letters[0][2], "confirm"))
    with reading(world.engine) as session:
        assert subscribers.counts(session) == [(SLUG, "waiting", 1)]


def test_a_subscriber_gets_each_issue_once(world, by_mail, mailbox, subscribed, now):
    for _ in range(3):
        assert send_letters(world.engine, by_mail, now=IsoWeek.of(now).end + timedelta(hours=1)).sent == 0
    [(return_path, to, message)] = mailbox.letters
    assert to == READER
    assert return_path.startswith("bounces+")
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert subscribed in message["List-Unsubscribe"]
    assert message["Auto-Submitted"] == "auto-generated"
    assert str(message["Message-ID"]).startswith(f"<{IsoWeek.of(now)}.{SLUG}.")
    html = message.get_body(("html",))
    assert html is not None
    assert subscribed in html.get_content()


def test_one_click_leaves_and_nothing_of_the_address_stays(world, by_mail, mailbox, subscribed, now):
    stranger = TestClient(world.app)  # a mail program: no cookie, no token
    for _ in range(2):
        answer = stranger.post(subscribed, data={"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
    with reading(world.engine) as session:
        assert subscribers.counts(session) == []
        assert all(READER not in str(line) for line in ledger.newest(session, limit=100))
    keep_issue(world, IsoWeek.of(now).shift(1))
    assert send_letters(world.engine, by_mail, now=IsoWeek.of(now).shift(1).end).sent == 0
    assert len(mailbox.letters) == 1


def test_a_page_shows_the_way_out_before_it_is_taken(client, world, subscribed):
    assert "End the letters" in client.get(subscribed).text
    with reading(world.engine) as session:
        assert subscribers.counts(session) == [(SLUG, "active", 1)]


@pytest.mark.parametrize("kind", ["leave", "confirm"])
def test_a_forged_link_changes_nothing(client, world, subscribed, kind):
    forged = f"/letters/{kind}/{subscribed.rsplit('/', 1)[1][:-2]}00"
    assert client.post(forged).status_code == 400
    with reading(world.engine) as session:
        assert subscribers.counts(session) == [(SLUG, "active", 1)]


def test_an_old_question_is_forgotten_with_its_address(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    send_letters(world.engine, by_mail, now=now)
    send_letters(world.engine, by_mail, now=now + ANSWER_WITHIN + timedelta(minutes=1))
    with reading(world.engine) as session:
        assert subscribers.counts(session) == []
    assert client.post(path_in(mailbox.letters[0][2], "confirm")).status_code == 400


def test_the_form_does_not_tell_who_subscribed_and_asks_once(
    world, client, by_mail, mailbox, subscribed, now
):
    del subscribed
    assert sign_up(client, READER.upper()) == 200
    assert sign_up(client, "other@example.org") == 200
    assert sign_up(client, "other@example.org") == 200
    send_letters(world.engine, by_mail, now=now)
    assert [to for _, to, _ in mailbox.letters[1:]] == ["other@example.org"]


def test_one_client_cannot_sign_up_the_world(client):
    answers = [sign_up(client, f"somebody{n}@example.org") for n in range(MOST_ASKED + 1)]
    assert answers == [200] * MOST_ASKED + [429]


@pytest.mark.parametrize(
    "address", ["", "nobody", "a@b", "a@example.org\r\nBcc: b@example.org", "ä@example.org"]
)
def test_what_is_no_address_is_said(client, address):
    assert sign_up(client, address) == 400


def test_without_mail_there_is_no_form(world, mailbox):
    del mailbox
    client = TestClient(world.app)
    assert client.get(FORM).status_code == 404
    assert FORM not in client.get(f"/lists/{SLUG}/digest").text
    with pytest.raises(SetupError, match="SMTP_HOST"):
        send_letters(world.engine, world.settings, now=world.now)


def test_an_address_that_is_refused_for_good_is_forgotten(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    mailbox.answers[READER] = ["550 no such user"]
    assert send_letters(world.engine, by_mail, now=now).lost == 1
    with reading(world.engine) as session:
        assert subscribers.counts(session) == []


def test_an_address_that_is_put_off_is_tried_again_later(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    mailbox.answers[READER] = ["451 come back later"]
    assert send_letters(world.engine, by_mail, now=now).put_off == 1
    assert send_letters(world.engine, by_mail, now=now + timedelta(minutes=1)).sent == 0
    assert send_letters(world.engine, by_mail, now=now + timedelta(minutes=16)).sent == 1


def test_trying_again_ends():
    now = datetime.fromisoformat("2025-11-05T09:30:00+00:00")
    waits = [next_attempt(attempts, now) for attempts in range(1, 7)]
    assert waits[-1] is None
    assert all(later is not None for later in waits[:-1])


def test_killed_after_the_server_took_a_letter_the_same_letter_is_sent_again(
    world, client, by_mail, mailbox, now, monkeypatch
):
    sign_up(client, READER)

    def killed(*_args, **_kwargs):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(letters, "mark_sent", killed)
        with pytest.raises(KeyboardInterrupt):
            send_letters(world.engine, by_mail, now=now)
    assert send_letters(world.engine, by_mail, now=now).sent == 1
    first, second = (message["Message-ID"] for _, _, message in mailbox.letters)
    assert first == second


def test_without_a_server_letters_wait(world, client, by_mail, now):
    sign_up(client, READER)
    with socket.create_server(("127.0.0.1", 0)) as free:
        nobody = by_mail.model_copy(update={"smtp_port": free.getsockname()[1]})
    with pytest.raises(SourceError, match="LISTKEEPER_SMTP"):
        send_letters(world.engine, nobody, now=now)
    with reading(world.engine) as session:
        assert len(letters.due(session, now=now, most=10)) == 1


def test_a_run_goes_by_the_present_whatever_moment_the_letters_go_by(world, client, by_mail, mailbox, now):
    sign_up(client, READER)
    send_letters(world.engine, by_mail, now=now)
    assert mailbox.letters
    with reading(world.engine) as session:
        (run,) = runs.newest(session, limit=1)
    assert datetime.now(UTC) - run.seen_at < runs.SILENCE, "however long the letters take"


def test_a_name_with_line_breaks_stays_in_its_header(world, by_mail, client, mailbox, now, monkeypatch):
    sign_up(client, READER)
    monkeypatch.setattr(
        "service.workflows.letters.question_letter",
        lambda _name, envelope, **rest: smtp_question("Evil\r\nBcc: x@example.org", envelope, **rest),
    )
    send_letters(world.engine, by_mail, now=now)
    assert mailbox.letters[0][2]["Bcc"] is None


def smtp_question(name, envelope, **rest):
    from service.feeds.mail import question_letter  # noqa: PLC0415  # the real one, under another name

    return question_letter(name, envelope, **rest)


@pytest.mark.parametrize(("status", "left"), [("5.1.1", 0), ("4.2.2", 1)])
def test_a_bounce_is_read_from_its_return_path(world, by_mail, mailbox, subscribed, now, status, left):
    del subscribed
    raw = bounce(mailbox.letters[-1][0].upper(), status)
    with writing(world.engine) as session:
        said = take_bounce(session, raw, mailbox=by_mail.bounce_address, key="a key for tests", now=now)
        assert "deliver" in said or "forgotten" in said
    with reading(world.engine) as session:
        assert sum(number for _, _, number in subscribers.counts(session)) == left


def test_soft_bounces_add_up(world, by_mail, mailbox, subscribed, now):
    del subscribed
    raw = bounce(mailbox.letters[-1][0], "4.2.2")
    for _ in range(5):
        with writing(world.engine) as session:
            take_bounce(session, raw, mailbox=by_mail.bounce_address, key="a key for tests", now=now)
    with reading(world.engine) as session:
        assert subscribers.counts(session) == []


def test_a_forged_bounce_and_a_reply_change_nothing(world, by_mail, subscribed, now):
    del subscribed
    with reading(world.engine) as session:
        [(_, _, number)] = subscribers.counts(session)
    forged = sealed_name(SubscriberName(1, now), BOUNCE, "another key")
    for raw in (bounce(f"bounces+{forged}@lists.example", "5.1.1"), b"Subject: away\r\n\r\nI am away."):
        with writing(world.engine) as session:
            said = take_bounce(session, raw, mailbox=by_mail.bounce_address, key="a key for tests", now=now)
            assert "nothing is changed" in said
    with reading(world.engine) as session:
        assert subscribers.counts(session)[0][2] == number


def test_a_server_that_wants_a_name_says_so_in_words(by_mail):
    with (
        pytest.raises(SourceError, match="LISTKEEPER_SMTP"),
        smtp.open_post(by_mail.model_copy(update={"smtp_user": "nobody"})),
    ):
        pass


def bounce(to: str, status: str) -> bytes:
    return (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {to}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nIt came back.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; reader@example.org\r\nAction: failed\r\nStatus: {status}\r\n\r\n--b--\r\n"
    ).encode()
