"""Search in all papers."""

from typing import Annotated, Literal

from fastapi import Query, Response
from pydantic import BaseModel, Field

from service.api import told
from service.api.paging import LARGEST_PAGE
from service.api.schemas import PaperOut
from service.api.wire import make_router
from service.boundary import ReadDb
from service.db import meaning, search
from service.db.engine import AnySession
from service.db.paper_pages import FIELDS
from service.db.search import Hit
from service.domain.queries import parse_filter
from service.domain.searches import Term, parse_search, split_search
from service.domain.spelling import nearest_words
from service.errors import BadInput

router = make_router("search")


class HitOut(PaperOut):
    """A paper that was found, with the found words marked."""

    title_html: str = Field(default="", examples=["Fewer <mark>tokens</mark>, the same answers"])
    snippet_html: str = Field(default="", examples=["how few visual <mark>tokens</mark> are enough"])


class HitsOut(BaseModel):
    """What was found, best first."""

    items: list[HitOut]
    did_you_mean: str | None = Field(
        default=None, description="Where nothing was found: what was probably meant.", examples=["pruning"]
    )


@router.get("/search", response_model=HitsOut)
def search_papers(
    session: ReadDb,
    q: Annotated[str, Query(max_length=300, examples=['title:token "vision encoder" -audio prun*'])],
    where: Annotated[str, Query(alias="filter", description="As for papers.")] = "",
    limit: Annotated[int, Query(ge=1, le=LARGEST_PAGE)] = 20,
    by: Annotated[
        Literal["words", "meaning"],
        Query(description="`meaning`: also papers that are like the best hits, without the words."),
    ] = "words",
    marks: Annotated[
        Literal["html", "none"],
        Query(description="`none` leaves `title_html` and `snippet_html` empty, which saves some time."),
    ] = "html",
) -> Response:
    """Return the papers that fit best, best first; there is no second page.

    Words, `"phrases"`, beginnings (`prun*`), places (`title:`, `abstract:`, `author:`), `-words` left out; a
    condition may also stand among the words: `submitted:2025-10-01..`, `tag:video`, `list:slug`.
    """
    words, conditions = split_search(q, FIELDS)
    terms, conditions = parse_search(words), conditions + parse_filter(where, FIELDS)
    if by == "meaning":
        if conditions:
            raise BadInput("A search by meaning takes no filter; leave one of the two out.")
        found = meaning.lines(session, terms, limit=limit)
        hits = [Hit(line, "", "") for line in found]
    else:
        hits = search.lines(session, terms, conditions=conditions, limit=limit, is_marked=marks == "html")
    meant = None if hits else _meant(session, terms)
    body = f'{{"items":{told.things(hits, told.HIT)},"did_you_mean":{told.text(meant)}}}'
    return Response(body, media_type="application/json")


def _meant(session: AnySession, terms: tuple[Term, ...]) -> str | None:
    words = [word.casefold() for term in terms if not term.is_excluded for word in term.words]
    return nearest_words(words, search.vocabulary(session)) or None
