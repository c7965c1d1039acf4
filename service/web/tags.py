"""A tag's page: what it means, its newest papers, how it moves, and what stands beside it."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from service.boundary import ReadDb
from service.db import entry_pages, lists, trends
from service.domain.queries import Condition, Kind
from service.domain.selections import Selection
from service.domain.trends import month_counts, months_until, together
from service.errors import NotFound
from service.web.frame import Page
from service.web.metadata import Metadata, feed_links
from service.web.trends import WIDE, chart

router = APIRouter(include_in_schema=False)

SHOWN = 50  # papers; the list's own page has all
_BESIDE = 8  # tags that often come along


@router.get("/lists/{slug}/tags/{facet}/{tag}")
def show_tag(page: Page, session: ReadDb, slug: str, facet: str, tag: str) -> HTMLResponse:
    """Show what a tag means on a list, and its papers.

    Raises:
        NotFound: the list has no such tag.
    """
    found = lists.by_slug(session, slug)
    asked = found.spec.taxonomy.facet(facet)
    known = asked.tag(tag) if asked else None
    if asked is None or known is None:
        raise NotFound(f"{found.spec.name} has no tag {tag[:60]!r}; its page /lists/{found.slug} shows all.")
    papers = trends.dated(session, found.id)
    own = [paper for paper in papers if tag in paper.tags.get(facet, ())]
    months = months_until(page.now.date())
    counts = month_counts(own, months)
    wanted = Condition(facet, Kind.TAG, values=(tag,))
    title = f"{known.label} ({asked.title.lower()}) – {found.spec.name}"
    query = Selection(((facet, (tag,)),)).query
    return page.page(
        "pages/tag.html",
        current=found,
        about=Metadata(
            path=f"/lists/{found.slug}/tags/{facet}/{tag}",
            title=title,
            description=known.definition or f"Papers of {found.spec.name} with the tag {known.label}.",
            feeds=feed_links(f"{found.spec.name}: {known.label}", f"/lists/{found.slug}/feed", query),
        ),
        list=found,
        facet=asked,
        tag=known,
        total=len(own),
        lines=entry_pages.page(session, found.id, conditions=(wanted,), limit=SHOWN),
        shown=SHOWN,
        query=query,
        months=months,
        counts=counts,
        chart=chart(counts, months, max(counts), f"Papers with {known.label} in each month", width=WIDE),
        beside=together(papers, facet, tag)[:_BESIDE],
    )
