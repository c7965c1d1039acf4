"""What the machinery did: its runs."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb, SignedIn
from service.db import runs
from service.row_ids import Below
from service.web.frame import Page

router = APIRouter(include_in_schema=False)

_SHOWN = 60


@router.get("/runs")
def show_runs(page: Page, session: ReadDb, user: SignedIn, before: Below | None = None) -> HTMLResponse:
    """Show the newest runs."""
    del user
    found = runs.newest(session, limit=_SHOWN, before_id=before)
    older = found[-1].id if len(found) == _SHOWN else None
    return page.page("pages/runs.html", runs=found, older=older)
