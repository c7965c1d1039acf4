"""The queue: who sees it, what it shows, how it is filtered and ordered."""

import re
from dataclasses import replace

import pytest
from sqlalchemy import update

from service.db import bundles, candidates, lists, papers
from service.db.engine import writing
from service.db.models import ListRow
from service.workflows import publish_entry_preview
from service.workflows.publish_check import make_checked_plan
from tests.factories import SLUG, accept, queue_ids
from tests.web.conftest import OTHER, QUEUE, Person


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(stranger):
    answer = stranger.get(f"{QUEUE}?order=newest")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"/sign-in?next=%2Flists%2F{SLUG}%2Fqueue%3Forder%3Dnewest"


def test_a_stranger_with_htmx_is_sent_there_by_header(stranger):
    answer = stranger.get(QUEUE, part=True)
    assert answer.status_code == 401
    assert answer.headers["hx-redirect"].startswith("/sign-in?next=")


def test_a_reader_may_not_review(cy):
    answer = cy.get(QUEUE)
    assert answer.status_code == 403
    assert "ask an administrator" in answer.text


@pytest.mark.parametrize("name", ["ada", "bo"])
def test_reviewers_see_the_likeliest_paper_with_its_reasons(visit, name):
    page = visit(name).get(QUEUE).text
    assert "Lantern: Keeping the Few Image Tokens" in page
    assert "Very likely" in page
    assert "0.97" in page
    assert "VisionZip" in page, "a nearest listed paper"
    assert '<mark class="facet facet-' in page
    assert 'submitted <time datetime="2025-11-04">' in page
    assert 'announced <time datetime="2025-11-05">' in page
    assert "cs.CV cs.CL" in page


def test_proposed_tags_are_on_and_unclear_facets_say_so(bo):
    page = bo.get(QUEUE).text
    assert 'name="tag.method" value="pruning" checked' in page
    assert 'name="tag.method" value="cross-attention" data-key' in page
    assert "not clear" in page
    assert 'type="radio" name="tag.text-query"' in page, "an exclusive facet takes one answer"


def test_the_entry_is_shown_as_it_will_stand(bo):
    page = bo.get(QUEUE).text
    assert "Goes to" in page
    assert "<ins>+ " in page


def test_a_part_is_the_workbench_without_the_page_around_it(bo, first):
    answer = bo.get(f"{QUEUE}/{first}", part=True)
    assert answer.text.lstrip().startswith('<div id="workbench"')
    assert "<html" not in answer.text
    assert 'id="places"' in answer.text, "the counts at the top go with it"


def test_history_restoration_gets_the_whole_page(bo, first):
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in bo.client.get(f"{QUEUE}/{first}", headers=headers).text


def test_filters_are_in_the_address_and_combine(bo):
    page = bo.get(f"{QUEUE}?modality=audio").text
    assert "Hearing Less" in page
    assert "Lantern" not in page
    assert "Nothing that waits matches" in bo.get(f"{QUEUE}?modality=audio&at_least=0.99").text
    assert "A Ruler for Visual Token Reduction" in bo.get(f"{QUEUE}?q=OLUWASEUN").text
    assert "Nothing that waits matches" in bo.get(f"{QUEUE}?q=100%25_sure").text


def test_the_filter_form_as_a_browser_sends_it_gives_a_tidy_address(bo):
    sent = "at_least=0&modality=&stage=&days=&order=likeliest&q=omni"
    answer = bo.get(f"{QUEUE}?{sent}", part=True)
    assert answer.status_code == 200
    assert answer.headers["hx-push-url"] == f"{QUEUE}?q=omni"


def test_a_filter_stays_on_the_way_to_the_next_paper(bo):
    assert f"{QUEUE}/2?modality=video&amp;order=newest" in bo.get(f"{QUEUE}?modality=video&order=newest").text


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("order=random", "order"),
        ("at_least=7", "at_least"),
        ("days=-1", "days"),
        ("q=" + "x" * 201, "too long"),
    ],
)
def test_a_filter_that_makes_no_sense_is_explained(bo, query, word):
    answer = bo.get(f"{QUEUE}?{query}")
    assert answer.status_code == 422
    assert word in answer.text


def test_a_tag_that_the_list_does_not_have_is_explained(bo):
    answer = bo.get(f"{QUEUE}?stage=moon")
    assert answer.status_code == 400
    assert "it has: vision-encoder" in answer.text


