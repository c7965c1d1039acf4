"""Trends: papers a month by tag as small charts on one scale, with the numbers beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from service.boundary import ReadDb
from service.db import lists, trends
from service.domain.taxonomy import Facet
from service.domain.trends import TagTrend, month_counts, months_until, tag_trends
from service.feeds.chart import render_months
from service.web.frame import Page
from service.web.metadata import Metadata, links_of_list

router = APIRouter(include_in_schema=False)

WIDE = 340  # pixels that a chart beside words is wide


@dataclass(frozen=True, slots=True)
class Multiple:
    """One tag of a facet's small charts."""

    trend: TagTrend
    chart: Markup


@dataclass(frozen=True, slots=True)
class FacetTrends:
    """A facet's small charts, all on one scale."""

    facet: Facet
    multiples: tuple[Multiple, ...]


@router.get("/lists/{slug}/trends")
def show_trends(page: Page, session: ReadDb, slug: str) -> HTMLResponse:
    """Show how many papers of each tag appeared each month, and which tags grow."""
    found = lists.by_slug(session, slug)
    papers = trends.dated(session, found.id)
    months = months_until(page.now.date())
    every = month_counts(papers, months)
    facets = [
        FacetTrends(facet, _multiples(tag_trends(facet, papers, months), months))
        for facet in found.spec.taxonomy.facets
    ]
    moving = [(f.facet, m.trend) for f in facets for m in f.multiples if m.trend.word]
    name = found.spec.name
    return page.page(
        "pages/trends.html",
        current=found,
        about=Metadata(
            path=f"/lists/{found.slug}/trends",
            title=f"{name}: trends",
            description=f"Papers of {name} per month by stage, method and modality, and which tags grow.",
            feeds=links_of_list(found),
        ),
        list=found,
        months=months,
        every=every,
        chart=chart(every, months, max(every), f"Papers of {name} in each month", width=WIDE),
        facets=[facet for facet in facets if facet.multiples],
        moving=sorted(moving, key=lambda pair: -pair[1].change),
    )


def chart(
    counts: Sequence[int], months: Sequence[str], tallest: int, title: str, *, width: int = 240
) -> Markup:
    """Return a small chart, ready for a template; `width` is that of its place on the page, in pixels."""
    made = render_months(counts, months=months, tallest=tallest, title=title, width=width)
    return Markup(made)  # noqa: S704  # escaped there


def _multiples(found: Sequence[TagTrend], months: Sequence[str]) -> tuple[Multiple, ...]:
    tallest = max((max(trend.counts) for trend in found), default=0)
    return tuple(
        Multiple(trend, chart(trend.counts, months, tallest, f"{trend.tag.label}: papers in each month"))
        for trend in found
    )
