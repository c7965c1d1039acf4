"""The weekly digest as people and readers get it."""

from dataclasses import replace
from datetime import timedelta

import feedparser
import pytest

from service.domain.digest import ChangeKind, DigestChange, DigestItem, IsoWeek, ItemKind
from service.domain.issues import Issue, Numbers, issue_from_mapping, issue_to_mapping
from service.feeds import letter
from service.feeds.chart import render_bars
from service.workflows.digest import make_due_digests
from tests.feeds.conftest import MONDAY
from tests.world import TAXONOMY, World, entry

WEEK = IsoWeek.of(MONDAY)
ADDRESS = "https://lists.example.org/lists/tokens/digest/2025-W40"
ISSUE = Issue(
    slug="tokens",
    name="Tokens & <lists>",
    week=WEEK,
    taxonomy=TAXONOMY,
    items=(
        DigestItem(
            key="2510.00001",
            title="A *bold* [claim](x) by @someone <b>",
            kind=ItemKind.CONFIRMED,
            authors=("Ada", "Bo", "Cy", "Di", "Ed", "Fay", "Gus"),
            tags={"stage": ("llm",), "modality": ("image", "video")},
            url="https://arxiv.org/abs/2510.00001",
            at=MONDAY,
        ),
        DigestItem(key="2510.00002", title="Another", kind=ItemKind.LISTED, at=MONDAY),
    ),
    changes=(
        DigestChange(
            key="2509.1", title="Old", kind=ChangeKind.UPDATED, version=2, url="https://a", at=MONDAY
        ),
    ),
    numbers=Numbers(found=9, judged=3, total=41),
    weeks=(("2025-W39", 0), ("2025-W40", 2)),
)
TEXT = """\
Tokens & <lists>
2025-W40: 29 Sep – 5 Oct 2025

Tokens & <lists> took in 2 papers: 1 confirmed by its maintainers, 1 added
by the list itself. By stage: LLM 1. Of the listed papers, 1 got a new
version. 3 papers were judged by people. The list stands at 41 papers.

LLM
---

A *bold* [claim](x) by @someone <b>
Ada, Bo, Cy, Di, Ed and 2 more
LLM, image, video
https://arxiv.org/abs/2510.00001

Not sorted yet
--------------

Another

Changes
-------

Old (new version 2)
https://a

--
https://lists.example.org/lists/tokens/digest/2025-W40
"""
MARKDOWN = """\
# Tokens & \\<lists\\>: 2025-W40

29 Sep – 5 Oct 2025

Tokens & \\<lists\\> took in 2 papers: 1 confirmed by its maintainers, 1 added by the list itself. \
By stage: LLM 1. Of the listed papers, 1 got a new version. 3 papers were judged by people. \
The list stands at 41 papers.

## LLM

- [A \\*bold\\* \\[claim\\](x) by \\@someone \\<b\\>](<https://arxiv.org/abs/2510.00001>) · \
Ada, Bo, Cy, Di, Ed and 2 more · `LLM`, `image`, `video`

## Not sorted yet

- Another

## Changes

- [Old](<https://a>): new version 2

| Week | Papers |
|---|---:|
| 2025-W39 | 0 |
| 2025-W40 | 2 |

<https://lists.example.org/lists/tokens/digest/2025-W40>
"""


def test_plain_text_reads_like_a_letter():
    assert letter.render_text(ISSUE, address=ADDRESS) == TEXT


def test_markdown_escapes_what_it_would_read_as_its_own():
    assert letter.render_markdown(ISSUE, address=ADDRESS) == MARKDOWN


def test_an_issue_that_was_kept_is_the_same_issue():
    again = issue_from_mapping(issue_to_mapping(ISSUE))
    assert issue_to_mapping(again) == issue_to_mapping(ISSUE)
    assert letter.render_text(again, address=ADDRESS) == TEXT


