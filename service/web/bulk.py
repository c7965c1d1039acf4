"""One verdict about all papers that a filter matches: first how many and which, then the verdict."""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb, WriteDb, checked_form
from service.db import bulk, proposals, queues
from service.domain.review import LONGEST_NOTE
from service.errors import BadInput
from service.web.frame import Page, go_to
from service.web.queue import AskedBench, Key, date_of, kind_of
from service.workflows.bulk import Stroke, digest_of, give_stroke

router = APIRouter(prefix="/lists/{slug}", include_in_schema=False)

_SHOWN = 25  # papers of the preview


@router.get("/bulk")
def show_bulk(page: Page, session: ReadDb, bench: AskedBench) -> HTMLResponse:
    """Show how many papers match and the first of them, with the verdicts that all can get."""
    found, wanted, today = bench.list, bench.wanted, page.now.date()
    matched = bulk.matching(session, found.id, wanted, user_id=bench.who.user.id, now=page.now)
    first = queues.following(session, found.id, wanted, today=today, limit=_SHOWN)
    return page.page(
        "pages/bulk.html",
        current=found,
        list=found,
        wanted=wanted,
        query=bench.query,
        count=len(matched),
        first=first,
        said=proposals.latest(session, [c.id for c in first]),
        digest=digest_of(matched),
        request_key=token_urlsafe(18),
    )


@router.post("/bulk", dependencies=[Depends(checked_form)])
def take_bulk(
    page: Page,
    session: WriteDb,
    bench: AskedBench,
    seen: Annotated[str, Form(max_length=64)],
    request_key: Key,
    verdict: Annotated[str, Form(max_length=60)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
    due_on: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """Give one verdict to all papers that match, and show the queue; one undo takes all of it back.

    Raises:
        Conflict: other papers match than those that were shown.
        BadInput: no verdict was chosen, or it, the reason or the date cannot be used.
    """
    if not verdict:
        raise BadInput("Choose what the papers get; go back, take one of the verdicts and send it again.")
    kind, _, reason = verdict.partition(":")
    stroke = Stroke(
        kind=kind_of(kind),
        seen=seen,
        key=request_key,
        reason=reason or None,
        note=note,
        due_on=date_of(due_on),
    )
    give_stroke(session, bench.list, bench.wanted, stroke, user=bench.who.user, now=page.now)
    return go_to(f"/lists/{bench.list.slug}/queue")
