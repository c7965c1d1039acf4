"""Atom 1.0 (RFC 4287) with archive pages (RFC 5005)."""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

from service.feeds.items import Feed, FeedItem, xml_text

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
ATOM = "http://www.w3.org/2005/Atom"
HISTORY = "http://purl.org/syndication/history/1.0"
GENERATOR = "Listkeeper"


def render(feed: Feed) -> bytes:
    """Return the feed as an Atom document."""
    root = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    if feed.is_archive:
        root.set("xmlns:fh", HISTORY)
        ET.SubElement(root, "fh:archive")
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    if feed.subtitle:
        _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", moment(feed.updated_at))
    _text(root, "generator", GENERATOR)
    author = ET.SubElement(root, "author")
    _text(author, "name", feed.title)
    for rel, href in feed_links(feed):
        ET.SubElement(root, "link", {"rel": rel, "href": href, **_link_type(rel)})
    for item in feed.items:
        root.append(_entry(item))
    return document(root)


def feed_links(feed: Feed) -> list[tuple[str, str]]:
    """Return the (rel, address) pairs of a feed document, in any format."""
    found = [
        ("self", feed.self_url),
        ("alternate", feed.home_url),
        ("current", feed.current_url),
        ("prev-archive", feed.older_url),
        ("next-archive", feed.newer_url),
        ("hub", feed.hub_url),
    ]
    return [(rel, href) for rel, href in found if href]


def document(root: ET.Element) -> bytes:
    """Return an XML document in UTF-8; the same element gives the same bytes."""
    ET.indent(root, " ")
    body = ET.tostring(root, encoding="unicode")  # encoded at once: piece by piece takes twice as long
    return f"<?xml version='1.0' encoding='UTF-8'?>\n{body}\n".encode(errors="xmlcharrefreplace")


def moment(value: datetime) -> str:
    """Return a moment as RFC 3339 in UTC, to the second."""
    return value.astimezone(UTC).replace(microsecond=0, tzinfo=None).isoformat() + "Z"


def _entry(item: FeedItem) -> ET.Element:
    entry = ET.Element("entry")
    _text(entry, "id", item.id)
    _text(entry, "title", item.title)
    _text(entry, "updated", moment(item.updated_at))
    _text(entry, "published", moment(item.published_at))
    for name in item.authors:
        _text(ET.SubElement(entry, "author"), "name", name)
    if item.url:
        ET.SubElement(entry, "link", {"rel": "alternate", "href": xml_text(item.url)})
    if item.related_url:
        ET.SubElement(entry, "link", {"rel": "related", "href": item.related_url})
    for scheme, term, label in item.categories:
        names = {"term": term, "scheme": f"urn:listkeeper:facet:{scheme}", "label": label}
        ET.SubElement(entry, "category", {name: xml_text(value) for name, value in names.items()})
    if item.text:
        _text(entry, "summary", item.text)
    if item.html:
        _text(entry, "content", item.html, type="html")
    return entry


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    ET.SubElement(parent, name, attributes).text = xml_text(text)


def _link_type(rel: str) -> dict[str, str]:
    if rel == "hub":
        return {}
    return {"type": "text/html"} if rel == "alternate" else {"type": "application/atom+xml"}
