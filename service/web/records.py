"""What the machinery and the people did: runs and the audit."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb, Reviewer, SignedIn
from service.db import ledger, runs
from service.web.frame import Page

router = APIRouter(include_in_schema=False)

_SHOWN = 60


@router.get("/runs")
def show_runs(page: Page, session: ReadDb, user: SignedIn, before: int | None = None) -> HTMLResponse:
    """Show the newest runs."""
    del user
    found = runs.newest(session, limit=_SHOWN, before_id=before)
    older = found[-1].id if len(found) == _SHOWN else None
    return page.page("pages/runs.html", runs=found, older=older)


@router.get("/audit")
def show_audit(page: Page, session: ReadDb, user: Reviewer, before: int | None = None) -> HTMLResponse:
    """Show the newest lines of the ledger."""
    del user
    found = ledger.newest(session, limit=_SHOWN, before_id=before)
    older = found[-1].id if len(found) == _SHOWN else None
    return page.page("pages/audit.html", lines=found, older=older)
