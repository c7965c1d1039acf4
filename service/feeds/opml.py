"""OPML 2.0: all feeds as one file that readers import."""

from collections.abc import Sequence
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from service.feeds.atom import document
from service.feeds.items import xml_text

MEDIA_TYPE = "text/x-opml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Outline:
    """One feed, for an OPML file."""

    title: str
    feed_url: str
    home_url: str


def render(title: str, folders: Sequence[tuple[str, Sequence[Outline]]]) -> bytes:
    """Return an OPML file with one folder for each (name, feeds) pair."""
    root = ET.Element("opml", {"version": "2.0"})
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = xml_text(title)
    body = ET.SubElement(root, "body")
    for name, outlines in folders:
        folder = ET.SubElement(body, "outline", {"text": xml_text(name), "title": xml_text(name)})
        for each in outlines:
            words = xml_text(each.title)
            urls = {"xmlUrl": each.feed_url, "htmlUrl": each.home_url}
            ET.SubElement(folder, "outline", {"type": "rss", "text": words, "title": words, **urls})
    return document(root)
