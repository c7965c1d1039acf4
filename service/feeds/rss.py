"""RSS 2.0, with Atom's `self` link, Dublin Core's creators and archive pages (RFC 5005).

Descriptions are HTML to every reader; titles are plain text to some and HTML to others. So descriptions are
escaped once more, and a title is where it holds something that a reader might take for a tag or an entity.
"""

import re
from email.utils import format_datetime
from html import escape
from xml.etree import ElementTree as ET

from service.feeds.atom import ATOM, GENERATOR, HISTORY, document, feed_links, moment
from service.feeds.items import Feed, FeedItem, xml_text

MEDIA_TYPE = "application/rss+xml; charset=utf-8"
_CREATOR = "http://purl.org/dc/elements/1.1/"
_CONTENT = "http://purl.org/rss/1.0/modules/content/"
_LIKE_HTML = re.compile(r"<[A-Za-z/!?]|&#?\w+;")


def render(feed: Feed) -> bytes:
    """Return the feed as an RSS document."""
    namespaces = {"xmlns:atom": ATOM, "xmlns:dc": _CREATOR, "xmlns:content": _CONTENT}
    root = ET.Element("rss", {"version": "2.0", **namespaces})
    if feed.is_archive:
        root.set("xmlns:fh", HISTORY)
    channel = ET.SubElement(root, "channel")
    _text(channel, "title", feed.title)
    _text(channel, "link", feed.home_url)
    _text(channel, "description", feed.subtitle or feed.title)
    _text(channel, "language", "en")
    _text(channel, "lastBuildDate", format_datetime(feed.updated_at, usegmt=True))
    _text(channel, "generator", GENERATOR)
    if feed.is_archive:
        ET.SubElement(channel, "fh:archive")
    for rel, href in feed_links(feed):
        if rel != "alternate":
            kind = {} if rel == "hub" else {"type": "application/rss+xml"}
            ET.SubElement(channel, "atom:link", {"rel": rel, "href": href, **kind})
    for item in feed.items:
        channel.append(_item(item))
    return document(root)


def _item(item: FeedItem) -> ET.Element:
    element = ET.Element("item")
    _text(element, "title", _title(item.title))
    if item.url:
        _text(element, "link", item.url)
    _text(element, "guid", item.id, isPermaLink="false")
    _text(element, "pubDate", format_datetime(item.published_at, usegmt=True))
    for name in item.authors:
        _text(element, "dc:creator", name)
    for scheme, term, _ in item.categories:
        _text(element, "category", f"{scheme}: {term}", domain=f"urn:listkeeper:facet:{scheme}")
    _text(element, "description", escape(item.text or item.title, quote=False))
    if item.html:
        _text(element, "content:encoded", item.html)
    _text(element, "atom:updated", moment(item.updated_at))
    if item.related_url:
        ET.SubElement(element, "atom:link", {"rel": "related", "href": item.related_url})
    return element


def _title(text: str) -> str:
    return escape(text, quote=False) if _LIKE_HTML.search(text) else text


def _text(parent: ET.Element, name: str, text: str, **attributes: str) -> None:
    found = {key: xml_text(value) for key, value in attributes.items()}
    ET.SubElement(parent, name, found).text = xml_text(text)
