"""When a day is believed, when it is read again, and how queries are joined."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.catalog.loader import built_in_catalog, load_catalog
from service.domain.windows import WindowState, decide_window, merge_queries, next_attempt_at

NOW = datetime(2025, 10, 8, 3, tzinfo=UTC)


@pytest.mark.parametrize(
    ("expected", "fetched", "stored", "problem", "state"),
    [
        (412, 412, 412, None, WindowState.GREEN),
        (0, 0, 0, None, WindowState.GREEN),
        (412, 411, 411, None, WindowState.AMBER),
        (412, 412, 411, None, WindowState.AMBER),
        (412, 413, 413, None, WindowState.AMBER),
        (412, 412, 412, "its total moved", WindowState.AMBER),
        (None, 0, 0, "arXiv cannot be reached", WindowState.RED),
        (None, 5, 5, None, WindowState.RED),
    ],
)
def test_only_a_day_that_adds_up_is_green(
    expected: int | None, fetched: int, stored: int, problem: str | None, state: WindowState
) -> None:
    assert decide_window(expected=expected, fetched=fetched, stored=stored, problem=problem) is state


def test_a_green_day_is_read_daily_for_a_week() -> None:
    for age, again in ((0, NOW + timedelta(days=1)), (7, NOW + timedelta(days=1)), (8, None)):
        day = NOW.date() - timedelta(days=age)
        assert next_attempt_at(WindowState.GREEN, day=day, attempts=1, now=NOW) == again


@pytest.mark.parametrize("state", [WindowState.AMBER, WindowState.RED])
def test_an_incomplete_day_is_tried_again_less_and_less_often(state: WindowState) -> None:
    waits = [next_attempt_at(state, day=date(2025, 1, 1), attempts=n, now=NOW) for n in (1, 2, 3, 8, 1000)]
    minutes = [(w - NOW) / timedelta(minutes=1) for w in waits if w is not None]
    assert minutes == [15, 30, 60, 1440, 1440]


def test_queries_are_joined_once_each_and_kept_short() -> None:
    assert merge_queries(["cat:cs.CV", " cat:cs.CV ", "", "ti:a OR ti:b"]) == [
        "(cat:cs.CV) OR (ti:a OR ti:b)"
    ]
    assert merge_queries(["a" * 20, "b" * 20, "c" * 20], longest=56) == [
        f"({'a' * 20}) OR ({'b' * 20})",
        f"({'c' * 20})",
    ]
    assert merge_queries(["a" * 90], longest=50) == [f"({'a' * 90})"]


def test_the_founding_lists_are_one_question() -> None:
    specs = load_catalog([built_in_catalog()])
    assert len(merge_queries(spec.query for spec in specs)) == 1
