"""The page of updates: evidence and the exact change, confirm, dismiss, undo; for reviewers of the list."""

from datetime import timedelta

import pytest

from service.db import lists, papers, updates
from service.db.engine import reading, writing
from service.domain.papers import ArxivId, PaperRecord
from service.workflows.watch import watch
from tests.factories import SLUG, World

UPDATES = f"/lists/{SLUG}/updates"


@pytest.fixture
def listed(world: World) -> str:
    """The id of a listed preprint that has been accepted somewhere since."""
    with reading(world.engine) as session:
        entries = lists.entries(session, world.list_id)
    chosen = next(e for e in entries if e.record.arxiv_id and e.record.venue.startswith("arXiv"))
    record = PaperRecord(
        arxiv_id=ArxivId(chosen.record.arxiv_id or ""),
        title=chosen.record.title,
        abstract="A text <script>alert(1)</script>.",
        comment="Accepted at <b>CVPR</b> 2026? No: accepted at ICML 2026.",
    )
    with writing(world.engine) as session:
        papers.store(session, [record], now=world.now - timedelta(hours=1))
    watch(world.engine, only=SLUG, clock=lambda: world.now)
    return chosen.record.arxiv_id or ""


def revision_on(page: str) -> str:
    return page.split('name="revision" value="')[1].split('"', maxsplit=1)[0]


def update_on(page: str) -> str:
    return page.split(f'action="{UPDATES}/')[1].split('"', maxsplit=1)[0]


def test_without_updates_the_page_says_what_will_come(bo):
    page = bo.get(UPDATES).text
    assert "Every entry is up to date" in page
    assert ">Updates" not in bo.get(f"/lists/{SLUG}/queue").text


@pytest.mark.usefixtures("listed")
def test_an_update_shows_its_words_and_the_exact_change(bo):
    page = bo.get(UPDATES).text
    assert "<strong>Published</strong>: ICML 2026" in page
    assert "Comment: “Accepted at &lt;b&gt;CVPR" in page or "accepted at ICML 2026" in page
    assert '<span class="removed">-|' in page
    assert '<span class="added">+|' in page
    assert ("<del>" in page, "<ins>" in page) == (True, True)
    assert "ICML-2026" in page
    assert f'href="{UPDATES}"' in bo.get(f"/lists/{SLUG}/queue").text


@pytest.mark.usefixtures("listed")
def test_confirmed_it_waits_on_the_publish_page_and_can_be_taken_back(bo):
    page = bo.get(UPDATES).text
    answer = bo.post(f"{UPDATES}/{update_on(page)}", verdict="confirm", revision=revision_on(page))
    assert (answer.status_code, answer.headers["location"]) == (303, UPDATES)
    for view in ("unified", "split"):
        shown = bo.get(f"/lists/{SLUG}/publish?view={view}").text
        assert "1 entry is brought up to date" in shown
        assert ("<del>" in shown, "<ins>" in shown) == (True, True)
    page = bo.get(UPDATES).text
    assert "confirmed by bo" in page
    bo.post(f"{UPDATES}/{update_on(page)}", verdict="undo", revision=revision_on(page))
    assert "<strong>Published</strong>" in bo.get(UPDATES).text


def test_dismissed_it_does_not_come_back(bo, world, listed):
    page = bo.get(UPDATES).text
    bo.post(f"{UPDATES}/{update_on(page)}", verdict="dismiss", revision=revision_on(page))
    watch(world.engine, clock=lambda: world.now)
    page = bo.get(UPDATES).text
    assert "Every entry is up to date" in page
    assert "dismissed by bo" in page
    with reading(world.engine) as session:
        (update,) = updates.every(session, world.list_id)
    assert str(update.paper.record.arxiv_id) == listed


@pytest.mark.usefixtures("listed")
def test_what_cannot_be_is_said_in_a_sentence(bo, cy):
    page = bo.get(UPDATES).text
    where = f"{UPDATES}/{update_on(page)}"
    assert bo.post(where, verdict="perhaps", revision="1").status_code == 400
    assert bo.post(where, verdict="confirm", revision="9").status_code == 409
    assert bo.post(f"{UPDATES}/999", verdict="confirm", revision="1").status_code == 404
    assert cy.get(UPDATES).status_code == 403


@pytest.mark.usefixtures("listed")
def test_the_page_comes_back_at_the_update_that_follows(bo):
    page = bo.get(UPDATES).text
    sent = {"verdict": "dismiss", "revision": revision_on(page), "following": "77"}
    assert bo.post(f"{UPDATES}/{update_on(page)}", **sent).headers["location"] == f"{UPDATES}#update-77"
    assert bo.post(f"{UPDATES}/1", **(sent | {"following": "x"})).status_code in (400, 422)
