"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

import json
from typing import Any

from service.feeds.atom import moment
from service.feeds.items import Feed, FeedItem

MEDIA_TYPE = "application/feed+json; charset=utf-8"
VERSION = "https://jsonfeed.org/version/1.1"


def render(feed: Feed) -> bytes:
    """Return the feed as a JSON document; `next_url` leads to older items."""
    body: dict[str, Any] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": feed.home_url,
        "feed_url": feed.self_url,
        "description": feed.subtitle,
        "next_url": feed.older_url,
        "language": "en",
        "hubs": [{"type": "WebSub", "url": feed.hub_url}] if feed.hub_url else [],
    }
    kept = {name: value for name, value in body.items() if value}
    kept["items"] = [_item(item) for item in feed.items]
    return json.dumps(kept, ensure_ascii=False, indent=1).encode() + b"\n"


def _item(item: FeedItem) -> dict[str, Any]:
    body = {
        "id": item.id,
        "url": item.url,
        "external_url": item.related_url,
        "title": item.title,
        "content_html": item.html,
        "content_text": "" if item.html else item.text or item.title,
        "summary": item.text,
        "date_published": moment(item.published_at),
        "date_modified": moment(item.updated_at),
        "authors": [{"name": name} for name in item.authors],
        "tags": [f"{scheme}: {term}" for scheme, term, _ in item.categories],
    }
    return {name: value for name, value in body.items() if value}
