"""Papers that sister lists have and this one lacks."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import ListReviewer, ReadDb, WriteDb, checked_form
from service.db import gaps
from service.domain.review import CandidateSource
from service.web.frame import Page, go_to
from service.workflows.gaps import queue_gaps

router = APIRouter(prefix="/lists/{slug}/gaps", include_in_schema=False)

_SHOWN = 100


@router.get("")
def show_gaps(page: Page, session: ReadDb, who: ListReviewer) -> HTMLResponse:
    """Show the papers that sister lists have and this one lacks, with the sisters' tags."""
    shown, count = gaps.of_list(session, who.list, limit=_SHOWN)
    return page.page("pages/gaps.html", current=who.list, list=who.list, gaps=shown, count=count)


@router.post("", dependencies=[Depends(checked_form)])
def take_gaps(
    page: Page, session: WriteDb, who: ListReviewer, papers: Annotated[list[str] | None, Form()] = None
) -> Response:
    """Put chosen gaps into the queue, and show them there.

    Raises:
        BadInput: none is chosen, or none is missing any more.
    """
    queue_gaps(session, who.list, papers or [], user=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/queue", source=CandidateSource.SISTER)
