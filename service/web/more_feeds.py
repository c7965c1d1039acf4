"""What changed on a list as a feed, and every feed as one OPML file."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Request, Response

from service.boundary import AppSettings, Now, ReadDb
from service.conditional import answer
from service.db import activity, changes, lists, saved
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.domain.selections import Selection
from service.errors import NotFound
from service.feeds import opml
from service.feeds.items import Feed, FeedItem, list_id
from service.feeds.opml import Outline
from service.web.feed_answers import MAX_AGE, READ, Format, respond
from service.web.feed_items import added_item, change_item
from service.web.feeds import EMPTY_SINCE, month_start, parse_month

router = APIRouter(include_in_schema=False)

_QUARTER = timedelta(days=91)


@router.api_route("/lists/{slug}/changes.{form}", methods=READ)
def changes_feed(
    request: Request, session: ReadDb, settings: AppSettings, now: Now, slug: str, form: Format
) -> Response:
    """Answer with what was added to a list, got a new version, was withdrawn or removed in a quarter."""
    found = lists.by_slug(session, slug)
    midnight = now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    until = midnight + timedelta(days=1)
    items = _changes(session, found, until - _QUARTER, until)
    base, last = f"{settings.address}/lists/{found.slug}", month_start(now) - timedelta(days=1)
    is_there = last >= month_start(_beginning(session, found))
    feed = _of_changes(found, settings.address, items, f"{base}/changes.{form}")
    feed = replace(feed, older_url=f"{base}/changes/{last:%Y-%m}.{form}" if is_there else "")
    return respond(request, feed, form, has_hub=True)


@router.api_route("/lists/{slug}/changes/{month}.{form}", methods=READ)
def changes_archive(
    request: Request, session: ReadDb, settings: AppSettings, now: Now, slug: str, month: str, form: Format
) -> Response:
    """Answer with all changes of a list in a month that is over, for readers that were away."""
    found = lists.by_slug(session, slug)
    start, first = parse_month(month), month_start(_beginning(session, found))
    end = month_start(start + timedelta(days=31))
    if end > now or start < first:
        raise NotFound(f"There is no archive of changes for {month}; start from the feed of changes.")
    base = f"{settings.address}/lists/{found.slug}"
    items = _changes(session, found, start, end)
    feed = _of_changes(found, settings.address, items, f"{base}/changes/{month}.{form}")
    older = start - timedelta(days=1)
    is_last = month_start(end + timedelta(days=31)) > now
    feed = replace(
        feed,
        current_url=f"{base}/changes.{form}",
        older_url=f"{base}/changes/{older:%Y-%m}.{form}" if older >= first else "",
        newer_url="" if is_last else f"{base}/changes/{end:%Y-%m}.{form}",
        is_archive=True,
    )
    return respond(request, feed, form)


@router.api_route("/feeds.opml", methods=READ)
def all_feeds(request: Request, session: ReadDb, settings: AppSettings) -> Response:
    """Answer with every feed of every list, for import into a reader."""
    folders = [
        (found.spec.name, _outlines(session, found, settings.address)) for found in lists.every(session)
    ]
    return answer(request, opml.render("Listkeeper", folders), opml.MEDIA_TYPE, max_age=MAX_AGE)


@router.api_route("/lists/{slug}/feeds.opml", methods=READ)
def feeds_of_list(request: Request, session: ReadDb, settings: AppSettings, slug: str) -> Response:
    """Answer with every feed of one list."""
    found = lists.by_slug(session, slug)
    name = found.spec.name
    body = opml.render(name, [(name, _outlines(session, found, settings.address))])
    return answer(request, body, opml.MEDIA_TYPE, max_age=MAX_AGE)


def _changes(
    session: AnySession, found: StoredList, since: datetime, until: datetime
) -> tuple[FeedItem, ...]:
    happened = changes.between(session, found.id, since=since, until=until)
    added = activity.news(session, found.id, since=since, until=until)
    items = [change_item(found, each) for each in happened] + [added_item(found, each) for each in added]
    return tuple(sorted(items, key=lambda item: (item.updated_at, item.id), reverse=True))


def _of_changes(found: StoredList, site: str, items: tuple[FeedItem, ...], address: str) -> Feed:
    return Feed(
        id=list_id(found.slug, "changes"),
        title=f"{found.spec.name}: changes",
        subtitle=f"What {found.spec.name} took in, and new versions, withdrawals and removals of its papers.",
        home_url=f"{site}/lists/{found.slug}",
        self_url=address,
        updated_at=max((item.updated_at for item in items), default=EMPTY_SINCE),
        items=items,
    )


def _beginning(session: AnySession, found: StoredList) -> datetime:
    """Return when the first paper came in; before a list has one there is no archive."""
    return activity.first_from(session, found.id, EMPTY_SINCE, Selection()) or datetime.max.replace(
        tzinfo=UTC
    )


def _outlines(session: AnySession, found: StoredList, site: str) -> list[Outline]:
    base, name = f"{site}/lists/{found.slug}", found.spec.name
    by_tag = [
        Outline(
            f"{name}: {tag.label}",
            f"{base}/feed.atom?{facet.name}={tag.name}",
            f"{base}?{facet.name}={tag.name}",
        )
        for facet in found.spec.taxonomy.facets
        for tag in facet.tags
    ]
    return [
        Outline(name, f"{base}/feed.atom", base),
        Outline(f"{name}: changes", f"{base}/changes.atom", base),
        Outline(f"{name}: weekly digest", f"{base}/digest/feed.atom", f"{base}/digest"),
        *(
            Outline(f"{name}: {each.name}", f"{base}/saved/{each.slug}.atom", f"{base}{each.query}")
            for each in saved.of_list(session, found.id)
        ),
        *by_tag,
    ]
