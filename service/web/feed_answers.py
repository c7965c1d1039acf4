"""What all feeds share: their formats, the tags that an address asks for, and the conditional answer."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal
from urllib.parse import urlencode

from fastapi import Request, Response

from service.conditional import answer
from service.domain.taxonomy import Taxonomy
from service.errors import BadInput
from service.feeds import atom, jsonfeed, rss
from service.feeds.items import Feed

READ = ["GET", "HEAD"]
MAX_AGE = 300  # seconds for which a reader need not ask again
MAX_AGE_PAST = 3600  # the same for months and weeks that are over

Format = Literal["atom", "rss", "json"]
View = Literal["full", "summary"]
Chosen = Mapping[str, Sequence[str]]
RENDERERS: Mapping[str, tuple[Callable[[Feed], bytes], str]] = {
    "atom": (atom.render, atom.MEDIA_TYPE),
    "rss": (rss.render, rss.MEDIA_TYPE),
    "json": (jsonfeed.render, jsonfeed.MEDIA_TYPE),
}


def respond(request: Request, feed: Feed, form: Format) -> Response:
    """Render a feed and answer conditionally; any page may read it."""
    render, media_type = RENDERERS[form]
    return answer(
        request,
        render(feed),
        media_type,
        changed_at=feed.updated_at,
        max_age=MAX_AGE_PAST if feed.is_archive else MAX_AGE,
        headers={"Access-Control-Allow-Origin": "*"},
    )


def chosen_tags(request: Request, taxonomy: Taxonomy) -> dict[str, list[str]]:
    """Return the tags that the address asks for, facet → names, the same for every order of writing them.

    Raises:
        BadInput: a facet has no such tag; the text names those that it has.
    """
    wanted: dict[str, list[str]] = {}
    for facet in taxonomy.facets:
        names = sorted({name for name in request.query_params.getlist(facet.name) if name})
        unknown = [name for name in names if facet.tag(name) is None]
        if unknown:
            known = ", ".join(tag.name for tag in facet.tags)
            raise BadInput(f"{facet.title} has no tag {unknown[0][:60]!r}; it has: {known}.")
        if names:
            wanted[facet.name] = names
    return wanted


def tags_as_query(wanted: Chosen) -> str:
    """Return the chosen tags as they stand in an address, without the question mark."""
    return urlencode([(facet, name) for facet, names in wanted.items() for name in names])


def query_string(wanted: Chosen, view: View = "full") -> str:
    """Return the end of an address: the chosen tags, and the short form where it is asked for."""
    parts = [tags_as_query(wanted), "view=summary" if view == "summary" else ""]
    query = "&".join(part for part in parts if part)
    return f"?{query}" if query else ""
