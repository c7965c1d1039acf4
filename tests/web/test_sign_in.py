"""People come in: the first account by a link, signing in and out, and the brake on guessing."""

import re
import sqlite3
from contextlib import closing
from datetime import timedelta

import pytest
from argon2 import PasswordHasher

from service import security
from service.boundary import COOKIE
from service.db import ledger, people, sessions
from service.db.engine import reading, writing
from service.workflows.sign_in import FREE_TRIES, TRY_WINDOW, make_link, must_wait
from tests.factories import PASSWORD, SLUG, make_world
from tests.web.conftest import QUEUE, Person


def sign_in(person, name="ada", password=PASSWORD, **fields):
    return person.post("/sign-in", name=name, password=password, **fields)


def test_the_right_password_opens_the_door_and_goes_on(stranger):
    answer = sign_in(stranger, next=QUEUE)
    assert answer.status_code == 303
    assert answer.headers["location"] == QUEUE
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert stranger.get(QUEUE).status_code == 200


def test_who_mistypes_the_password_goes_on_there(stranger):
    assert 'value="" autofocus' in stranger.get("/sign-in").text
    page = sign_in(stranger, password="not this one").text
    assert 'value="ada">' in page
    assert 'maxlength="1000" autofocus>' in page


@pytest.mark.parametrize(
    "target", ["//evil.example/x", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/a\nb"]
)
def test_nobody_is_sent_to_another_site(stranger, target):
    assert sign_in(stranger, next=target).headers["location"] == "/"


@pytest.mark.parametrize(("name", "password"), [("ada", "wrong password"), ("nobody", PASSWORD), ("", "")])
def test_wrong_and_unknown_get_the_same_answer(stranger, name, password):
    answer = sign_in(stranger, name=name, password=password)
    assert answer.status_code == 400
    assert "do not belong together" in answer.text
    assert COOKIE not in answer.headers.get("set-cookie", "")


def test_guessing_is_slowed_down_even_with_the_right_password_at_last(stranger, world):
    for _ in range(FREE_TRIES):
        sign_in(stranger, password="guess")
    answer = sign_in(stranger)
    assert answer.status_code == 429
    assert "wait a quarter of an hour" in answer.text
    world.app.state.clock = lambda: world.now + TRY_WINDOW
    assert sign_in(stranger).status_code == 303


def test_failed_tries_are_in_the_audit(stranger, world):
    sign_in(stranger, password="guess")
    with reading(world.engine) as session:
        line = ledger.newest(session, limit=1)[0]
    assert (line.actor, line.action, line.subject) == ("nobody", "sign-in failed", "account:ada")


def test_old_failures_are_forgotten(now):
    old, fresh = [now - TRY_WINDOW] * 9, [now] * (FREE_TRIES - 1)
    assert not must_wait(old + fresh, now=now)
    assert must_wait([*fresh, now], now=now)


def test_signing_out_ends_the_session_on_the_server(ada):
    token = ada.client.cookies[COOKIE]
    assert ada.post("/sign-out").status_code == 303
    ada.client.cookies.set(COOKIE, token)
    assert ada.get(QUEUE).status_code == 303


def test_a_sign_in_form_needs_its_own_token(stranger, ada):
    assert sign_in(stranger, token="").status_code == 400
    assert sign_in(stranger, token=ada.token()).status_code == 400


def test_who_is_signed_in_is_not_asked_again(ada):
    assert ada.get("/sign-in?next=/about").headers["location"] == "/about"


def test_a_link_makes_one_account_of_its_role(stranger, world):
    with writing(world.engine) as session:
        link = make_link(session, role="reviewer", now=world.now)
    path = f"/welcome/{link}"
    assert "Make your account" in stranger.get(path).text
    made = stranger.post(path, name="dee", password="a password that is long")
    assert (made.status_code, made.headers["location"]) == (303, QUEUE)
    assert "Queue" in stranger.get(QUEUE).text
    with reading(world.engine) as session:
        found = people.by_name(session, "dee")
    assert found is not None
    assert found[0].role == "reviewer"
    assert stranger.get(path).status_code == 400, "the link is used up"


def test_a_reader_is_not_sent_to_a_queue(stranger, world):
    with writing(world.engine) as session:
        link = make_link(session, role="reader", now=world.now)
    stranger.get(f"/welcome/{link}")
    made = stranger.post(f"/welcome/{link}", name="dee", password="a password that is long")
    assert made.headers["location"] == "/"


def test_a_failed_attempt_does_not_use_the_link_up(stranger, world):
    with writing(world.engine) as session:
        link = make_link(session, role="admin", now=world.now)
    path = f"/welcome/{link}"
    stranger.get(path)
    assert stranger.post(path, name="dee", password="short").status_code == 400
    assert stranger.post(path, name="ada", password="a password that is long").status_code == 409
    assert stranger.post(path, name="dee", password="a password that is long").status_code == 303


def test_an_old_or_made_up_link_says_what_to_do(stranger, world):
    with writing(world.engine) as session:
        link = make_link(session, role="admin", now=world.now - timedelta(days=3))
    for path in (f"/welcome/{link}", "/welcome/made-up"):
        answer = stranger.get(path)
        assert answer.status_code == 400
        assert "listkeeper user link" in answer.text


def test_secrets_are_stored_as_digests_only(stranger, world):
    sign_in(stranger)
    token = stranger.client.cookies[COOKIE]
    with reading(world.engine) as session:
        assert sessions.user(session, token, now=world.now) is None
        assert sessions.user(session, security.digest(token), now=world.now) is not None


def test_the_theme_is_remembered_and_nothing_else_is_taken(stranger):
    answer = stranger.client.post("/theme", data={"theme": "dark", "next": "/about"})
    assert answer.headers["location"] == "/about"
    assert 'data-theme="dark"' in stranger.get("/").text
    stranger.client.post("/theme", data={"theme": '"><script>', "next": "/"})
    assert re.search(r'<html lang="en" data-theme="dark">', stranger.get("/").text)


def test_nobody_waits_to_write_while_a_password_is_hashed(sqlite, tmp_path, now, monkeypatch):
    world = make_world(sqlite, tmp_path, now, only=(SLUG,))
    with writing(sqlite) as session:
        link = make_link(session, role="reader", now=now)
    hashed = []

    def watched(work):
        def call(*arguments):
            with closing(sqlite3.connect(sqlite.url.database, timeout=0)) as other:
                other.execute("BEGIN IMMEDIATE")
            hashed.append(work.__name__)
            return work(*arguments)

        return call

    people_here = [Person(world, name) for name in (None, None, "bo", None)]
    for name in ("hash", "verify"):
        monkeypatch.setattr(PasswordHasher, name, watched(getattr(PasswordHasher, name)))
    right, wrong, bo, new = people_here
    assert sign_in(right).status_code == 303
    assert sign_in(wrong, password="guess").status_code == 400
    assert bo.post("/account/password", old=PASSWORD, new="another calm morning").status_code == 303
    assert new.post(f"/welcome/{link}", name="dee", password="a password that is long").status_code == 303
    assert [name for name in hashed if name == "verify"] == ["verify"] * 3


def test_many_guesses_at_once_are_no_way_around_the_brake(stranger, visit, monkeypatch):
    others, check = [visit(None) for _ in range(FREE_TRIES)], security.is_password

    def slow(stored, given):
        while others:
            sign_in(others.pop(), password="guess")
        return check(stored, given)

    monkeypatch.setattr(security, "is_password", slow)
    assert sign_in(stranger).status_code == 429


def test_a_password_that_was_changed_while_it_was_checked_opens_nothing(stranger, world, monkeypatch):
    check = security.is_password

    def slow(stored, given):
        with writing(world.engine) as session:
            (ada,) = (user for user in people.everybody(session) if user.name == "ada")
            people.set_password(session, ada.id, security.hash_password("another calm morning"))
        return check(stored, given)

    monkeypatch.setattr(security, "is_password", slow)
    assert sign_in(stranger).status_code == 400
