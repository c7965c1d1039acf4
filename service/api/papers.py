"""Papers: all that were crawled, page by page, and one with its versions and lists."""

from datetime import datetime
from typing import Annotated

from fastapi import Path, Response

from service.api import told
from service.api.paging import Paging
from service.api.schemas import (
    NearOut,
    PaperDetailOut,
    PapersOut,
    PlaceOut,
    VersionOut,
    paper_fields,
)
from service.api.wire import make_router, short
from service.boundary import ReadDb
from service.db import candidates, likenesses, lists, paper_pages, papers
from service.db.engine import AnySession
from service.db.papers import StoredPaper
from service.domain.papers import ArxivId
from service.domain.review import CandidateState
from service.errors import NotFound

NEAREST = 8  # papers like one

router = make_router("papers")


@router.get("/papers", response_model=PapersOut)
@short
def papers_page(session: ReadDb, asked: Paging) -> Response:
    """Return papers, the last learned first; sort by `learned` or `submitted`.

    Filter fields: `id`, `category`, `primary_category`, `list`, `doi`, `version`, `submitted`, `learned`.
    """
    order = asked.sort(paper_pages.SORTS, "-learned")
    rows = paper_pages.page(
        session,
        conditions=asked.conditions(paper_pages.FIELDS),
        sort=order,
        limit=asked.limit + 1,
        after=asked.after(datetime, int),
    )
    shown, target = asked.cut(rows, lambda paper: paper_pages.key_of(paper, order))
    return asked.tell(shown, told.PAPER, target)


@router.get("/papers/{paper_id:path}")
@short
def one_paper(
    session: ReadDb,
    paper_id: Annotated[str, Path(max_length=80, description="arXiv id.", examples=["2510.02912"])],
) -> PaperDetailOut:
    """Return a paper with its versions, and the lists that have it or have confirmed it."""
    key = str(ArxivId.parse(paper_id))
    found = papers.by_ids(session, [key]).get(key)
    if found is None:
        raise NotFound(f"We have not crawled {key}; only papers that match a list's query are here.")
    known = [
        VersionOut(version=version, updated_at=updated_at, comment=comment)
        for version, updated_at, comment in paper_pages.versions(session, found.id)
    ]
    near = [
        NearOut(id=str(other.record.arxiv_id), title=other.record.title, likeness=likeness)
        for other, likeness in likenesses.nearest(session, found.id, limit=NEAREST)
    ]
    return PaperDetailOut(**paper_fields(found), lists=_places(session, found), versions=known, nearest=near)


def _places(session: AnySession, paper: StoredPaper) -> list[PlaceOut]:
    names = {found.id: found.slug for found in lists.every(session)}
    listed = lists.entries_of_paper(session, str(paper.record.arxiv_id))
    places = {
        candidate.list_id: PlaceOut(
            list=names[candidate.list_id],
            state="confirmed",
            tags={facet: list(tags) for facet, tags in candidate.tags.items()},
            at=candidate.decided_at,
        )
        for candidate in candidates.of_paper(session, paper.id)
        if candidate.state is CandidateState.ACCEPTED
    }
    places |= {
        entry.list_id: PlaceOut(
            list=names[entry.list_id],
            state="listed",
            tags={facet: list(tags) for facet, tags in entry.record.tags.items()},
            at=entry.record.listed_at,
        )
        for entry in reversed(listed)
    }
    return [places[list_id] for list_id in sorted(places)]
