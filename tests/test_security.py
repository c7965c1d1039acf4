"""Passwords, tokens and form tokens, with what people and attackers send."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service import security
from service.errors import BadInput

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)


def test_a_password_is_kept_as_argon2id_and_known_again() -> None:
    stored = security.hash_password("three calm mornings")
    assert stored.startswith("$argon2id$")
    assert "calm" not in stored
    assert security.is_password(stored, "three calm mornings")
    assert not security.is_password(stored, "three calm evenings")


def test_the_same_password_never_looks_the_same() -> None:
    assert security.hash_password("three calm mornings") != security.hash_password("three calm mornings")


def test_nobody_has_no_password() -> None:
    assert not security.is_password(None, "")
    assert not security.is_password(None, "three calm mornings")


def test_a_damaged_hash_lets_nobody_in() -> None:
    assert not security.is_password("no hash at all", "three calm mornings")


@pytest.mark.parametrize(("password", "words"), [("x" * 9, "at least 10"), ("x" * 1001, "at most 1000")])
def test_passwords_have_bounds(password: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        security.hash_password(password)


def test_tokens_differ_and_only_their_digest_is_kept() -> None:
    first, second = security.make_token(), security.make_token()
    assert first != second
    assert len(security.digest(first)) == 64
    assert security.digest(first) == security.digest(first) != security.digest(second)


def test_a_form_token_is_good_for_twelve_hours() -> None:
    token = security.make_form_token("key", "session", now=NOW)
    security.check_form_token("key", "session", token, now=NOW)
    security.check_form_token("key", "session", token, now=NOW + timedelta(hours=12))
    with pytest.raises(BadInput, match="older than twelve hours; reload"):
        security.check_form_token("key", "session", token, now=NOW + timedelta(hours=12, seconds=1))


@pytest.mark.parametrize(("key", "session"), [("key", "other"), ("other", "session"), ("key", "")])
def test_a_form_token_is_good_for_its_session_and_key_only(key: str, session: str) -> None:
    token = security.make_form_token("key", "session", now=NOW)
    with pytest.raises(BadInput, match="not made for your session; reload"):
        security.check_form_token(key, session, token, now=NOW)


def test_a_form_token_cannot_be_made_younger() -> None:
    stamp, _, signature = security.make_form_token("key", "session", now=NOW).partition(".")
    with pytest.raises(BadInput, match="not made for your session"):
        security.check_form_token("key", "session", f"{int(stamp) + 1}.{signature}", now=NOW)


@given(st.text() | st.from_regex(r"[0-9²٣]+\.[a-zé]*", fullmatch=True))
def test_whatever_is_sent_as_a_form_token_is_refused_in_words(token: str) -> None:
    with pytest.raises(BadInput, match="reload the page"):
        security.check_form_token("key", "session", token, now=NOW)
