"""Who may do what, here and on each list; invitations."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Response
from fastapi.responses import HTMLResponse

from service.boundary import Admin, ListMaintainer, OnList, ReadDb, WriteDb, checked_form
from service.db import people
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.people import Role, User, parse_role
from service.web.frame import Page, PageMaker, go_to
from service.workflows.accounts import change_role
from service.workflows.sign_in import invite

router = APIRouter(prefix="/people", include_in_schema=False)
of_list = APIRouter(prefix="/lists/{slug}/people", include_in_schema=False)

Name = Annotated[str, Form(max_length=people.LONGEST_NAME)]
RoleGiven = Annotated[str, Form(max_length=20)]


@router.get("")
def show_everybody(page: Page, session: ReadDb, user: Admin) -> HTMLResponse:
    """Show all accounts, with what they may do on all lists."""
    return _people(page, session, user)


@router.post("", dependencies=[Depends(checked_form)])
def take_role(page: Page, session: WriteDb, user: Admin, name: Name, role: RoleGiven) -> Response:
    """Change what an account may do on all lists.

    Raises:
        NotFound: there is no such account.
        Conflict: it is the last administrator's own role.
    """
    change_role(session, name, parse_role(role), list_id=None, actor=user, now=page.now)
    return go_to("/people")


@router.post("/invite", dependencies=[Depends(checked_form)])
def take_invitation(page: Page, session: WriteDb, user: Admin, role: RoleGiven) -> Response:
    """Make a link with which one person can make an account, and show it this once."""
    link = invite(session, parse_role(role), page.settings, actor=user, now=page.now)
    return _people(page, session, user, link=link)


@of_list.get("")
def show_people(page: Page, session: ReadDb, who: ListMaintainer) -> HTMLResponse:
    """Show who may do what on a list."""
    return _people(page, session, who.user, who=who)


@of_list.post("", dependencies=[Depends(checked_form)])
def take_list_role(
    page: Page, session: WriteDb, who: ListMaintainer, name: Name, role: RoleGiven
) -> Response:
    """Change what an account may do on this list; the role of a reader takes it back.

    Raises:
        NotFound: there is no such account.
        Forbidden: the person has more rights than the one who asks.
    """
    given = parse_role(role, most=Role.MAINTAINER)
    chosen = None if given is Role.READER else given
    change_role(session, name, chosen, list_id=who.list.id, actor=who.user, now=page.now)
    return go_to(f"/lists/{who.list.slug}/people")


@of_list.post("/invite", dependencies=[Depends(checked_form)])
def take_list_invitation(page: Page, session: WriteDb, who: ListMaintainer, role: RoleGiven) -> Response:
    """Make a link with which one person can join this list, and show it this once."""
    given = parse_role(role, most=Role.MAINTAINER)
    link = invite(session, given, page.settings, actor=who.user, now=page.now, list_id=who.list.id)
    return _people(page, session, who.user, who=who, link=link)


def _people(
    page: PageMaker, session: AnySession, user: User, *, who: OnList | None = None, link: str = ""
) -> HTMLResponse:
    found: StoredList | None = who.list if who else None
    most = Role.MAINTAINER if found else Role.ADMIN
    answer = page.page(
        "pages/people.html",
        current=found,
        session=session,
        list=found,
        people=[(each, each.role_on(found.id) if found else each.role) for each in people.everybody(session)],
        roles=[role for role in Role if most.covers(role)],
        myself=user,
        link=link,
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer
