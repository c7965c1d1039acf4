"""What all feeds share: their formats, and the conditional answer."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Literal
from urllib.parse import urlencode

from fastapi import Request, Response

from service.boundary import settings_of
from service.conditional import answer
from service.domain.selections import Selection
from service.feeds import atom, jsonfeed, rss
from service.feeds.items import Feed

READ = ["GET", "HEAD"]
MAX_AGE = 300  # seconds for which a reader need not ask again
MAX_AGE_PAST = 3600  # the same for months and weeks that are over

Format = Literal["atom", "rss", "json"]
View = Literal["full", "summary"]
RENDERERS: Mapping[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom.render, atom.MEDIA_TYPE),
    "rss": (rss.render, rss.MEDIA_TYPE),
    "json": (jsonfeed.render, jsonfeed.MEDIA_TYPE),
}


def respond(request: Request, feed: Feed, form: Format, *, has_hub: bool = False) -> Response:
    """Render a feed and answer conditionally; any page may read it.

    A feed of which the hub is told names it, in itself and in a header (WebSub, 4).
    """
    render, media_type = RENDERERS[form]
    hub = settings_of(request).websub_hub if has_hub else ""
    feed = replace(feed, hub_url=hub)
    links = {"Link": f'<{hub}>; rel="hub", <{feed.self_url}>; rel="self"'} if hub else {}
    return answer(
        request,
        render(feed),
        media_type,
        changed_at=feed.updated_at,
        max_age=MAX_AGE_PAST if feed.is_archive else MAX_AGE,
        headers={"Access-Control-Allow-Origin": "*", **links},
    )


def feed_query(wanted: Selection, view: View = "full") -> str:
    """Return the end of an address: the selection, and the short form where it is asked for."""
    pairs = [*wanted.pairs, *([("view", "summary")] if view == "summary" else [])]
    return f"?{urlencode(pairs)}" if pairs else ""
