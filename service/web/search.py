"""Search over all papers that are known here."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from markupsafe import Markup, escape

from service.boundary import ReadDb
from service.db import lists, meaning, search
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.paper_pages import FIELDS
from service.db.papers import StoredPaper
from service.domain.queries import Condition
from service.domain.searches import LONGEST, Term, parse_search, split_search
from service.domain.spelling import nearest_words
from service.domain.tex import readable
from service.errors import BadInput
from service.web.frame import Page
from service.web.metadata import Metadata

router = APIRouter(include_in_schema=False)

_SHOWN = 30
_BEGINNING = 280  # characters of an abstract


@dataclass(frozen=True, slots=True)
class Found:
    """A paper that was found, with the words marked, and the lists that have it."""

    paper: StoredPaper
    title: Markup
    snippet: Markup
    listed_on: tuple[StoredList, ...]


@router.get("/search")
def show_search(
    page: Page,
    session: ReadDb,
    q: Annotated[str, Query(max_length=LONGEST)] = "",
    by: Literal["words", "meaning"] = "words",
) -> HTMLResponse:
    """Show the papers that fit best, best first; by meaning also those that are like the best."""
    found: list[Found] = []
    problem = near = ""
    try:
        if q.strip():
            words, conditions = split_search(q, FIELDS)
            terms = parse_search(words)
            found = (
                _like(session, terms, conditions) if by == "meaning" else _find(session, terms, conditions)
            )
            near = "" if found else _meant(session, terms)
    except BadInput as exc:
        problem = str(exc)
    status = 400 if problem else 200
    about = Metadata(path="/search", title=q.strip() or "Search", description="Search all papers known here.")
    return page.page(
        "pages/search.html",
        status=status,
        about=about,
        text=q,
        by=by,
        found=found,
        near=near,
        problem=problem,
        most=_SHOWN,
    )


def _find(session: AnySession, terms: Sequence[Term], conditions: Sequence[Condition]) -> list[Found]:
    hits = search.papers(session, terms, conditions=conditions, limit=_SHOWN)
    listed = _lists_of(session, [hit.paper for hit in hits])
    return [
        Found(
            paper=hit.paper,
            title=Markup(hit.title),  # noqa: S704  # escaped by the search, which marks the words
            snippet=Markup(hit.snippet),  # noqa: S704  # likewise
            listed_on=listed[hit.paper.id],
        )
        for hit in hits
    ]


def _like(session: AnySession, terms: Sequence[Term], conditions: Sequence[Condition]) -> list[Found]:
    if conditions:
        raise BadInput("A search by meaning takes words only; search by words, or leave the conditions out.")
    found = meaning.papers(session, terms, limit=_SHOWN)
    listed = _lists_of(session, found)
    return [
        Found(p, escape(readable(p.record.title)), escape(_beginning(p.record.abstract)), listed[p.id])
        for p in found
    ]


def _lists_of(session: AnySession, papers: Sequence[StoredPaper]) -> dict[int, tuple[StoredList, ...]]:
    by_id = {each.id: each for each in lists.every(session)}
    entries = lists.entries_of_papers(session, [str(paper.record.arxiv_id) for paper in papers])
    return {
        paper.id: tuple(
            by_id[i] for i in sorted({e.list_id for e in entries.get(str(paper.record.arxiv_id), ())})
        )
        for paper in papers
    }


def _meant(session: AnySession, terms: Sequence[Term]) -> str:
    words = [word.casefold() for term in terms if not term.is_excluded for word in term.words]
    return nearest_words(words, search.vocabulary(session))


def _beginning(text: str) -> str:
    plain = readable(text)
    return plain if len(plain) <= _BEGINNING else plain[:_BEGINNING].rsplit(" ", 1)[0] + " …"
