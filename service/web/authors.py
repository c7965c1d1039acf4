"""An author's page: the papers of that name that are known here, and the lists that have them."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Path
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import lists, search
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.db.papers import StoredPaper
from service.domain.searches import Place, Term, words_of
from service.errors import NotFound
from service.web.frame import Page
from service.web.metadata import Metadata
from service.web.words import author_path

router = APIRouter(include_in_schema=False)

MOST = 200  # papers on one page


@dataclass(frozen=True, slots=True)
class Authored:
    """A paper, and the lists that have it."""

    paper: StoredPaper
    listed_on: tuple[StoredList, ...]


@router.get("/authors/{name:path}")
def show_author(page: Page, session: ReadDb, name: Annotated[str, Path(max_length=200)]) -> HTMLResponse:
    """Show the papers by somebody of that name; arXiv does not tell people of one name apart.

    Raises:
        NotFound: no paper here names such an author.
    """
    found = _papers(session, name)
    if not found:
        raise NotFound(f"No paper here names {name[:80]!r} as an author; search finds other spellings.")
    shown = next(a for a in found[0].paper.record.authors if a.casefold() == name.casefold())
    about = Metadata(
        path=author_path(shown),
        title=shown,
        description=f"{len(found)} papers by {shown} that are known here, and the lists that have them.",
        kind="profile",
    )
    return page.page("pages/author.html", about=about, name=shown, found=found, most=MOST)


def _papers(session: AnySession, name: str) -> list[Authored]:
    words = words_of(name)
    if not words:
        return []
    by_id = {each.id: each for each in lists.every(session)}
    hits = search.plain(session, [Term(words, Place.AUTHORS)], limit=MOST)
    same = [h for h in hits if name.casefold() in {a.casefold() for a in h.record.authors}]
    entries = lists.entries_of_papers(session, [str(paper.record.arxiv_id) for paper in same])
    return [
        Authored(
            paper,
            tuple(by_id[i] for i in sorted({e.list_id for e in entries.get(str(paper.record.arxiv_id), ())})),
        )
        for paper in sorted(same, key=lambda p: p.record.arxiv_id, reverse=True)
    ]
