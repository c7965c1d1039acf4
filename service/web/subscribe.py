"""A list's digest by mail: asking for it, confirming it, and leaving with one click (RFC 8058)."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import HTMLResponse

from service import security
from service.boundary import COOKIE, WAITING, ReadDb, WriteDb, checked_form
from service.db import lists
from service.db.lists import StoredList
from service.errors import BadInput, NotFound
from service.web.frame import Page, PageMaker
from service.workflows import subscribe as workflow

router = APIRouter(include_in_schema=False)

_VISIT = 24 * 3600  # seconds


@router.get("/lists/{slug}/digest/subscribe")
def show_form(page: Page, session: ReadDb, slug: str) -> HTMLResponse:
    """Show the form that asks for a list's digest by mail.

    Raises:
        NotFound: this site sends no mail.
    """
    return _form(page, _list_with_mail(page, session, slug))


@router.post("/lists/{slug}/digest/subscribe", dependencies=[Depends(checked_form)])
def take_form(
    page: Page,
    request: Request,
    session: WriteDb,
    slug: str,
    address: Annotated[str, Form(max_length=workflow.LONGEST_ADDRESS)] = "",
) -> HTMLResponse:
    """Take an address; the answer is the same whether it is known or not.

    Raises:
        NotFound: this site sends no mail.
        TooManyAsked: many addresses came from here.
    """
    found = _list_with_mail(page, session, slug)
    client = request.client.host if request.client else ""
    key = request.app.state.secret_key
    try:
        workflow.ask(session, found, address.strip(), client=client, key=key, now=page.now)
    except workflow.TooManyAsked:
        raise
    except BadInput as exc:
        return _form(page, found, address=address, problem=str(exc), status=400)
    return page.page("pages/letters.html", current=found, session=session, step="asked", list=found)


@router.get("/letters/confirm/{sealed}")
def show_confirm(page: Page, request: Request, session: ReadDb, sealed: str) -> HTMLResponse:
    """Show the button that confirms: programs that only look at links must not press it.

    Raises:
        BadInput: the link is too old.
    """
    found = workflow.asker(session, sealed, key=request.app.state.secret_key, now=page.now)
    return _step(page, "confirm", lists.by_id(session, found.list_id), sealed)


@router.post("/letters/confirm/{sealed}")
def take_confirm(page: Page, request: Request, session: WriteDb, sealed: str) -> HTMLResponse:
    """Count somebody as a subscriber; whoever has the link has the mailbox.

    Raises:
        BadInput: the link is too old.
    """
    found = workflow.confirm(session, sealed, key=request.app.state.secret_key, now=page.now)
    return _step(page, "confirmed", lists.by_id(session, found.list_id), sealed, session)


@router.get("/letters/leave/{sealed}")
def show_leave(page: Page, sealed: str) -> HTMLResponse:
    """Show the button that ends a subscription."""
    return _step(page, "leave", None, sealed)


@router.post("/letters/leave/{sealed}")
def take_leave(page: Page, request: Request, session: WriteDb, sealed: str) -> HTMLResponse:
    """Forget a subscriber; mail programs ask for this themselves, without having seen the page.

    Raises:
        BadInput: the link is not ours.
    """
    workflow.leave(session, sealed, key=request.app.state.secret_key, now=page.now)
    return _step(page, "left", None, sealed, session)


def _step(
    page: PageMaker, step: str, found: StoredList | None, sealed: str, session: WriteDb | None = None
) -> HTMLResponse:
    made = page.page("pages/letters.html", session=session, step=step, list=found, sealed=sealed)
    made.headers["Cache-Control"] = "no-store"
    made.headers["Referrer-Policy"] = "no-referrer"  # the address of this page is a secret
    return made


def _list_with_mail(page: PageMaker, session: ReadDb | WriteDb, slug: str) -> StoredList:
    found = lists.by_slug(session, slug)
    if not page.settings.sends_mail:
        raise NotFound("This site sends no mail; follow the digest by its feeds.")
    return found


def _form(
    page: PageMaker, found: StoredList, *, address: str = "", problem: str = "", status: int = 200
) -> HTMLResponse:
    """Show the form; its token is bound to a cookie, for visitors have no session."""
    visit = page.request.cookies.get(WAITING) or security.make_token()
    binding = page.request.cookies.get(COOKIE) or visit
    token = security.make_form_token(page.request.app.state.secret_key, binding, now=page.now)
    made = page.page(
        "pages/subscribe.html",
        current=found,
        status=status,
        list=found,
        token=token,
        address=address,
        problem=problem,
        longest=workflow.LONGEST_ADDRESS,
    )
    secure = page.settings.secure_cookies
    made.set_cookie(WAITING, visit, max_age=_VISIT, httponly=True, samesite="lax", secure=secure)
    made.headers["Cache-Control"] = "no-store"
    return made
