"""A list's public page, which reads like the list itself."""

from collections.abc import Sequence
from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import entry_tallies, lists, saved
from service.db.lists import StoredEntry
from service.domain.selections import Selection
from service.domain.spelling import nearest_words
from service.web.filters import selection_of
from service.web.frame import Page
from service.web.list_view import export_query, list_query, make_choices, matching, words_in
from service.web.metadata import Metadata, feed_links
from service.workflows.tidings import tiding

router = APIRouter(include_in_schema=False)

SHOWN = 200  # entries on one page; the rest after a click
ORDERS = {"newest": "Newest first", "oldest": "Oldest first", "title": "By title"}
Order = Literal["newest", "oldest", "title"]


@router.get("/lists/{slug}")
def show_list(
    page: Page,
    request: Request,
    session: ReadDb,
    slug: str,
    sort: Order = "newest",
    before: Annotated[int, Query(ge=0)] = 0,
) -> HTMLResponse:
    """Show a list's entries, newest first, those that the address asks for."""
    found = lists.by_slug(session, slug)
    taxonomy = found.spec.taxonomy
    wanted = selection_of(request, taxonomy)
    entries = entry_tallies.entries(session, found.id)
    shown = _sorted(matching(entries, wanted), sort)
    following = before + SHOWN if before + SHOWN < len(shown) else 0
    near = nearest_words(wanted.words, words_in(entries)) if not shown else ""
    return page.page(
        "pages/list.html",
        current=found,
        about=Metadata(
            path=f"/lists/{found.slug}{wanted.query}",
            title=found.spec.name,
            description=found.spec.description,
            feeds=feed_links(found.spec.name, f"/lists/{found.slug}/feed", wanted.query),
        ),
        list=found,
        tiding=tiding(session, page.now),
        entries=shown[before : before + SHOWN],
        total=len(entries),
        matched=len(shown),
        following=list_query(wanted, sort, following) if following else "",
        choices=make_choices(entries, taxonomy, wanted, sort),
        text=wanted.text,
        pairs=Selection(wanted.tags).pairs,
        query=wanted.query,
        feed_query=wanted.query,
        export_query=export_query(wanted),
        sort=sort,
        orders=ORDERS,
        order_queries={name: list_query(wanted, name) for name in ORDERS},
        near=near,
        near_query=Selection(wanted.tags, tuple(near.split())).query,
        saved=saved.of_list(session, found.id),
    )


def _sorted(entries: Sequence[StoredEntry], order: Order) -> Sequence[StoredEntry]:
    """Return the entries, which come newest first, in the order that is asked for."""
    if order == "title":
        return sorted(entries, key=lambda entry: entry.record.title.casefold())
    return entries[::-1] if order == "oldest" else entries
