"""Retry-After as sources send it, and as none should."""

from datetime import UTC, datetime, timedelta

import pytest

from service.sources.retry import LocalCircuit
from service.sources.transport import parse_retry_after

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
WEEK = 7 * 24 * 3600


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("7", 7),
        (" 120 ", 120),
        ("\u00b2", None),
        ("9" * 12, WEEK),
        ("9" * 400, WEEK),
        ("Wed, 05 Nov 2025 09:31:00 GMT", 60),
        ("Wed, 05 Nov 2025 09:29:00 GMT", 0),
        ("Fri, 31 Dec 9999 23:59:59 GMT", WEEK),
    ],
)
def test_what_a_source_asks_for(said: str | None, seconds: float | None) -> None:
    asked = parse_retry_after(said, now=NOW)
    assert asked == seconds
    LocalCircuit(clock=lambda: NOW + timedelta(days=1)).open_for(asked or 0)
