"""The announcement calendar as shipped, against the announcements that really came."""

import json
import lzma
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from service.errors import SetupError
from service.sources.arxiv_calendar import read_calendar

HARDLY_ANY = 30  # a stray date in the data is no announcement


def test_the_shipped_calendar_covers_the_coming_months() -> None:
    calendar = read_calendar()
    assert calendar.known_until is not None
    assert calendar.warning(date(2026, 11, 20)) is None
    assert "holidays end on 2027-12-31" in (calendar.warning(date(2027, 11, 20)) or "")


@pytest.mark.parametrize(
    "text",
    ["known_until = 2027-12-31", "[holidays", '[holidays]\nsoon = "x"', 'known_until = "x"\n[holidays]'],
)
def test_a_broken_file_is_named(tmp_path: Path, text: str) -> None:
    path = tmp_path / "holidays.toml"
    path.write_text(text)
    with pytest.raises(SetupError, match=r"holidays\.toml"):
        read_calendar(path)


@pytest.mark.shared
@pytest.mark.parametrize(
    ("first", "last"),
    [(date(2025, 5, 5), date(2025, 11, 28)), (date(2026, 2, 3), date(2026, 7, 31))],
)
def test_announcements_came_when_the_calendar_says(shared: Path, first: date, last: date) -> None:
    listed = announced(shared, first.year)
    calendar = read_calendar()
    wrong = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)  # papers are listed on the day after the announcement
        is_due = calendar.announcement_on(day - timedelta(days=1)) is not None
        if is_due != (listed[day.isoformat()] > HARDLY_ANY):
            wrong.append(day)
    assert wrong == []


def announced(shared: Path, year: int) -> Counter[str]:
    days: Counter[str] = Counter()
    for path in (shared / "data" / "arxiv").glob(f"{year}-*.jsonl.xz"):
        with lzma.open(path) as lines:
            days.update(str(json.loads(line)["listed_first"]) for line in lines)
    return days
