"""Signing in and out, and making an account by a one-time link."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import HTMLResponse

from service import security
from service.boundary import COOKIE, AppSettings, ReadDb, WriteDb, checked_form
from service.db import candidates, lists, people, sessions
from service.db.engine import AnySession
from service.domain.people import Role
from service.errors import BadInput
from service.settings import Settings
from service.web.frame import Page, PageMaker, go_to, own_path
from service.web.visits import make_visit
from service.workflows import sign_in as workflow

router = APIRouter(include_in_schema=False)

Name = Annotated[str, Form(max_length=people.LONGEST_NAME)]
Password = Annotated[str, Form(max_length=security.LONGEST_PASSWORD)]
Target = Annotated[str, Form(max_length=2000)]

_DAY = 24 * 3600  # seconds


@router.get("/sign-in")
def show_sign_in(page: Page, settings: AppSettings, next: str = "/") -> Response:  # noqa: A002  # the address says ?next=
    """Show the form, or go on where somebody is signed in already."""
    if page.user is not None:
        return go_to(own_path(next))
    return _form(page, settings, "pages/sign_in.html", target=own_path(next))


@router.post("/sign-in", dependencies=[Depends(checked_form)])
def take_sign_in(
    page: Page,
    session: WriteDb,
    settings: AppSettings,
    name: Name = "",
    password: Password = "",
    next: Target = "/",  # noqa: A002  # the address says ?next=
) -> Response:
    """Sign somebody in, or show the form again with what is wrong."""
    tried = workflow.sign_in(
        page.session,
        session,
        name=name,
        password=password,
        now=page.now,
        days=settings.session_days,
        agent=agent_of(page.request),
    )
    target = own_path(next)
    if not tried.token:
        status = 429 if tried.is_throttled else 400
        return _form(
            page, settings, "pages/sign_in.html",
            target=target, name=name, problem=tried.problem, status=status,
        )  # fmt: skip
    return signed_in(go_to(target), tried.token, settings)


@router.post("/sign-out", dependencies=[Depends(checked_form)])
def take_sign_out(request: Request, session: WriteDb) -> Response:
    """Forget this browser."""
    workflow.sign_out(session, request.cookies.get(COOKIE, ""))
    answer = go_to("/")
    answer.delete_cookie(COOKIE)
    return answer


@router.get("/welcome/{link}")
def show_welcome(page: Page, session: ReadDb, settings: AppSettings, link: str) -> Response:
    """Show the form that makes an account.

    Raises:
        BadInput: the link is used or too old.
    """
    if not people.is_link(session, security.digest(link), now=page.now):
        raise BadInput("This link was used before or is too old; make a new one with `listkeeper user link`.")
    return _form(page, settings, "pages/welcome.html", link=link)


@router.post("/welcome/{link}", dependencies=[Depends(checked_form)])
def take_welcome(
    page: Page,
    session: WriteDb,
    settings: AppSettings,
    link: str,
    name: Name = "",
    password: Password = "",
) -> Response:
    """Make the account and sign it in, or let who is signed in join; then open the fullest queue.

    Raises:
        BadInput: the link, the name or the password cannot be used.
        Conflict: somebody has the name.
    """
    if page.user is not None:
        workflow.join(session, link, user=page.user, now=page.now)
        return go_to("/account")
    token = workflow.create_account(
        session,
        link=link,
        name=name,
        password=password,
        now=page.now,
        days=settings.session_days,
        agent=agent_of(page.request),
    )
    user = sessions.user(session, security.digest(token), now=page.now)
    is_reader = user is None or not user.may(Role.REVIEWER)
    target = "/" if is_reader else _fullest_queue(session, page.now.date())
    return signed_in(go_to(target), token, settings)


def _fullest_queue(session: AnySession, today: date) -> str:
    """Return the address where most papers wait, or the start page where none do."""
    waiting = candidates.waiting(session, today=today)
    if not waiting:
        return "/"
    return f"/lists/{lists.by_id(session, max(waiting, key=waiting.__getitem__)).slug}/queue"


def _form(
    page: PageMaker,
    settings: Settings,
    template: str,
    *,
    target: str = "/",
    link: str = "",
    name: str = "",
    problem: str = "",
    status: int = 200,
) -> HTMLResponse:
    """Show a form to somebody who has no session: its token is bound to a cookie of its own."""
    visit = make_visit(page)
    answer = page.page(
        template,
        status=status,
        token=visit.token,
        target=target,
        link=link,
        name=name,
        problem=problem,
        shortest=security.SHORTEST_PASSWORD,
        offers_github=bool(settings.github_client_id),
    )
    visit.remember(answer, settings)
    return answer


def agent_of(request: Request) -> str:
    """Return how a browser names itself."""
    return request.headers.get("User-Agent", "")


def signed_in(answer: Response, token: str, settings: Settings) -> Response:
    """Give the browser the cookie of its new session."""
    answer.set_cookie(
        COOKIE,
        token,
        max_age=settings.session_days * _DAY,
        httponly=True,
        samesite="lax",
        secure=settings.secure_cookies,
    )
    return answer
