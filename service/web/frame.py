"""What surrounds every page: who is asking, which list is open, and what waits there."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse

from service.boundary import Calling, form_token, present, settings_of
from service.conditional import answer
from service.db import list_names, queue_facts
from service.db.engine import AnySession, ReadSession
from service.db.list_names import ListName
from service.db.lists import StoredList
from service.db.queue_facts import QueueFacts
from service.db.queues import QueueFilter
from service.domain.people import Role, User
from service.settings import Settings
from service.templating import render
from service.web.metadata import FeedLink, Metadata, links_of_all, links_of_list

HTML = "text/html; charset=utf-8"
THEME = "listkeeper_theme"
_STATIC = Path(__file__).parents[1] / "static"


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What the base template shows around a page."""

    path: str
    theme: str
    token: str
    user: User | None = None
    is_known: bool = False  # a browser that was signed in, on a page that cannot ask the database who it is
    lists: tuple[ListName, ...] = ()
    current: StoredList | None = None
    waiting: int = 0
    confirmed: int = 0
    updates: int = 0
    is_reviewer: bool = False
    is_maintainer: bool = False
    site: str = ""
    feeds: tuple[FeedLink, ...] = ()


@dataclass(frozen=True, slots=True)
class PageMaker:
    """Renders templates for one request."""

    request: Request
    session: ReadSession
    user: User | None
    now: datetime

    @property
    def settings(self) -> Settings:
        """The application's settings."""
        return settings_of(self.request)

    @property
    def is_part(self) -> bool:
        """Tell whether htmx asks for a part of a page."""
        return (
            "HX-Request" in self.request.headers and "HX-History-Restore-Request" not in self.request.headers
        )

    def page(
        self,
        template: str,
        *,
        current: StoredList | None = None,
        session: AnySession | None = None,
        status: int = 200,
        about: Metadata | None = None,
        counted: QueueFacts | None = None,
        **values: Any,
    ) -> HTMLResponse:
        """Return a whole page; `session` is the writing one where the page follows a change.

        `counted` are the facts of the list's whole queue, where they are known. Public pages say what they
        are `about`; a visitor without cookies gets them conditionally.
        """
        frame = self.frame(session or self.session, current, counted=counted)
        text = self.text(template, frame=frame, about=about, **values)
        if about is None or self.request.cookies or status != HTTPStatus.OK:
            return HTMLResponse(text, status_code=status)
        headers = {"Vary": "Accept-Encoding, Cookie"}
        made = answer(self.request, text.encode(), HTML, headers=headers)
        kept = {name: value for name, value in made.headers.items() if name != "content-length"}
        return HTMLResponse(made.body, status_code=made.status_code, headers=kept)

    def text(self, template: str, /, **values: Any) -> str:
        """Return a rendered template."""
        return render(self.request.app.state.templates, template, **values)

    def frame(
        self, session: AnySession, current: StoredList | None, *, counted: QueueFacts | None = None
    ) -> Frame:
        """Return what surrounds the page; counts are those of the open list, `counted` if they are known."""
        user, list_id = self.user, current.id if current else None
        is_reviewer = user is not None and user.may(Role.REVIEWER, list_id)
        if is_reviewer and current and counted is None:
            counted = queue_facts.of_list(session, current.id, QueueFilter(), today=self.now.date())
        every = tuple(list_names.every(self.session))
        return Frame(
            path=path_of(self.request),
            theme=theme_of(self.request),
            token=form_token(self.request),
            user=self.user,
            lists=every,
            current=current,
            waiting=counted.size.waiting if counted else 0,
            confirmed=counted.confirmed if counted else 0,
            updates=counted.updates if counted else 0,
            is_reviewer=is_reviewer,
            is_maintainer=user is not None and list_id is not None and user.may(Role.MAINTAINER, list_id),
            site=self.settings.address,
            feeds=links_of_list(current) if current else links_of_all(every),
        )


async def page_maker(request: Request, asks: Calling) -> PageMaker:
    """Return what renders the pages of this request."""
    return PageMaker(request, asks.session, asks.user, present(request))


Page = Annotated[PageMaker, Depends(page_maker)]


def go_to(path: str, **query: str | int) -> RedirectResponse:
    """Return the answer to a form that was taken: look there."""
    return RedirectResponse(f"{path}?{urlencode(query)}" if query else path, status_code=303)


def own_path(path: str) -> str:
    """Return `path` if it stays on this site, else the start page."""
    is_ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if is_ours else "/"


def path_of(request: Request) -> str:
    """Return the path and query that were asked for."""
    query = request.url.query
    return f"{request.url.path}?{query}" if query else request.url.path


def theme_of(request: Request) -> str:
    """Return light, dark, or nothing where the browser decides."""
    chosen = request.cookies.get(THEME, "")
    return chosen if chosen in ("light", "dark") else ""


@lru_cache(maxsize=32)
def static(name: str) -> str:
    """Return the address of a static file; it changes when the file does."""
    mark = sha256((_STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={mark}"
