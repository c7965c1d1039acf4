"""A list's public page, which reads like the list itself."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import lists
from service.web.filters import Text, tag_pairs, wanted_tags
from service.web.frame import Page
from service.web.list_view import list_query, make_choices, matching

router = APIRouter(include_in_schema=False)

SHOWN = 200  # entries on one page; the rest after a click


@router.get("/lists/{slug}")
def show_list(
    page: Page, request: Request, session: ReadDb, slug: str, q: Text = "", before: int = 0
) -> HTMLResponse:
    """Show a list's entries, newest first, those that the address asks for."""
    found = lists.by_slug(session, slug)
    taxonomy = found.spec.taxonomy
    wanted, text = wanted_tags(request, taxonomy), q.strip()
    entries = lists.entries(session, found.id)
    shown = matching(entries, wanted, text)
    rest = shown[before : before + SHOWN]
    return page.page(
        "pages/list.html",
        current=found,
        list=found,
        entries=rest,
        first=before,
        total=len(entries),
        matched=len(shown),
        following=before + SHOWN if before + SHOWN < len(shown) else None,
        choices=make_choices(entries, taxonomy, wanted, text),
        text=text,
        pairs=tag_pairs(wanted),
        query=list_query(wanted, text),
        feed_query=list_query(wanted),
    )
