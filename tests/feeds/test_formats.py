"""Each format says all there is to say, escapes it, and is what its specification asks for."""

import json
from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import feedparser
import pytest

from service.feeds import atom, jsonfeed, opml, rss
from service.feeds.content import Story, render_html, render_text
from service.feeds.items import Feed, FeedItem, change_id, issue_id, list_id, paper_id

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
HOSTILE = 'On <b>"tokens"</b> & <script>alert(1)</script> \x00\x0b]]> ö'
ITEM = FeedItem(
    id=paper_id("tokens", "2510.00001"),
    title=HOSTILE,
    url="https://arxiv.org/abs/2510.00001",
    related_url="https://lists.example.org/papers/2510.00001",
    html="<p>Hello</p>",
    text=HOSTILE,
    published_at=NOW,
    updated_at=NOW,
    authors=("Ada & Co", "Bo <bo@example.org>"),
    categories=(("stage", "llm", "LLM"),),
)
FEED = Feed(
    id=list_id("tokens"),
    title="Tokens & <lists>",
    subtitle="What it took in",
    home_url="https://lists.example.org/lists/tokens",
    self_url="https://lists.example.org/lists/tokens/feed.atom?a=1&b=2",
    updated_at=NOW,
    items=(ITEM,),
    older_url="https://lists.example.org/lists/tokens/feed/2025-10.atom",
)
PLAIN = HOSTILE.replace("\x00", "\ufffd").replace("\x0b", "\ufffd")
ATOM = "{http://www.w3.org/2005/Atom}"


def test_atom_has_what_rfc_4287_asks_for():
    root = ET.fromstring(atom.render(FEED))  # noqa: S314  # our own bytes
    for name in ("id", "title", "updated", "author"):
        assert len(root.findall(ATOM + name)) == 1, name
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"self": FEED.self_url, "alternate": FEED.home_url, "prev-archive": FEED.older_url}
    entry = root.find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == PLAIN
    assert entry.findtext(f"{ATOM}id") == "tag:listkeeper,2025:list/tokens/paper/2510.00001"
    assert entry.findtext(f"{ATOM}updated") == "2025-11-05T09:30:00Z"
    assert [name.text for name in entry.findall(f"{ATOM}author/{ATOM}name")] == list(ITEM.authors)
    content = entry.find(f"{ATOM}content")
    assert content is not None
    assert (content.get("type"), content.text) == ("html", "<p>Hello</p>")


def test_rss_has_what_rss_2_asks_for_and_its_html_is_harmless():
    root = ET.fromstring(rss.render(FEED))  # noqa: S314  # our own bytes
    channel = root.find("channel")
    assert channel is not None
    for name in ("title", "link", "description", "lastBuildDate"):
        assert len(channel.findall(name)) == 1, name
    item = channel.find("item")
    assert item is not None
    guid = item.find("guid")
    assert guid is not None
    assert (guid.text, guid.get("isPermaLink")) == (ITEM.id, "false")
    assert item.findtext("pubDate") == "Wed, 05 Nov 2025 09:30:00 GMT"
    assert "<script>" not in (item.findtext("description") or "")
    assert "<script>" not in (item.findtext("title") or "")


def test_rss_titles_without_anything_like_a_tag_stay_as_they_are():
    plain = FeedItem(**{name: getattr(ITEM, name) for name in ITEM.__slots__} | {"title": "A & B < C"})
    feed = Feed(**{name: getattr(FEED, name) for name in FEED.__slots__} | {"items": (plain,)})
    root = ET.fromstring(rss.render(feed))  # noqa: S314  # our own bytes
    assert root.findtext("channel/item/title") == "A & B < C"


def test_json_feed_has_what_version_1_1_asks_for():
    body = json.loads(jsonfeed.render(FEED))
    assert body["version"] == "https://jsonfeed.org/version/1.1"
    assert (body["title"], body["feed_url"], body["next_url"]) == (FEED.title, FEED.self_url, FEED.older_url)
    item = body["items"][0]
    assert (item["id"], item["title"], item["content_html"]) == (ITEM.id, HOSTILE, "<p>Hello</p>")
    assert [author["name"] for author in item["authors"]] == list(ITEM.authors)
    assert item["date_published"] == "2025-11-05T09:30:00Z"


def test_json_feed_items_without_html_have_text():
    short = FeedItem(**{name: getattr(ITEM, name) for name in ITEM.__slots__} | {"html": "", "text": ""})
    feed = Feed(**{name: getattr(FEED, name) for name in FEED.__slots__} | {"items": (short,)})
    assert json.loads(jsonfeed.render(feed))["items"][0]["content_text"] == HOSTILE


@pytest.mark.parametrize("render", [atom.render, rss.render])
def test_readers_understand_the_feed(render):
    found = feedparser.parse(render(FEED))
    assert not found.bozo
    assert found.feed.title == FEED.title
    entry = found.entries[0]
    assert entry.id == ITEM.id
    assert entry.link == ITEM.url
    assert "script" not in entry.content[0].value
    assert "ö" in entry.title
    assert entry.title_detail.type == "text/plain" or "<script" not in entry.title


@pytest.mark.parametrize("render", [atom.render, rss.render, jsonfeed.render])
def test_the_same_feed_gives_the_same_bytes(render):
    assert render(FEED) == render(FEED)


def test_opml_names_every_feed():
    outline = opml.Outline("A & B", "https://lists.example.org/f?a=1&b=2", "https://lists.example.org/")
    root = ET.fromstring(opml.render("All", [("A", [outline])]))  # noqa: S314  # our own bytes
    assert root.get("version") == "2.0"
    found = root.find("body/outline/outline")
    assert found is not None
    assert (found.get("type"), found.get("xmlUrl"), found.get("text")) == ("rss", outline.feed_url, "A & B")


def test_ids_are_tag_uris_without_version_or_address():
    assert list_id("t", "stage=llm") != list_id("t", "stage=encoder") != list_id("t")
    assert paper_id("t", "cs/0301001") == "tag:listkeeper,2025:list/t/paper/cs/0301001"
    assert (
        paper_id("t", "entry:A long title?")
        == "tag:listkeeper,2025:list/t/paper/sha256-"
        + (paper_id("t", "entry:A long title?").rsplit("-", 1)[1])
    )
    assert change_id("t", "2510.00001", "updated-v2").endswith("/change/2510.00001/updated-v2")
    assert issue_id("t", "2025-W44") == "tag:listkeeper,2025:list/t/digest/2025-W44"


def test_a_story_is_escaped_as_html_and_cut_as_text():
    story = Story(
        authors=("Bo <b>",),
        abstract=HOSTILE + " and more" * 100,
        tags=(("Stage <i>", ("LLM & co",)),),
        submitted_at=NOW,
        listed_at=None,
        confirmed_at=NOW,
        links=(("code", 'https://example.org/?a="b"&c=<d>'),),
    )
    html, text = render_html(story), render_text(story)
    assert "<script>" not in html
    assert "Bo &lt;b&gt;" in html
    assert "LLM &amp; co" in html
    assert 'href="https://example.org/?a=&quot;b&quot;&amp;c=&lt;d&gt;"' in html
    assert text.startswith("Stage <i>: LLM & co — submitted 5 Nov 2025, confirmed 5 Nov 2025 — On <b>")
    assert text.endswith(" …")
    assert len(text) < 500
