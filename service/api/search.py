"""Search in all papers."""

from typing import Annotated

from fastapi import Query
from pydantic import BaseModel, Field

from service.api.paging import LARGEST_PAGE
from service.api.schemas import PaperOut, paper_fields
from service.api.wire import make_router
from service.boundary import ReadDb
from service.db import search
from service.db.paper_pages import FIELDS
from service.domain.queries import parse_filter
from service.domain.searches import parse_search

router = make_router("search")


class HitOut(PaperOut):
    """A paper that was found, with the found words marked."""

    title_html: str = Field(default="", examples=["Fewer <mark>tokens</mark>, the same answers"])
    snippet_html: str = Field(default="", examples=["how few visual <mark>tokens</mark> are enough"])


class HitsOut(BaseModel):
    """What was found, best first."""

    items: list[HitOut]


@router.get("/search")
def search_papers(
    session: ReadDb,
    q: Annotated[str, Query(max_length=300, examples=['title:token "vision encoder" -audio prun*'])],
    where: Annotated[str, Query(alias="filter", description="As for papers.")] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
) -> HitsOut:
    """Return the papers that fit best, best first; there is no second page.

    Words, `"phrases"`, beginnings (`prun*`), places (`title:`, `abstract:`, `author:`), `-words` left out.
    """
    hits = search.papers(session, parse_search(q), conditions=parse_filter(where, FIELDS), limit=limit)
    return HitsOut(
        items=[
            HitOut(**paper_fields(hit.paper), title_html=hit.title, snippet_html=hit.snippet) for hit in hits
        ]
    )