def test_tex_in_an_issue_is_read_as_on_the_pages():
    written = replace(ISSUE.items[0], title=r"$\psi$ and G\"odel", authors=(r"Erd\H{o}s",))
    issue = replace(ISSUE, items=(written,))
    for render in (letter.render_text, letter.render_markdown):
        assert "ψ and Gödel" in render(issue, address=ADDRESS)
        assert "Erdős" in render(issue, address=ADDRESS)


def test_an_empty_week_says_so_once(world: World):
    page = world.client().get("/lists/tokens/digest/2025-W40")
    assert page.text.split("<main")[1].count("Nothing happened") == 1
    assert "<table" not in page.text
    text = world.client().get("/lists/tokens/digest/2025-W40.txt").text
    assert text.splitlines()[3].startswith("Nothing happened on Tokens")


def test_before_the_first_paper_there_is_nothing_to_say_and_nowhere_to_go_back_to(world: World):
    page = world.client().get("/lists/tokens/digest/2019-W40").text
    assert "yet, as far as is known" in page
    assert "0 papers" not in page
    assert "not final" not in page
    assert 'rel="prev"' not in page
    assert 'rel="next"' in page


def test_a_chart_has_its_numbers_as_words_and_bars_of_their_height():
    svg = render_bars([("W<1", 0), ("W2", 4)], title="Papers & weeks")
    assert "<title>Papers &amp; weeks</title>" in svg
    assert "W&lt;1" in svg
    assert svg.count("<rect") == 2
    assert render_bars([], title="Nothing").endswith("</svg>")
    assert "style" not in svg  # the Content-Security-Policy allows none


def test_an_issue_has_a_page_text_markdown_and_a_feed_item(world: World):
    world.now += timedelta(days=1)
    world.accept(5, stage=["llm"])
    client = world.client()
    before = client.get("/lists/tokens/digest/2025-W40").text
    assert "not final yet" in before
    world.now = WEEK.end + timedelta(hours=6)
    make_due_digests(world.engine, now=world.now)
    page = client.get("/lists/tokens/digest/2025-W40").text
    assert "not final yet" not in page
    assert "Paper 5 on &lt;tokens&gt; &amp; less" in page
    assert '<link rel="canonical" href="https://lists.example.org/lists/tokens/digest/2025-W40">' in page
    for ending, media_type in ((".txt", "text/plain"), (".md", "text/markdown")):
        answer = client.get(f"/lists/tokens/digest/2025-W40{ending}")
        assert answer.headers["content-type"].startswith(media_type)
        again = client.get(
            f"/lists/tokens/digest/2025-W40{ending}", headers={"If-None-Match": answer.headers["etag"]}
        )
        assert again.status_code == 304
    item = feedparser.parse(client.get("/lists/tokens/digest/feed.atom").content).entries[0]
    assert item.id == "tag:listkeeper,2025:list/tokens/digest/2025-W40"
    assert item.link == ADDRESS
    assert "Paper 5 on" in item.content[0].value
    index = client.get("/lists/tokens/digest").text
    assert "/lists/tokens/digest/2025-W40" in index


def test_an_issue_gives_the_same_bytes_after_the_list_has_changed(world: World):
    world.now += timedelta(days=1)
    world.accept(5, stage=["llm"])
    world.now = WEEK.end + timedelta(hours=6)
    make_due_digests(world.engine, now=world.now)
    first = [world.client().get(f"/lists/tokens/digest/2025-W40{end}").content for end in (".txt", ".md")]
    world.accept(6)
    world.sync(entry(9, world.now))
    again = [world.client().get(f"/lists/tokens/digest/2025-W40{end}").content for end in (".txt", ".md")]
    assert first == again


@pytest.mark.parametrize(("week", "status"), [("2025-W60", 400), ("soon", 400), ("2030-W01", 404)])
def test_a_week_that_is_none_or_not_yet_is_told_apart(world: World, week: str, status: int):
    assert world.client().get(f"/lists/tokens/digest/{week}").status_code == status
