"""The announcement calendar: due dates over weekends, holidays and clock changes; what an empty day means."""

from datetime import UTC, date, datetime, timedelta

import pytest

from service.domain.calendar import Calendar, Emptiness, explain_empty_day, explain_silence

CALENDAR = Calendar({date(2025, 11, 27): "Thanksgiving", date(2025, 7, 6): "after Independence Day"})


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "announced"),
    [
        (date(2025, 10, 5), "2025-10-06T00:00"),  # Sunday, daylight saving time
        (date(2025, 10, 6), "2025-10-07T00:00"),
        (date(2025, 10, 9), "2025-10-10T00:00"),
        (date(2025, 10, 10), None),  # Friday
        (date(2025, 10, 11), None),  # Saturday
        (date(2025, 11, 2), "2025-11-03T01:00"),  # the day on which the clocks go back
        (date(2025, 11, 27), None),  # Thanksgiving
    ],
)
def test_announcement_on(day: date, announced: str | None) -> None:
    assert CALENDAR.announcement_on(day) == (utc(announced) if announced else None)


@pytest.mark.parametrize(
    ("submitted", "announced"),
    [
        ("2025-10-06T17:59", "2025-10-07T00:00"),  # Monday 13:59 Eastern: the same evening
        ("2025-10-06T18:00", "2025-10-07T00:00"),  # 14:00 sharp still counts
        ("2025-10-06T18:01", "2025-10-08T00:00"),
        ("2025-10-09T18:01", "2025-10-13T00:00"),  # Thursday after the cut-off: Sunday
        ("2025-10-10T18:00", "2025-10-13T00:00"),  # Friday until 14:00: Sunday
        ("2025-10-10T18:01", "2025-10-14T00:00"),  # Friday afternoon: Monday
        ("2025-10-12T12:00", "2025-10-14T00:00"),  # Sunday: Monday
        ("2025-11-27T12:00", "2025-12-01T01:00"),  # Thanksgiving: Sunday
        ("2025-07-03T19:00", "2025-07-08T00:00"),  # no announcement on the Sunday after 4 July
    ],
)
def test_announcement_of_a_submission(submitted: str, announced: str) -> None:
    assert CALENDAR.announcement_of(utc(submitted)) == utc(announced)


def test_next_and_last_announcement_surround_every_moment() -> None:
    moment = utc("2025-10-31T00:00")
    while moment < utc("2025-12-05T00:00"):
        assert CALENDAR.last_announcement(moment) <= moment < CALENDAR.next_announcement(moment)
        moment += timedelta(hours=7)


DAY = date(2025, 10, 7)  # a Tuesday: its papers are announced until Thursday 00:00 UTC


@pytest.mark.parametrize(
    ("now", "usual", "kind", "words"),
    [
        (
            "2025-10-07T20:00",
            14.0,
            Emptiness.EARLY,
            "announced until Thu 2025-10-09 00:00 UTC; nothing is missing",
        ),
        (
            "2025-10-09T03:00",
            14.0,
            Emptiness.LATE,
            "was due Thu 2025-10-09 00:00 UTC; arXiv is often some hours",
        ),
        ("2025-10-09T12:00", 14.0, Emptiness.BROKEN, "where about 14 papers are usual; that is not believed"),
        (
            "2025-10-09T12:00",
            7.0,
            Emptiness.QUIET,
            "arXiv has nothing from 2025-10-07 that the lists ask for.",
        ),
        ("2025-10-09T12:00", None, Emptiness.QUIET, "arXiv has nothing from 2025-10-07"),
    ],
)
def test_an_empty_day(now: str, usual: float | None, kind: Emptiness, words: str) -> None:
    found = explain_empty_day(DAY, utc(now), CALENDAR, usual=usual)
    assert found.kind is kind
    assert words in found.words


def test_an_empty_weekend_and_holiday_say_so() -> None:
    later = utc("2026-01-01T00:00")
    assert "a day of the weekend" in explain_empty_day(date(2025, 10, 11), later, CALENDAR).words
    assert "(Thanksgiving)" in explain_empty_day(date(2025, 11, 27), later, CALENDAR).words


def test_a_day_that_could_not_be_read_is_broken_whenever_it_is_asked_for() -> None:
    found = explain_empty_day(DAY, utc("2025-10-07T20:00"), CALENDAR, problem="arXiv asked us to slow down")
    assert (found.kind, found.words) == (
        Emptiness.BROKEN,
        "2025-10-07 could not be read: arXiv asked us to slow down",
    )


def test_a_quiet_day_gets_its_hour_when_it_is_early() -> None:
    assert explain_empty_day(DAY, utc("2025-10-07T20:00"), CALENDAR).again_at == utc("2025-10-09T00:00")


@pytest.mark.parametrize(
    ("newest", "now", "kind"),
    [
        ("2025-10-08T00:30", "2025-10-08T09:00", None),  # the last announcement is here
        ("2025-10-07T00:30", "2025-10-08T09:00", Emptiness.LATE),
        ("2025-10-07T00:30", "2025-10-08T13:00", Emptiness.BROKEN),
        ("2025-10-10T00:30", "2025-10-12T12:00", Emptiness.QUIET),  # Sunday noon: none since Thursday
        ("2025-10-07T00:30", "2025-10-12T12:00", Emptiness.BROKEN),  # but we missed that one
        (None, "2025-10-08T13:00", Emptiness.BROKEN),
        (None, "2025-10-08T02:00", Emptiness.LATE),
    ],
)
def test_silence(newest: str | None, now: str, kind: Emptiness | None) -> None:
    found = explain_silence(utc(newest) if newest else None, utc(now), CALENDAR)
    assert (found.kind if found else None) is kind


def test_the_operator_is_warned_before_the_holidays_run_out() -> None:
    calendar = Calendar({}, date(2026, 12, 31))
    assert calendar.warning(date(2026, 10, 1)) is None
    assert "holidays end on 2026-12-31; add the coming year's" in (calendar.warning(date(2026, 12, 1)) or "")
    assert "holidays are not known" in (Calendar().warning(date(2026, 1, 1)) or "")
