"""When arXiv announces papers, and what it means that a day has none.

Announcements come at 20:00 US Eastern, Sunday to Thursday, holidays excepted; each carries what was
submitted until 14:00 of its day (Sunday's: of Friday). https://info.arxiv.org/help/availability.html
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

EASTERN = ZoneInfo("America/New_York")
GRACE = timedelta(hours=12)  # an announcement that is some hours late is no news
WARN_BEFORE = timedelta(days=60)
_ANNOUNCED_AT = time(20)
_CUT_OFF = time(14)
_FRIDAY, _SATURDAY, _SUNDAY = 4, 5, 6
_FREEZE_BEFORE_SUNDAY = timedelta(days=2)
# A chance of no paper at all below this is not taken for a quiet day: nine papers or more are usual. In seven
# real months of the founding lists' queries, eleven days were empty where three to seven are.
_BELIEVABLE = 1e-4
_DAY = timedelta(days=1)


class Emptiness(StrEnum):
    """Why there is nothing."""

    QUIET = "quiet"
    EARLY = "early"
    LATE = "late"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why there is nothing, in a sentence for people; `again_at` is when that may change."""

    kind: Emptiness
    words: str
    again_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The announcement days. Holidays are known until `known_until`; later days are taken for ordinary."""

    holidays: Mapping[date, str] = field(default_factory=dict)
    known_until: date | None = None

    def announcement_on(self, day: date) -> datetime | None:
        """Return when papers are announced on a day (US Eastern), None if they are not."""
        if day.weekday() in (_FRIDAY, _SATURDAY) or day in self.holidays:
            return None
        return datetime.combine(day, _ANNOUNCED_AT, tzinfo=EASTERN).astimezone(UTC)

    def next_announcement(self, after: datetime) -> datetime:
        """Return the first announcement later than a moment."""
        day = after.astimezone(EASTERN).date()
        while True:
            found = self.announcement_on(day)
            if found is not None and found > after:
                return found
            day += _DAY

    def last_announcement(self, until: datetime) -> datetime:
        """Return the latest announcement not later than a moment."""
        day = until.astimezone(EASTERN).date()
        while True:
            found = self.announcement_on(day)
            if found is not None and found <= until:
                return found
            day -= _DAY

    def announcement_of(self, submitted_at: datetime) -> datetime:
        """Return when a paper submitted at a moment is announced, unless moderation holds it."""
        found = self.next_announcement(submitted_at)
        while _cut_off(found) < submitted_at:
            found = self.next_announcement(found)
        return found

    def warning(self, today: date) -> str | None:
        """Return a sentence for the operator when the known holidays run out soon."""
        if self.known_until is not None and today + WARN_BEFORE <= self.known_until:
            return None
        until = f"end on {self.known_until}" if self.known_until else "are not known"
        return (
            f"arXiv's holidays {until}; add the coming year's to service/sources/arxiv_holidays.toml "
            "(https://info.arxiv.org/help/availability.html), else a holiday looks like a failure."
        )


def explain_empty_day(
    day: date,
    now: datetime,
    calendar: Calendar,
    *,
    usual: float | None = None,
    problem: str | None = None,
) -> Explanation:
    """Say why no paper submitted on a day (UTC) is there.

    `usual` is how many papers such a day brings on average, if that is known; `problem` is what went wrong
    when arXiv was asked, if something did.
    """
    if problem:
        return Explanation(Emptiness.BROKEN, f"{day} could not be read: {problem}")
    due = calendar.announcement_of(_end_of(day))
    if now < due:
        words = f"Papers submitted on {day} are announced until {_when(due)}; nothing is missing yet."
        return Explanation(Emptiness.EARLY, words, due)
    if now < due + GRACE:
        words = f"The announcement for {day} was due {_when(due)}; arXiv is often some hours late."
        return Explanation(Emptiness.LATE, words, due + GRACE)
    if usual is not None and math.exp(-usual) < _BELIEVABLE:
        words = (
            f"arXiv says that it has nothing from {day}, where about {usual:.0f} papers are usual; "
            "that is not believed, and the day will be read again."
        )
        return Explanation(Emptiness.BROKEN, words)
    return Explanation(Emptiness.QUIET, f"arXiv has nothing from {day}{_reason(day, calendar)}.")


def explain_silence(newest_at: datetime | None, now: datetime, calendar: Calendar) -> Explanation | None:
    """Say why nothing has come today, None if the papers of a fresh announcement are there.

    `newest_at` is when the newest paper reached us.
    """
    last = calendar.last_announcement(now)
    if newest_at is not None and newest_at >= last:
        if now - last < _DAY:
            return None
        following = calendar.next_announcement(now)
        words = (
            f"arXiv has announced nothing since {_when(last)}; the next papers are due {_when(following)}."
        )
        return Explanation(Emptiness.QUIET, words, following)
    if now < last + GRACE:
        words = f"The announcement of {_when(last)} has not reached us yet; arXiv is often some hours late."
        return Explanation(Emptiness.LATE, words, last + GRACE)
    words = (
        f"Papers were announced {_when(last)}, and none has reached us; "
        "look at the coverage page, or run `listkeeper crawl`."
    )
    return Explanation(Emptiness.BROKEN, words)


def _cut_off(announced_at: datetime) -> datetime:
    day = announced_at.astimezone(EASTERN).date()
    if day.weekday() == _SUNDAY:
        day -= _FREEZE_BEFORE_SUNDAY
    return datetime.combine(day, _CUT_OFF, tzinfo=EASTERN)


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _DAY, time(), tzinfo=UTC) - timedelta(seconds=1)


def _reason(day: date, calendar: Calendar) -> str:
    if day in calendar.holidays:
        return f" ({calendar.holidays[day]})"
    if day.weekday() >= _SATURDAY:
        return ", a day of the weekend"
    return " that the lists ask for"


def _when(moment: datetime) -> str:
    return f"{moment.astimezone(UTC):%a %Y-%m-%d %H:%M} UTC"
