"""Accounts, links that work once, and browsers that are signed in."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine

from service.db import ledger, people, sessions
from service.db.engine import reading, writing
from service.errors import BadInput, Conflict
from tests.makers import make_user

DAY = timedelta(days=1)


def test_an_account_is_found_by_its_name(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        made = people.add(session, name="  Ada ", password_hash="hash", role="admin", now=now)
        make_user(session, "bo", "reader")
    with reading(engine) as session:
        assert people.by_name(session, "Ada") == (made, "hash")
        assert people.by_name(session, "nobody") is None
        assert [u.name for u in people.everybody(session)] == ["Ada", "bo"]
        assert people.count(session) == 2


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\nb", "a\x00b", "a\u202eb"])
def test_a_name_must_be_visible_and_not_too_long(engine: Engine, name: str) -> None:
    with writing(engine) as session, pytest.raises(BadInput, match="1 to 80 visible characters"):
        make_user(session, name)


def test_two_accounts_do_not_share_a_name(engine: Engine) -> None:
    with writing(engine) as session:
        make_user(session)
        with pytest.raises(Conflict, match="already an account named ada; choose another"):
            make_user(session)


def test_a_link_works_once(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        people.add_link(session, "d" * 64, role="reviewer", expires_at=now + DAY)
    with writing(engine) as session:
        assert people.is_link(session, "d" * 64, now=now)
        assert people.use_link(session, "d" * 64, now=now).role == "reviewer"
    with writing(engine) as session:
        assert not people.is_link(session, "d" * 64, now=now)
        with pytest.raises(BadInput, match="make a new one with `listkeeper user link`"):
            people.use_link(session, "d" * 64, now=now)


def test_a_link_used_by_two_at_once_serves_one(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        people.add_link(session, "d" * 64, role="reader", expires_at=now + DAY)

    def use(_: int) -> bool:
        try:
            with writing(engine) as session:
                people.use_link(session, "d" * 64, now=now)
        except BadInput:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(use, range(6))) == 1


def test_a_link_ends_with_its_day(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        people.add_link(session, "d" * 64, role="reader", expires_at=now + DAY)
        assert not people.is_link(session, "d" * 64, now=now + DAY)
        with pytest.raises(BadInput, match="too old"):
            people.use_link(session, "d" * 64, now=now + DAY)


def test_a_link_that_was_taken_back_by_a_failure_still_works(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        people.add_link(session, "d" * 64, role="reader", expires_at=now + DAY)
        make_user(session)

    def join() -> None:
        with writing(engine) as session:
            people.use_link(session, "d" * 64, now=now)
            make_user(session)

    with pytest.raises(Conflict):
        join()
    with reading(engine) as reader:
        assert people.is_link(reader, "d" * 64, now=now)


def test_a_browser_stays_signed_in_until_its_day(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        ada = make_user(session)
        sessions.start(session, ada.id, "c" * 64, now=now, days=30)
    with reading(engine) as session:
        assert sessions.user(session, "c" * 64, now=now + 29 * DAY) == ada
        assert sessions.user(session, "c" * 64, now=now + 30 * DAY) is None
        assert sessions.user(session, "x" * 64, now=now) is None


def test_signing_out_ends_one_browser_and_a_new_password_all_of_them(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        ada, bo = make_user(session), make_user(session, "bo")
        for user, cookie in ((ada, "1"), (ada, "2"), (bo, "3")):
            sessions.start(session, user.id, cookie * 64, now=now, days=1)
        sessions.close(session, "1" * 64)
    with reading(engine) as session:
        assert [bool(sessions.user(session, c * 64, now=now)) for c in "123"] == [False, True, True]
    with writing(engine) as session:
        people.set_password(session, ada.id, "new")
    with reading(engine) as session:
        assert [bool(sessions.user(session, c * 64, now=now)) for c in "123"] == [False, False, True]
        assert people.by_name(session, "ada") == (ada, "new")


def test_the_ledger_reads_newest_first_page_by_page_and_by_subject(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        for number in range(5):
            subject = f"user:{'ada' if number % 2 else 'bo'}"
            ledger.note(
                session, at=now, actor="ada", action=f"act {number}", subject=subject, after={"n": number}
            )
    with reading(engine) as session:
        first = ledger.newest(session, limit=2)
        rest = ledger.newest(session, limit=9, before_id=first[-1].id)
        mine = ledger.newest(session, limit=9, subject="user:ada")
    assert [line.after["n"] for line in first + rest] == [4, 3, 2, 1, 0]
    assert [line.action for line in mine] == ["act 3", "act 1"]
    assert first[0].before == {}


def test_what_is_not_committed_is_not_in_the_ledger(engine: Engine, now: datetime) -> None:
    def fail() -> None:
        with writing(engine) as session:
            ledger.note(session, at=now, actor="ada", action="act", subject="x")
            raise BadInput("No.")

    with pytest.raises(BadInput):
        fail()
    with reading(engine) as session:
        assert ledger.newest(session, limit=1) == []
