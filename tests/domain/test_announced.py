"""The day of the announcement: the schedule's, unless something speaks against it."""

from datetime import UTC, date, datetime

import pytest

from service.domain.announced import announced_on
from service.domain.calendar import Calendar
from service.domain.papers import ArxivId, PaperRecord

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
CALENDAR = Calendar({date(2025, 9, 1): "Labor Day"})


def announced(submitted: str | None, arxiv_id: str = "2510.02912", now: datetime = NOW) -> date | None:
    at = datetime.fromisoformat(f"{submitted}+00:00") if submitted else None
    record = PaperRecord(arxiv_id=ArxivId(arxiv_id), title="A", abstract="", submitted_at=at)
    return announced_on(record, CALENDAR, now)


@pytest.mark.parametrize(
    ("submitted", "day"),
    [
        ("2025-10-02T09:00:00", date(2025, 10, 3)),  # Thursday morning, announced in the night
        ("2025-10-02T19:00:00", date(2025, 10, 6)),  # after the cut-off: Friday's batch comes on Sunday night
        ("2025-10-03T20:00:00", date(2025, 10, 7)),
    ],
)
def test_a_paper_is_announced_with_the_batch_of_its_submission(submitted, day):
    assert announced(submitted) == day


def test_a_holiday_puts_the_announcement_off():
    assert announced("2025-08-29T19:00:00", "2509.00001") == date(2025, 9, 3)


def test_an_id_of_a_later_month_tells_that_the_paper_was_held():
    assert announced("2025-09-10T09:00:00", "2510.02912") is None


def test_an_id_of_an_earlier_month_does_not_speak_against_the_schedule():
    assert announced("2024-06-28T14:41:13", "2406.19956") == date(2024, 7, 1)


def test_nothing_is_said_of_what_is_still_to_come_or_not_known():
    assert announced("2025-11-05T09:00:00", "2511.00001") is None
    assert announced(None) is None