def test_orders_differ_and_hold_every_paper_once(bo, world):
    seen = {}
    for order in ("likeliest", "newest", "least certain"):
        page = bo.get(f"{QUEUE}?order={order}").text
        seen[order] = [c for c in range(1, 40) if f'href="{QUEUE}/{c}' in page]
        assert set(queue_ids(world)[:20]) <= {*seen[order], *queue_ids(world)}
    first_titles = {
        order: bo.get(f"{QUEUE}?order={order}").text.split('id="paper-title"')[1][:90] for order in seen
    }
    assert len(set(first_titles.values())) >= 2


def test_stepping_forth_and_back_visits_the_papers_in_order(bo, world):
    ids = queue_ids(world)
    page = bo.get(f"{QUEUE}/{ids[3]}").text
    assert f'href="{QUEUE}/{ids[4]}" rel="next"' in page
    assert f'href="{QUEUE}/{ids[2]}" rel="prev"' in page


def test_an_empty_queue_says_what_will_be_here_and_when(bo, world):
    with writing(world.engine) as session:
        other = lists.by_slug(session, OTHER)
        made = bundles.add(session, list_id=other.id, folder="bundles/x", manifest={}, now=world.now)
        bundles.use(session, other.id, made)
    page = bo.get(f"/lists/{OTHER}/queue").text
    assert "Nothing waits here" in page
    assert "after the next crawl" in page


def test_an_empty_queue_of_a_list_that_nothing_was_learned_for_says_so(bo, world):
    with writing(world.engine) as session:
        session.execute(update(ListRow).values(synced_at=world.now))
    page = bo.get(f"/lists/{OTHER}/queue").text
    assert "Nothing has been learned for this list yet" in page
    assert "after the next crawl" not in page


def test_an_empty_queue_of_a_list_that_could_not_be_read_says_why(bo, world):
    with writing(world.engine) as session:
        session.execute(update(ListRow).values(synced_at=None, problem="There is no such address."))
    page = bo.get(f"/lists/{OTHER}/queue").text
    assert "has not been read yet" in page
    assert "There is no such address." in page


def test_an_empty_queue_offers_to_publish_what_is_confirmed(bo, world):
    for candidate_id in queue_ids(world):
        accept(world, candidate_id, "bo")
    page = bo.get(QUEUE).text
    assert "Publish 23 confirmed papers" in page


def test_a_paper_of_another_list_is_not_in_this_queue(bo, first):
    answer = bo.get(f"/lists/{OTHER}/queue/{first}")
    assert answer.status_code == 404
    assert bo.get(f"{QUEUE}/99999").status_code == 404
    assert bo.get("/lists/nowhere/queue").status_code == 404


def test_the_preview_follows_the_tags_that_are_on(bo: Person, first):
    given = bo.post(f"{QUEUE}/{first}/preview", part=True, tag__modality="video", tag__method="merging")
    assert given.status_code == 200
    entry = given.text.split("<ins>")[1].split("</ins>")[0]
    assert "Merge" in entry
    assert "Pruning-lightgrey" not in entry


def test_the_next_entry_is_worked_out_while_this_page_is_read(bo, monkeypatch):
    page = bo.get(QUEUE)
    following = re.search(rf'<a class="quiet next" href="({QUEUE}/\d+)"', page.text)[1]  # type: ignore[index]
    asked: list[int] = []

    def watched(mirror, spec, papers, **more):
        asked.extend(paper.id for paper in papers)
        return make_checked_plan(mirror, spec, papers, **more)

    monkeypatch.setattr(publish_entry_preview, "make_checked_plan", watched)
    assert "<ins>+ " in bo.get(following).text
    assert asked, "the entry after this one"
    assert int(following.rpartition("/")[2]) not in asked, "it was there before the page was asked for"


def test_tex_is_read_as_on_the_paper_page(bo, world, first):
    with writing(world.engine) as session:
        paper = candidates.by_id(session, first).paper.record
        told = replace(
            paper,
            title=r"$\beta$-Lantern: G\"odel's tokens",
            abstract=r"We need $O(n^2)$ steps. " + paper.abstract,
            version=paper.version + 1,
        )
        papers.store(session, [told], now=world.now)
    page = bo.get(f"{QUEUE}/{first}").text
    assert "β-Lantern: Gödel" in page
    assert "We need O(n²) steps." in page
    assert "beta$" not in page.split("Goes to")[0]
