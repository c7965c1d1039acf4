"""One's own account, people of a list, invitations."""

import re

import pytest

from service.boundary import COOKIE
from service.db import ledger, lists, people, sessions, tokens
from service.db.engine import reading, writing
from service.domain.people import Role
from tests.factories import PASSWORD, SLUG, session_cookie
from tests.web.conftest import OTHER, QUEUE, Person

LIST = f"/lists/{SLUG}"
NEW = "another calm morning"


def test_a_new_password_ends_every_other_browser(ada, world):
    other = Person(world, "ada")
    assert ada.post("/account/password", old=PASSWORD, new=NEW).status_code == 303
    assert ada.get("/account").status_code == 200
    assert other.get("/account").status_code == 303
    assert Person(world, None).post("/sign-in", name="ada", password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "words"), [("wrong", NEW, "not right"), (PASSWORD, "short", "at least")]
)
def test_a_password_is_not_changed_by_mistake(ada, world, old, new, words):
    answer = ada.post("/account/password", old=old, new=new)
    assert answer.status_code == 400
    assert words in answer.text
    assert Person(world, None).post("/sign-in", name="ada", password=PASSWORD).status_code == 303


def test_browsers_are_listed_and_signed_out_one_by_one_or_all(ada, world):
    others = [Person(world, "ada") for _ in range(3)]
    page = ada.get("/account").text
    assert page.count("Sign out<span") == 3
    handle = re.findall(r"/account/browsers/([0-9a-f]{16})/close", page)[0]
    assert ada.post(f"/account/browsers/{handle}/close").status_code == 303
    assert ada.post(f"/account/browsers/{handle}/close").status_code == 404
    assert [each.get("/account").status_code for each in others].count(303) == 1
    ada.post("/account/browsers/others/close")
    assert [each.get("/account").status_code for each in others] == [303] * 3
    assert ada.get("/account").status_code == 200


def test_nobody_signs_somebody_elses_browser_out(ada, bo, world):
    with reading(world.engine) as session:
        found = people.by_name(session, "bo")
        assert found is not None
        handle = sessions.of_user(session, found[0].id, this="", now=world.now)[0].handle
    assert ada.post(f"/account/browsers/{handle}/close").status_code == 404
    assert bo.get("/account").status_code == 200


def test_browsers_are_told_apart_by_their_names(stranger):
    stranger.client.headers["User-Agent"] = (
        "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    )
    stranger.post("/sign-in", name="bo", password=PASSWORD)
    assert "Firefox on Linux" in stranger.get("/account").text


def test_a_token_is_shown_once_works_and_is_revoked(bo, world):
    page = bo.post("/account/tokens", name="script", days="30", scopes=["review:read"]).text
    found = re.search(r"lk_[\w-]+", page)
    assert found is not None
    secret = found[0]
    assert secret not in bo.get("/account").text
    headers = {"Authorization": f"Bearer {secret}"}
    path = f"/api/v1{LIST}/candidates"
    anybody = Person(world, None).client
    assert anybody.get(path, headers=headers).status_code == 200
    with reading(world.engine) as session:
        token_id = tokens.every(session)[0].id
    assert bo.post(f"/account/tokens/{token_id}/revoke").status_code == 303
    assert anybody.get(path, headers=headers).status_code == 401


def test_a_token_of_somebody_else_is_not_revoked(ada, bo, world):
    bo.post("/account/tokens", name="script", days="30", scopes=["review:read"])
    with reading(world.engine) as session:
        token_id = tokens.every(session)[0].id
    assert ada.post(f"/account/tokens/{token_id}/revoke").status_code == 403


def test_keys_of_ones_own_are_on_the_buttons_and_in_the_help(bo):
    assert bo.post("/account/keys", accept="y", next="n").status_code == 303
    page = bo.get(QUEUE).text
    assert 'data-key="y" aria-keyshortcuts="y"><kbd>y</kbd> Accept' in page
    assert "<dt><kbd>n</kbd></dt><dd>Next paper</dd>" in page
    assert bo.post("/account/keys", accept="j").status_code == 400
    bo.post("/account/keys", usual="1")
    assert "<kbd>a</kbd> Accept" in bo.get(QUEUE).text


def invited(page: str) -> str:
    found = re.search(r"/welcome/[\w-]+", page)
    assert found is not None
    return found[0]


def test_a_maintainer_of_a_list_invites_to_it_and_to_nothing_else(ada, world):
    link = invited(ada.post(f"{LIST}/people/invite", role="maintainer").text)
    new = Person(world, None)
    new.get(link)
    assert new.post(link, name="mo", password=NEW).status_code == 303
    assert new.get(QUEUE).status_code == 200
    assert new.get(f"/lists/{OTHER}/queue").status_code == 403
    assert "Invite a" in new.get(f"{LIST}/people").text
    assert new.post(f"{LIST}/people/invite", role="admin").status_code == 400
    assert new.get("/people").status_code == 403


def test_who_has_an_account_takes_an_invitation_and_keeps_what_was_there(ada, cy):
    link = invited(ada.post(f"{LIST}/people/invite", role="reviewer").text)
    assert "signed in as cy" in cy.get(link).text
    assert cy.post(link).status_code == 303
    assert cy.get(QUEUE).status_code == 200
    assert cy.post(link).status_code == 400, "the link is used up"
    lower = invited(ada.post("/people/invite", role="reader").text)
    ada.post(lower)
    assert ada.get("/people").status_code == 200


def test_roles_are_changed_and_told_and_the_last_administrator_stays(ada, cy, world):
    assert ada.post(f"{LIST}/people", name="cy", role="reviewer").status_code == 303
    assert cy.get(QUEUE).status_code == 200
    ada.post(f"{LIST}/people", name="cy", role="reader")
    assert cy.get(QUEUE).status_code == 403
    assert ada.post("/people", name="ada", role="reader").status_code == 409
    assert ada.post("/people", name="nobody", role="reader").status_code == 404
    with reading(world.engine) as session:
        assert [line.action for line in ledger.newest(session, limit=2)] == ["role", "role"]


def test_a_maintainer_does_not_take_rights_from_who_has_more(world):
    with writing(world.engine) as session:
        made = people.add(session, name="mo", password_hash="!", role=Role.READER, now=world.now)
        list_id = lists.by_slug(session, SLUG).id
        people.set_role_on(session, made.id, list_id, Role.MAINTAINER)
        ada = people.by_name(session, "ada")
        assert ada is not None
        people.set_role_on(session, ada[0].id, list_id, Role.ADMIN)
    mo = Person(world, "mo")
    assert mo.post(f"{LIST}/people", name="ada", role="reader").status_code == 403


def test_a_session_cookie_of_a_signed_out_browser_opens_nothing(world):
    token = session_cookie(world, "ada")
    one, two = Person(world, None), Person(world, None)
    for each in (one, two):
        each.client.cookies.set(COOKIE, token)
    one.post("/sign-out")
    assert two.get("/account").status_code == 303
