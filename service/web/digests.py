"""The weekly digest: one page an issue, the same as plain text and Markdown, all issues, and their feed."""

from datetime import UTC
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from service.boundary import AppSettings, Now, ReadDb
from service.conditional import answer
from service.db import digests, lists
from service.db.digests import DigestIssue
from service.db.lists import StoredList
from service.domain.digest import IsoWeek
from service.domain.issues import Issue, issue_from_mapping
from service.domain.tex import readable
from service.errors import NotFound
from service.feeds import letter
from service.feeds.chart import render_bars
from service.feeds.items import Feed, FeedItem, issue_id, list_id
from service.web.feed_answers import MAX_AGE, READ, Format, respond
from service.web.feeds import EMPTY_SINCE
from service.web.frame import Page
from service.web.metadata import Metadata, links_of_list
from service.workflows.digest import preview
from service.workflows.tidings import tiding

router = APIRouter(include_in_schema=False)

ISSUES_IN_FEED = 26  # half a year

_WORDS = {
    "byline": letter.byline,
    "labels": letter.labels,
    "change_words": letter.change_words,
    "unsorted": letter.UNSORTED,
    "readable": readable,
}


@router.get("/lists/{slug}/digest")
def all_issues(page: Page, session: ReadDb, settings: AppSettings, now: Now, slug: str) -> HTMLResponse:
    """Show all issues of a list, newest first."""
    found = lists.by_slug(session, slug)
    return page.page(
        "pages/digests.html",
        about=Metadata(
            path=f"/lists/{found.slug}/digest",
            title=f"Weekly digest of {found.spec.name}",
            description=f"What {found.spec.name} took in, week by week.",
            feeds=links_of_list(found),
        ),
        current=found,
        list=found,
        issues=[issue_from_mapping(kept.content) for kept in digests.of_list(session, found.id)],
        this_week=IsoWeek.of(now),
        tiding=tiding(session, now),
        span=letter.span,
        address=f"{settings.address}/lists/{found.slug}/digest",
        by_mail=settings.sends_mail,
    )


@router.api_route("/lists/{slug}/digest/feed.{form}", methods=READ)
def digest_feed(
    page: Page, request: Request, session: ReadDb, settings: AppSettings, slug: str, form: Format
) -> Response:
    """Answer with the issues of a list as a feed."""
    found = lists.by_slug(session, slug)
    kept = digests.of_list(session, found.id)[:ISSUES_IN_FEED]
    base = f"{settings.address}/lists/{found.slug}/digest"
    feed = Feed(
        id=list_id(found.slug, "digest"),
        title=f"{found.spec.name}: weekly digest",
        subtitle=f"What {found.spec.name} took in, week by week.",
        home_url=base,
        self_url=f"{base}/feed.{form}",
        updated_at=max((each.made_at for each in kept), default=EMPTY_SINCE),
        items=tuple(_item(page, found, each, base) for each in kept),
    )
    return respond(request, feed, form, has_hub=True)


@router.api_route("/lists/{slug}/digest/{week}.txt", methods=READ)
def issue_as_text(
    request: Request, session: ReadDb, settings: AppSettings, now: Now, slug: str, week: str
) -> Response:
    """Answer with an issue as plain text."""
    issue = _issue(session, slug, week, now)
    body = letter.render_text(issue, address=_address(settings.address, issue))
    return answer(request, body.encode(), "text/plain; charset=utf-8", max_age=MAX_AGE)


@router.api_route("/lists/{slug}/digest/{week}.md", methods=READ)
def issue_as_markdown(
    request: Request, session: ReadDb, settings: AppSettings, now: Now, slug: str, week: str
) -> Response:
    """Answer with an issue as Markdown."""
    issue = _issue(session, slug, week, now)
    body = letter.render_markdown(issue, address=_address(settings.address, issue))
    return answer(request, body.encode(), "text/markdown; charset=utf-8", max_age=MAX_AGE)


@router.get("/lists/{slug}/digest/{week}")
def issue_page(
    page: Page, session: ReadDb, settings: AppSettings, now: Now, slug: str, week: str
) -> HTMLResponse:
    """Show one issue."""
    issue = _issue(session, slug, week, now)
    found = lists.by_slug(session, slug)
    is_kept = digests.by_week(session, found.id, issue.week.year, issue.week.week) is not None
    bars = [(name.removeprefix(f"{issue.week.year}-"), number) for name, number in issue.weeks]
    return page.page(
        "pages/digest.html",
        about=Metadata(
            path=f"/lists/{found.slug}/digest/{issue.week}",
            title=f"{issue.name}, {letter.span(issue)}",
            description=letter.lead(issue),
            kind="article",
            feeds=links_of_list(found),
        ),
        current=found,
        span=letter.span(issue),
        is_kept=is_kept,
        is_before=issue.is_empty and not issue.numbers.total,  # the first paper: nothing lies further back
        tiding=None if is_kept else tiding(session, now),
        has_next=issue.week.end <= now.astimezone(UTC),
        chart=Markup(render_bars(bars, title="Papers taken in each week")),  # noqa: S704  # escaped there
        address=_address(settings.address, issue),
        **_shown(issue),
    )


def _issue(session: ReadDb, slug: str, week: str, now: Now) -> Issue:
    found, asked = lists.by_slug(session, slug), IsoWeek.parse(week)
    if asked.start > now:
        raise NotFound(f"{asked} has not begun; the newest issue is that of {IsoWeek.of(now)}.")
    return preview(session, found, asked)


def _shown(issue: Issue) -> dict[str, Any]:
    return {"issue": issue, "lead": letter.lead(issue), **_WORDS}


def _address(site: str, issue: Issue) -> str:
    return f"{site}/lists/{issue.slug}/digest/{issue.week}"


def _item(page: Page, found: StoredList, kept: DigestIssue, base: str) -> FeedItem:
    issue = issue_from_mapping(kept.content)
    return FeedItem(
        id=issue_id(found.slug, str(issue.week)),
        title=f"{issue.name}, {letter.span(issue)}",
        url=f"{base}/{issue.week}",
        html=page.text("mail/issue.html", **_shown(issue)),
        text=letter.lead(issue),
        published_at=issue.week.end,
        updated_at=kept.made_at,
    )
