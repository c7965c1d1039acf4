"""New this week: what every list, or one, took in during the last seven days."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import activity, list_names, lists
from service.db.activity import News
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.web.frame import Page, PageMaker
from service.web.metadata import Metadata, links_of_all, links_of_list
from service.workflows.tidings import tiding

router = APIRouter(include_in_schema=False)

DAYS = 7


@dataclass(frozen=True, slots=True)
class ListNews:
    """What a list took in."""

    list: StoredList
    news: tuple[News, ...]


@router.get("/new")
def show_new(page: Page, session: ReadDb) -> HTMLResponse:
    """Show what all lists took in during the last week."""
    every = lists.every(session)
    about = Metadata(
        path="/new",
        title="New this week",
        description="Papers that the lists took in during the last seven days.",
        feeds=links_of_all(list_names.every(session)),
    )
    return _page(page, session, about, every)


@router.get("/lists/{slug}/new")
def show_new_of_list(page: Page, session: ReadDb, slug: str) -> HTMLResponse:
    """Show what a list took in during the last week."""
    found = lists.by_slug(session, slug)
    about = Metadata(
        path=f"/lists/{found.slug}/new",
        title=f"{found.spec.name}: new this week",
        description=f"Papers that {found.spec.name} took in during the last seven days.",
        feeds=links_of_list(found),
    )
    return _page(page, session, about, [found], current=found)


def _page(
    page: PageMaker,
    session: AnySession,
    about: Metadata,
    wanted: list[StoredList],
    current: StoredList | None = None,
) -> HTMLResponse:
    return page.page(
        "pages/new.html",
        about=about,
        current=current,
        groups=_groups(session, wanted, page.now),
        days=DAYS,
        tiding=tiding(session, page.now),
    )


def _groups(session: AnySession, wanted: list[StoredList], now: datetime) -> list[ListNews]:
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - timedelta(days=DAYS)
    found = [ListNews(each, tuple(activity.news(session, each.id, since=since))) for each in wanted]
    return [group for group in found if group.news]
