"""What a feed says, in no format yet; and its ids, which never change.

Ids are `tag:` URIs (RFC 4151) of our own authority, not of this installation's address: a feed that moves
to another server, or a paper that gets another version, keeps them.
"""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import datetime

AUTHORITY = "tag:listkeeper,2025:"  # never to be changed: readers know every item by it
_PLAIN = re.compile(r"[A-Za-z0-9._/-]+")
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedItem:
    """One paper, or one issue of a digest. `url` is where it is read, `related_url` our page about it.

    `categories` are (scheme, term, label): facet, tag, and the list's own word for it.
    """

    id: str
    title: str
    url: str
    html: str
    text: str
    published_at: datetime
    updated_at: datetime
    authors: tuple[str, ...] = ()
    categories: tuple[tuple[str, str, str], ...] = ()
    related_url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A feed document: the newest items, or an archive page of older ones (RFC 5005).

    A hub (WebSub) is told when the feed changes, and tells those who follow it there.
    """

    id: str
    title: str
    subtitle: str
    home_url: str
    self_url: str
    updated_at: datetime
    items: tuple[FeedItem, ...] = ()
    current_url: str = ""
    older_url: str = ""
    newer_url: str = ""
    is_archive: bool = field(default=False)
    hub_url: str = ""


def list_id(slug: str, variant: str = "") -> str:
    """Return the id of a list's feed; `variant` tells filtered and other feeds of the list apart."""
    return f"{AUTHORITY}list/{_safe(slug)}" + (f"/{_safe(variant)}" if variant else "")


def paper_id(slug: str, key: str) -> str:
    """Return the id of a paper in a list's feeds; `key` is its arXiv id without version."""
    return f"{AUTHORITY}list/{_safe(slug)}/paper/{_safe(key)}"


def change_id(slug: str, key: str, change: str) -> str:
    """Return the id of something that happened to a listed paper, such as `updated-v2`."""
    return f"{AUTHORITY}list/{_safe(slug)}/change/{_safe(key)}/{_safe(change)}"


def candidate_id(slug: str, key: str) -> str:
    """Return the id of a paper that waits for a list's verdict."""
    return f"{AUTHORITY}list/{_safe(slug)}/candidate/{_safe(key)}"


def issue_id(slug: str, week: str) -> str:
    """Return the id of a weekly issue."""
    return f"{AUTHORITY}list/{_safe(slug)}/digest/{_safe(week)}"


def xml_text(text: str) -> str:
    """Return text without the characters that XML 1.0 does not allow."""
    return _NOT_XML.sub("\ufffd", text)


def _safe(name: str) -> str:
    if _PLAIN.fullmatch(name):
        return name
    return "sha256-" + hashlib.sha256(name.encode()).hexdigest()[:32]
