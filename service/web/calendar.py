"""Days of crawling as a calendar: one square a day, one column a week."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from service.db.windows import Window
from service.domain.calendar import Explanation
from service.domain.crawl_plan import usual_count

SIZE, STEP = 14, 17  # of a square and from one to the next, in SVG units
_WORST = ("red", "amber", "green")
WORDS = {
    "green": "complete",
    "amber": "incomplete, asked again",
    "red": "failed",
    "quiet": "complete, nothing new",
    "early": "announced later",
    "late": "late",
    "broken": "empty, not believed",
    "none": "not asked",
}
_NAMES = {"arxiv": "arXiv", "samples": "Sample papers"}


@dataclass(frozen=True, slots=True)
class Day:
    """One day over all queries of a source."""

    day: date
    state: str
    expected: int
    stored: int
    problems: tuple[str, ...]
    why: str
    x: int
    y: int

    @property
    def words(self) -> str:
        """The state in words."""
        return WORDS[self.state]


@dataclass(frozen=True, slots=True)
class Calendar:
    """A source's days, oldest first, and the size of their picture."""

    source: str
    days: Sequence[Day]
    months: Sequence[tuple[int, str]]
    width: int
    height: int = 7 * STEP

    @property
    def name(self) -> str:
        """What people call the source."""
        return _NAMES.get(self.source, self.source)


Explain = Callable[[date, float | None], Explanation]
"""Says why a day has nothing, given how many papers it usually has."""


def make_calendar(
    source: str, windows: Sequence[Window], first: date, last: date, *, explain: Explain | None = None
) -> Calendar:
    """Arrange a source's windows from `first` to `last`; a week starts on Monday."""
    counts: dict[date, int] = {}
    for window in windows:
        if window.state == "green":
            counts[window.day] = counts.get(window.day, 0) + (window.expected or 0)
    of_day: dict[date, list[Window]] = {}
    for window in windows:
        of_day.setdefault(window.day, []).append(window)
    start = first - timedelta(days=first.weekday())
    days = []
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        column = (day - start).days // 7
        made = _make_day(day, of_day.get(day, []), column * STEP, day.weekday() * STEP)
        days.append(_explained(made, counts, explain) if explain else made)
    months = [(d.x, f"{d.day:%b}") for d in days if d.day.day == 1 or d is days[0]]
    spaced = [m for i, m in enumerate(months) if i == 0 or m[0] - months[i - 1][0] >= 2 * STEP]
    return Calendar(source=source, days=days, months=spaced, width=days[-1].x + STEP)


def _explained(day: Day, counts: Mapping[date, int], explain: Explain) -> Day:
    """Say of an empty day which of quiet, early, late or broken it is."""
    if day.state != "quiet":
        return day
    said = explain(day.day, usual_count(day.day, {d: n for d, n in counts.items() if d != day.day}))
    return replace(day, state=str(said.kind), why=said.words)


def _make_day(day: date, windows: Sequence[Window], x: int, y: int) -> Day:
    states = {w.state for w in windows}
    expected = sum(w.expected or 0 for w in windows)
    state = next((s for s in _WORST if s in states), "none")
    if state == "green" and expected == 0:
        state = "quiet"
    return Day(
        day=day,
        state=state,
        expected=expected,
        stored=sum(w.stored for w in windows),
        problems=tuple(w.problem for w in windows if w.problem),
        why="",
        x=x,
        y=y,
    )
