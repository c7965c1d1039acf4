"""The start page, the page about this site, and the switch between light and dark."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse

from service.boundary import AppSettings, ReadDb
from service.db import candidates, entry_tallies, lists, windows
from service.db.lists import StoredList
from service.domain.people import Role
from service.sources.samples import NAME as SAMPLES
from service.web.frame import THEME, Page, go_to, own_path
from service.web.metadata import Metadata
from service.workflows.tidings import tiding

router = APIRouter(include_in_schema=False)

_DESCRIPTION = (
    "Papers on arXiv, found and sorted for curated lists, confirmed by the lists' maintainers: "
    "as pages, feeds, weekly digests and data."
)
_YEAR = 365 * 24 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class ListCard:
    """What the start page says of a list."""

    list: StoredList
    entries: int
    newest: datetime | None
    waiting: int
    may_review: bool


@router.get("/")
def home(page: Page, session: ReadDb) -> HTMLResponse:
    """Show the lists, with what waits in their queues for those who review."""
    entries = entry_tallies.sizes(session)
    waiting = candidates.waiting(session, today=page.now.date())
    cards = []
    for each in lists.every(session):
        newest = lists.entries(session, each.id, limit=1)
        cards.append(
            ListCard(
                list=each,
                entries=entries.get(each.id, 0),
                newest=newest[0].record.listed_at if newest else None,
                waiting=waiting.get(each.id, 0),
                may_review=page.user is not None and page.user.may(Role.REVIEWER, each.id),
            )
        )
    return page.page(
        "pages/home.html",
        about=Metadata(path="/", title="Curated paper lists, kept up to date", description=_DESCRIPTION),
        cards=cards,
        tiding=tiding(session, page.now),
        is_sample=windows.sources(session) == {SAMPLES},
    )


@router.get("/lists")
def all_lists() -> RedirectResponse:
    """Lead whoever cuts an address short to where the lists are."""
    return go_to("/")


@router.get("/about")
def about(page: Page) -> HTMLResponse:
    """Say what this site does."""
    return page.page(
        "pages/about.html", about=Metadata(path="/about", title="About", description=_DESCRIPTION)
    )


@router.post("/theme")
def choose_theme(
    settings: AppSettings,
    theme: Annotated[str, Form(max_length=10)],
    next: Annotated[str, Form(max_length=2000)] = "/",  # noqa: A002  # the field's name in every sign-in form
) -> RedirectResponse:
    """Remember light or dark; the one form without a token, since it can only turn on the light."""
    answer = go_to(own_path(next))
    if theme in ("light", "dark"):
        answer.set_cookie(THEME, theme, max_age=_YEAR, samesite="lax", secure=settings.secure_cookies)
    return answer
