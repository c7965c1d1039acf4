"""Anybody may suggest a paper for a list; no account is needed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service import security
from service.boundary import AppSettings, ReadDb, WriteDb, checked_form
from service.db import lists
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.people import Role
from service.domain.review import LONGEST_NOTE
from service.errors import BadInput
from service.settings import Settings
from service.web.frame import Page, PageMaker, go_to
from service.web.visits import make_visit
from service.workflows.suggest import suggest_from_outside, suggest_paper

router = APIRouter(prefix="/lists/{slug}/suggest", include_in_schema=False)

_DIGITS = 32  # of the digest that stands for an address


@router.get("")
def show_suggest(page: Page, session: ReadDb, settings: AppSettings, slug: str) -> HTMLResponse:
    """Show the form with which anybody suggests a paper for a list."""
    return _form(page, session, settings, lists.by_slug(session, slug))


@router.post("", dependencies=[Depends(checked_form)])
def take_suggestion(
    page: Page,
    session: WriteDb,
    settings: AppSettings,
    slug: str,
    paper: Annotated[str, Form(max_length=300)] = "",
    note: Annotated[str, Form(max_length=LONGEST_NOTE)] = "",
) -> Response:
    """Keep a suggestion; a reviewer's own paper goes straight into the queue.

    Raises:
        BadInput: this names no arXiv work.
        Conflict: the list has it, or it was suggested before.
        TooMany: this address has suggested too much lately.
    """
    found = lists.by_slug(session, slug)
    user = page.user
    if user is not None and user.may(Role.REVIEWER, found.id):
        made = suggest_paper(session, found, paper, note=note, user=user, now=page.now)
        return go_to(f"/lists/{found.slug}/queue/{made.id}")
    host = page.request.client.host if page.request.client else ""
    asked_by = security.digest(f"{page.request.app.state.secret_key}:{host}")[:_DIGITS]
    try:
        is_queued = suggest_from_outside(session, found, paper, note=note, asked_by=asked_by, now=page.now)
    except BadInput as exc:
        return _form(page, session, settings, found, paper=paper, note=note, problem=exc)
    return _form(page, session, settings, found, done="queued" if is_queued else "kept")


def _form(
    page: PageMaker,
    session: AnySession,
    settings: Settings,
    found: StoredList,
    *,
    paper: str = "",
    note: str = "",
    problem: BadInput | None = None,
    done: str = "",
) -> HTMLResponse:
    visit = make_visit(page)
    answer = page.page(
        "pages/suggest.html",
        current=found,
        session=session,
        status=problem.status if problem else 200,
        list=found,
        token=visit.token,
        paper=paper,
        note=note,
        problem=str(problem or ""),
        done=done,
    )
    visit.remember(answer, settings)
    return answer
