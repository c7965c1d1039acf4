"""Disagreements: papers of which two lists say different things."""

from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import lists, trends
from service.db.lists import StoredList
from service.db.trends import Shared
from service.domain.disagreements import Disagreement, Said, disagreements
from service.web.frame import Page
from service.web.metadata import Metadata

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A paper, and where lists differ about it."""

    arxiv_id: str
    title: str
    points: tuple[Disagreement, ...]


@router.get("/disagreements")
def show_disagreements(page: Page, session: ReadDb) -> HTMLResponse:
    """Show the papers to which two lists give different tags."""
    by_id = {each.id: each for each in lists.every(session)}
    papers = trends.shared(session)
    found = [disputed for paper in papers if (disputed := _disputed(paper, by_id)).points]
    about = Metadata(
        path="/disagreements",
        title="Where lists disagree",
        description="Papers that stand on several lists with different tags.",
    )
    by_slug = {each.slug: each for each in by_id.values()}
    return page.page(
        "pages/disagreements.html", about=about, found=found, compared=len(papers), by_slug=by_slug
    )


def _disputed(paper: Shared, by_id: dict[int, StoredList]) -> Disputed:
    tags: dict[int, dict[str, tuple[str, ...]]] = {}
    for entry in paper.entries:
        own = tags.setdefault(entry.list_id, {})
        for facet, names in entry.record.tags.items():
            own[facet] = (*own.get(facet, ()), *names)
    said = [Said(by_id[i].slug, by_id[i].spec.taxonomy, found) for i, found in tags.items()]
    return Disputed(paper.arxiv_id, paper.entries[0].record.title, tuple(disagreements(said)))
