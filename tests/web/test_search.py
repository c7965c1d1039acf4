"""The search page."""

from service.db import papers
from service.db.engine import writing
from tests.world import record


def test_papers_are_found_with_the_words_marked_and_where_they_are_listed(stranger):
    page = stranger.get("/search?q=visionzip").text
    assert "1 paper" in page
    assert "<mark>VisionZip</mark>" in page
    assert "MLLM Token Compression" in page


def test_an_empty_search_is_just_the_form(stranger):
    page = stranger.get("/search").text
    assert "Words in title, abstract or authors" in page
    assert "No paper" not in page


def test_nothing_found_says_how_to_find_more(stranger):
    assert "No paper has all of this" in stranger.get("/search?q=zebrafish").text


def test_what_cannot_be_searched_for_is_explained(stranger):
    answer = stranger.get("/search?q=-moon")
    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert stranger.get("/search?q=" + "x" * 301).status_code == 422


def test_a_paper_without_authors_begins_with_its_day(world, stranger):
    with writing(world.engine) as session:
        papers.store(session, [record(404, title="Zebrafish Frames", authors=())], now=world.now)
    said = stranger.get("/search?q=zebrafish").text.split("Zebrafish")[-1].split("<span", 1)[1]
    assert said.split(">", 1)[1].lstrip().startswith("<time")
