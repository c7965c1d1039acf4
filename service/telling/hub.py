"""Tells a WebSub hub that a feed has changed; the hub fetches it and tells those who follow.

How a publisher speaks to its hub WebSub leaves open (https://www.w3.org/TR/websub/, 6); this is what hubs
have understood since PubSubHubbub 0.4, with the topic under both names that are in use.
"""

import httpx

from service.errors import SourceError

_SECONDS = 10.0
_WELL = 300  # the first status that is no success


def tell(hub: str, topic: str, *, transport: httpx.BaseTransport | None = None) -> None:
    """Tell a hub of one feed.

    Raises:
        SourceError: the hub did not take it.
    """
    said = {"hub.mode": "publish", "hub.url": topic, "hub.topic": topic}
    headers = {"User-Agent": "listkeeper"}
    try:
        with (
            httpx.Client(timeout=_SECONDS, transport=transport, headers=headers) as client,
            client.stream("POST", hub, data=said) as answer,  # what it says besides nobody reads
        ):
            status = answer.status_code
    except (httpx.HTTPError, httpx.InvalidURL) as exc:
        raise SourceError(
            f"The hub cannot be reached ({type(exc).__name__}); see LISTKEEPER_WEBSUB_HUB."
        ) from exc
    if status >= _WELL:
        raise SourceError(f"The hub answered {status}; see LISTKEEPER_WEBSUB_HUB.")
