"""Saved selections of a list: name one, follow it, take it away."""

from typing import Annotated
from urllib.parse import parse_qs

from fastapi import APIRouter, Depends, Form
from fastapi.responses import RedirectResponse

from service.boundary import ListReviewer, Now, ReadDb, WriteDb, checked_form
from service.db import lists, saved
from service.domain.selections import parse_selection
from service.errors import NotFound
from service.web.feed_answers import READ, Format
from service.web.frame import go_to
from service.workflows.saved import forget_selection, save_selection

router = APIRouter(prefix="/lists/{slug}/saved", include_in_schema=False)


@router.post("", dependencies=[Depends(checked_form)])
def save(
    session: WriteDb,
    now: Now,
    who: ListReviewer,
    name: Annotated[str, Form(max_length=200)],
    query: Annotated[str, Form(max_length=2000)],
) -> RedirectResponse:
    """Give the selection that a list's page shows a name and a feed address of its own."""
    found = who.list
    given = parse_qs(query.removeprefix("?"))
    selection = parse_selection(found.spec.taxonomy, given, " ".join(given.get("q", ())))
    made = save_selection(session, found, name, selection, actor=who.user.name, now=now)
    return go_to(f"/lists/{found.slug}{made.query}")


@router.post("/{name}/forget", dependencies=[Depends(checked_form)])
def forget(session: WriteDb, now: Now, who: ListReviewer, name: str) -> RedirectResponse:
    """Take a saved selection away."""
    forget_selection(session, who.list, name, actor=who.user.name, now=now)
    return go_to(f"/lists/{who.list.slug}")


@router.api_route("/{name}.{form}", methods=READ)
def saved_feed(session: ReadDb, slug: str, name: str, form: Format) -> RedirectResponse:
    """Lead to the feed of a saved selection, under an address that people can remember.

    Raises:
        NotFound: there is none of that name.
    """
    found = lists.by_slug(session, slug)
    known = saved.by_slug(session, found.id, name)
    if known is None:
        raise NotFound(
            f"{found.spec.name} has no saved selection {name[:60]!r}; its page names those it has."
        )
    return RedirectResponse(f"/lists/{found.slug}/feed.{form}{known.query}", status_code=307)
