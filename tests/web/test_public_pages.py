"""Pages for everybody beside lists and papers: tags, authors, trends and more; and for machines."""

import re
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest

from service.web.metadata import Metadata
from tests.factories import SLUG

LIST = f"/lists/{SLUG}"
PUBLIC = ("/", "/about", "/new", "/disagreements", "/coverage", "/api", "/search?q=token", LIST,
          f"{LIST}/new", f"{LIST}/trends", f"{LIST}/digest", f"{LIST}/tags/stage/in-llm",
          "/papers/2412.04467")  # fmt: skip
_LOC = "{http://www.sitemaps.org/schemas/sitemap/0.9}loc"


@pytest.mark.parametrize("path", PUBLIC)
def test_every_public_page_has_a_title_a_canonical_address_and_feeds(stranger, path):
    page = stranger.get(path).text
    (canonical,) = re.findall(r'<link rel="canonical" href="http://testserver(/[^"]*)">', page)
    assert urlsplit(canonical).path == urlsplit(path).path
    (title,) = re.findall(r"<title>([^<]+) – Listkeeper</title>", page)
    assert f'<meta property="og:title" content="{title}">' in page
    assert '<meta name="description" content="' in page
    assert 'rel="alternate" type="application/atom+xml"' in page
    assert "noindex" not in page


def test_pages_behind_the_sign_in_are_not_for_search_engines(ada):
    page = ada.get(f"{LIST}/queue").text
    assert '<meta name="robots" content="noindex">' in page
    assert "og:title" not in page


def test_a_public_page_is_conditional_for_strangers_and_private_for_others(stranger, ada):
    first = stranger.get(LIST)
    again = stranger.client.get(LIST, headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert "Cookie" in first.headers["vary"]
    assert "etag" not in ada.get(LIST).headers


def test_a_paper_can_be_cited_by_programs(stranger):
    page = stranger.get("/papers/2412.04467").text
    assert '<meta name="citation_arxiv_id" content="2412.04467">' in page
    assert '<meta name="citation_pdf_url" content="https://arxiv.org/pdf/2412.04467">' in page
    assert page.count('<meta name="citation_author" content="') >= 2
    assert re.search(r'<meta name="citation_publication_date" content="\d{4}/\d\d/\d\d">', page)


def test_the_map_names_pages_that_there_are(stranger):
    index = ET.fromstring(stranger.get("/sitemap.xml").content)  # noqa: S314  # our own bytes
    maps = [str(loc.text) for loc in index.iter(_LOC)]
    assert f"http://testserver/sitemaps/{SLUG}.xml" in maps
    pages: list[str] = []
    for address in maps:
        found = ET.fromstring(stranger.get(urlsplit(address).path).content)  # noqa: S314  # likewise
        pages += [urlsplit(str(loc.text)).path for loc in found.iter(_LOC)]
    assert {"/", LIST, f"{LIST}/trends", "/papers/2412.04467"} <= set(pages)
    for page in [p for p in pages if "/papers/" not in p][:40]:
        assert stranger.get(page).status_code == 200, page
    assert "Sitemap: http://testserver/sitemap.xml" in stranger.get("/robots.txt").text


def test_a_tag_says_what_it_means_and_shows_its_papers(stranger):
    page = stranger.get(f"{LIST}/tags/method/pruning").text
    assert "11 papers" in page
    assert f'href="{LIST}/feed.atom?method=pruning"' in page
    assert "<svg" in page
    assert "VisionZip" in page or "FastV" in page
    answer = stranger.get(f"{LIST}/tags/method/moon")
    assert answer.status_code == 404
    assert stranger.get(f"{LIST}/tags/moon/pruning").status_code == 404


def test_trends_have_a_picture_and_its_numbers(stranger):
    page = stranger.get(f"{LIST}/trends").text
    assert page.count("<svg") == page.count("<figure")
    assert page.count("<svg") > 5
    assert '<th scope="row">Nov 2025</th>' in page


def test_an_author_has_a_page_with_papers_and_lists(stranger):
    paper = stranger.get("/papers/2412.04467").text
    path = re.search(r'href="(/authors/[^"]+)"', paper)
    assert path is not None
    page = stranger.get(path[1]).text
    assert "/papers/2412.04467" in page
    assert f'on <a href="{LIST}">' in page
    assert stranger.get("/authors/Nobody%20Atall").status_code == 404
    assert stranger.get("/authors/%3Cb%3E").status_code == 404


def test_nothing_new_and_no_disagreement_are_told_in_words(stranger):
    assert "A quiet week" in stranger.get("/lists/token-merge-for-mllms/new").text
    assert "No disagreement" in stranger.get("/disagreements").text


def test_sorting_keeps_the_filter_and_the_filter_keeps_the_sorting(stranger):
    page = stranger.get(f"{LIST}?method=merging&sort=title").text
    assert f'href="{LIST}?method=merging&amp;sort=oldest"' in page
    assert f'href="{LIST}?method=merging"' in page
    assert re.search(rf'href="{LIST}\?[^"]*stage=[^"]*sort=title"', page)
    titles = re.findall(r'<a class="title"[^>]*>([^<]+)</a>', page)
    assert titles == sorted(titles, key=str.casefold)
    assert len(titles) > 1


def test_a_mistyped_word_is_answered_with_what_was_meant(stranger):
    page = stranger.get(f"{LIST}?q=visionzpi").text
    assert f'Did you mean <a href="{LIST}?q=visionzip">visionzip</a>?' in page


def test_a_long_description_is_cut_at_a_word():
    short = Metadata(path="/", title="t", description="word " * 200).short
    assert len(short) <= 302
    assert short.endswith("word …")


def test_a_reviewer_names_a_selection_and_everybody_can_follow_it(ada, cy, stranger):
    saved = ada.post(
        f"{LIST}/saved", name="Merging in  vidéo", query="?q=token&modality=video&method=merging"
    )
    assert saved.headers["location"] == f"{LIST}?q=token&modality=video&method=merging"
    assert "Saved as “Merging in vidéo”" in ada.get(saved.headers["location"]).text
    page = stranger.get(LIST).text
    assert f'href="{LIST}/saved/merging-in-video.atom"' in page
    feed = stranger.get(f"{LIST}/saved/merging-in-video.atom")
    assert (feed.status_code, feed.headers["location"]) == (
        307,
        f"{LIST}/feed.atom?q=token&modality=video&method=merging",
    )
    assert stranger.get(feed.headers["location"]).status_code == 200
    assert "saved/merging-in-video.atom" in stranger.get(f"{LIST}/feeds.opml").text
    assert ada.post(f"{LIST}/saved", name="merging in video", query="?stage=in-llm").status_code == 409
    for name, query in (("", "?stage=in-llm"), ("!?", "?stage=in-llm"), ("all", ""), ("moon", "?stage=moon")):
        assert ada.post(f"{LIST}/saved", name=name, query=query).status_code in (400, 422), name
    assert cy.post(f"{LIST}/saved", name="mine", query="?stage=in-llm").status_code == 403
    assert ada.post(f"{LIST}/saved/merging-in-video/forget").status_code == 303
    assert stranger.get(f"{LIST}/saved/merging-in-video.atom").status_code == 404
    assert ada.post(f"{LIST}/saved/merging-in-video/forget").status_code == 404


def test_an_address_cut_short_leads_to_the_lists(stranger):
    answer = stranger.get("/lists")
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
