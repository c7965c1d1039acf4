"""Search over all papers that are known here."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from service.boundary import ReadDb
from service.db import lists, search
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain.searches import LONGEST, parse_search
from service.errors import BadInput
from service.web.frame import Page
from service.web.metadata import Metadata

router = APIRouter(include_in_schema=False)

_SHOWN = 30


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that was found, with the words marked, and the lists that have it."""

    paper: StoredPaper
    title: Markup
    snippet: Markup
    listed_on: tuple[StoredList, ...]


@router.get("/search")
def show_search(
    page: Page, session: ReadDb, q: Annotated[str, Query(max_length=LONGEST)] = ""
) -> HTMLResponse:
    """Show the papers that fit best, best first."""
    found: list[Found] = []
    problem = ""
    try:
        found = _find(session, q) if q.strip() else []
    except BadInput as exc:
        problem = str(exc)
    status = 400 if problem else 200
    about = Metadata(path="/search", title=q.strip() or "Search", description="Search all papers known here.")
    return page.page(
        "pages/search.html", status=status, about=about, text=q, found=found, problem=problem, most=_SHOWN
    )


def _find(session: AnySession, text: str) -> list[Found]:
    by_id = {each.id: each for each in lists.every(session)}
    found = []
    for hit in search.papers(session, parse_search(text), limit=_SHOWN):
        entries = lists.entries_of_paper(session, str(hit.paper.record.arxiv_id))
        found.append(
            Found(
                paper=hit.paper,
                title=Markup(hit.title),  # noqa: S704  # escaped by the search, which marks the words
                snippet=Markup(hit.snippet),  # noqa: S704  # likewise
                listed_on=tuple(by_id[i] for i in sorted({e.list_id for e in entries})),
            )
        )
    return found
