"""What search engines ask for first: robots.txt and the site's map, one file a list."""

from collections.abc import Iterable
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response
from fastapi.responses import PlainTextResponse

from service.boundary import AppSettings, ReadDb
from service.conditional import answer
from service.db import digests, lists
from service.db.engine import AnySession
from service.db.lists import StoredList
from service.feeds.atom import document, moment
from service.web.feed_answers import MAX_AGE_PAST, READ

router = APIRouter(include_in_schema=False)

MOST = 50_000  # addresses in one file, says the protocol: https://www.sitemaps.org/protocol.html
_SCHEMA = "http://www.sitemaps.org/schemas/sitemap/0.9"
_MEDIA_TYPE = "application/xml; charset=utf-8"
_HIDDEN = ("/sign-in", "/welcome/", "/runs", "/audit", "/search?", "/api-try/")


@router.api_route("/robots.txt", methods=READ)
def robots(settings: AppSettings) -> PlainTextResponse:
    """Let search engines read what is public, and name the map."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in _HIDDEN)]
    return PlainTextResponse("\n".join([*lines, f"Sitemap: {settings.address}/sitemap.xml", ""]))


@router.api_route("/sitemap.xml", methods=READ)
def sitemap(request: Request, session: ReadDb, settings: AppSettings) -> Response:
    """Answer with the maps that there are."""
    root = ET.Element("sitemapindex", {"xmlns": _SCHEMA})
    _add(root, "sitemap", f"{settings.address}/sitemaps/site.xml")
    for found in lists.every(session):
        changed = moment(found.synced_at) if found.synced_at else ""
        _add(root, "sitemap", f"{settings.address}/sitemaps/{found.slug}.xml", changed)
    return answer(request, document(root), _MEDIA_TYPE, max_age=MAX_AGE_PAST)


@router.api_route("/sitemaps/{slug}.xml", methods=READ)
def sitemap_of_list(request: Request, session: ReadDb, settings: AppSettings, slug: str) -> Response:
    """Answer with the pages of one list, or with those of the site."""
    paths: Iterable[str]
    if slug == "site":
        paths = ("/", "/about", "/new", "/disagreements", "/coverage", "/api")
    else:
        paths = _paths(session, lists.by_slug(session, slug))
    root = ET.Element("urlset", {"xmlns": _SCHEMA})
    for path in list(paths)[:MOST]:
        _add(root, "url", f"{settings.address}{path}")
    return answer(request, document(root), _MEDIA_TYPE, max_age=MAX_AGE_PAST)


def _paths(session: AnySession, found: StoredList) -> list[str]:
    here = f"/lists/{found.slug}"
    tags = [f"{here}/tags/{f.name}/{t.name}" for f in found.spec.taxonomy.facets for t in f.tags]
    issues = [
        f"{here}/digest/{each.year:04d}-W{each.week:02d}" for each in digests.of_list(session, found.id)
    ]
    papers = [f"/papers/{arxiv_id}" for arxiv_id in sorted(lists.listed_ids(session, found.id))]
    return [here, f"{here}/new", f"{here}/trends", f"{here}/digest", *tags, *issues, *papers]


def _add(root: ET.Element, name: str, address: str, changed: str = "") -> None:
    element = ET.SubElement(root, name)
    ET.SubElement(element, "loc").text = address
    if changed:
        ET.SubElement(element, "lastmod").text = changed
