"""What changed on a list as a feed, and every feed as one OPML file."""

from datetime import UTC, timedelta

from fastapi import APIRouter, Request, Response

from service.boundary import AppSettings, Now, ReadDb
from service.conditional import answer
from service.db import activity, changes, lists, saved
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.feeds import opml
from service.feeds.items import Feed, list_id
from service.feeds.opml import Outline
from service.web.feed_answers import MAX_AGE, READ, Format, respond
from service.web.feed_items import added_item, change_item
from service.web.feeds import EMPTY_SINCE

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
    happened = changes.between(session, found.id, since=until - _QUARTER, until=until)
    added = activity.news(session, found.id, since=until - _QUARTER, until=until)
    items = [change_item(found, each) for each in happened] + [added_item(found, each) for each in added]
    base = f"{settings.address}/lists/{found.slug}"
    feed = Feed(
        id=list_id(found.slug, "changes"),
        title=f"{found.spec.name}: changes",
        subtitle=f"What {found.spec.name} took in, and new versions, withdrawals and removals of its papers.",
        home_url=base,
        self_url=f"{base}/changes.{form}",
        updated_at=max((item.updated_at for item in items), default=EMPTY_SINCE),
        items=tuple(sorted(items, key=lambda item: (item.updated_at, item.id), reverse=True)),
    )
    return respond(request, feed, form, has_hub=True)


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
