"""The coverage page: of every day, whether what arXiv announced is here."""

from datetime import date, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import windows
from service.domain.calendar import Explanation, explain_empty_day
from service.sources.arxiv_calendar import read_calendar
from service.web.calendar import WORDS, make_calendar
from service.web.frame import Page
from service.web.metadata import Metadata
from service.workflows import tidings

router = APIRouter(include_in_schema=False)

_DAYS = 26 * 7  # half a year fits on one line
_LEAD = timedelta(days=7)  # shown before the first day that was asked for


@router.get("/coverage")
def show_coverage(page: Page, session: ReadDb) -> HTMLResponse:
    """Show half a year of days for every source."""
    last = page.now.date()
    first = last - timedelta(days=_DAYS - 1)
    found = tidings.current(session, windows.between(session, first, last))
    first = max(first, min((w.day for w in found), default=first) - _LEAD)
    sources = sorted({w.source for w in found})

    def explain(day: date, usual: float | None) -> Explanation:
        return explain_empty_day(day, page.now, read_calendar(), usual=usual)

    calendars = [
        make_calendar(
            source,
            [w for w in found if w.source == source],
            first,
            last,
            explain=explain if source == tidings.ARXIV else None,
        )
        for source in sources
    ]
    about = Metadata(
        path="/coverage",
        title="Coverage",
        description="Which days of arXiv are complete here, and what is missing of the others.",
    )
    return page.page(
        "pages/coverage.html",
        about=about,
        calendars=calendars,
        words=WORDS,
        arxiv=tidings.arxiv_state(session, page.now),
        tiding=tidings.tiding(session, page.now),
    )
