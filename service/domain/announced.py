"""When a paper was announced, as far as that can be told from its submission and its id."""

from datetime import UTC, date, datetime

from service.domain.calendar import Calendar
from service.domain.papers import PaperRecord


def announced_on(record: PaperRecord, calendar: Calendar, now: datetime) -> date | None:
    """Return the day (UTC) of the announcement that a paper's submission fell into, by arXiv's schedule.

    None where that is not known: no submission, an announcement still to come, or an id of a later month,
    which tells that moderation held the paper.
    """
    if record.submitted_at is None:
        return None
    due = calendar.announcement_of(record.submitted_at)
    was_held = record.arxiv_id.month > (due.astimezone(UTC).year, due.astimezone(UTC).month)
    return None if was_held or due > now else due.astimezone(UTC).date()
