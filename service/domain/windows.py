"""Source windows: when a day counts as complete, and how the lists' queries become few requests."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from urllib.parse import quote_plus

from service.domain.calendar import Calendar, Emptiness, explain_empty_day

SETTLED_AFTER = timedelta(days=7)  # moderation may hold a paper for so long
FIRST_RETRY = timedelta(minutes=15)
LAST_RETRY = timedelta(days=1)
BELIEVED_AFTER = 5  # readings, over eight hours
LONGEST_QUERY = (
    6000  # bytes in an address, with the window around it still below the 8 kB that servers accept
)


class WindowState(StrEnum):
    """How far what we have of a day can be trusted."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


def decide_window(*, expected: int | None, fetched: int, stored: int, problem: str | None) -> WindowState:
    """Call a day green only when everything that the source says there is has been stored."""
    if expected is None:
        return WindowState.RED
    if problem is None and expected == fetched == stored:
        return WindowState.GREEN
    return WindowState.AMBER


def doubt_count(
    day: date,
    count: int,
    now: datetime,
    calendar: Calendar,
    *,
    before: int | None,
    usual: float | None,
    attempts: int,
) -> str | None:
    """Return why a source's count of a day is not believed yet, None if it is.

    Papers do not become fewer, and a weekday that usually has some is not empty. A source that says so all
    the same is asked again; one that stays with it is believed in the end.
    """
    if attempts > BELIEVED_AFTER:
        return None
    if before is not None and count < before:
        return f"arXiv has shown {before} papers of {day}, and counts {count} now"
    if count == 0:
        said = explain_empty_day(day, now, calendar, usual=usual)
        return said.words if said.kind is Emptiness.BROKEN else None
    return None


def next_attempt_at(state: WindowState, *, day: date, attempts: int, now: datetime) -> datetime | None:
    """Return when a day should be read again, None when it is settled.

    A green day is read daily until moderation can have held nothing of it any more; another one is tried
    again soon, then less and less often, but never given up.
    """
    if state is not WindowState.GREEN:
        return now + min(LAST_RETRY, FIRST_RETRY * (1 << min(max(attempts, 1) - 1, 7)))
    if now.date() - day > SETTLED_AFTER:
        return None
    return now + timedelta(days=1)


def merge_queries(queries: Iterable[str], *, longest: int = LONGEST_QUERY) -> list[str]:
    """Join the lists' queries with OR, so that a paper that several lists want is asked for once.

    Equal queries count once; a joint query stays below `longest` bytes in an address where single ones do.
    """
    merged: list[str] = []
    for query in dict.fromkeys(" ".join(q.split()) for q in queries if q.strip()):
        part = f"({query})"
        joint = f"{merged[-1]} OR {part}" if merged else part
        if merged and len(quote_plus(joint)) <= longest:
            merged[-1] = joint
        else:
            merged.append(part)
    return merged
