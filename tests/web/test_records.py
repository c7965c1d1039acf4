"""Runs, audit and coverage."""

import pytest

from service.db import runs
from service.db.engine import writing


def test_runs_show_what_failed_and_why(ada, world):
    with writing(world.engine) as session:
        run_id = runs.start(session, "crawl", now=world.now)
        runs.finish(
            session,
            run_id,
            now=world.now,
            detail={"papers_new": 7, "problems": []},
            problem="arXiv did not answer.",
        )
    page = ada.get("/runs").text
    assert "arXiv did not answer." in page
    assert "papers new: 7" in page
    assert "[]" not in page, "what is empty is not told"
    assert "sync" in page


def test_the_menu_leads_readers_to_no_closed_door(cy, bo):
    assert 'href="/audit"' in bo.get("/").text
    assert 'href="/audit"' not in cy.get("/").text


def test_long_records_go_on_on_the_next_page(ada, world):
    with writing(world.engine) as session:
        for _ in range(70):
            run_id = runs.start(session, "crawl", now=world.now)
            runs.finish(session, run_id, now=world.now, detail={})
    page = ada.get("/runs").text
    assert "/runs?before=" in page
    older = page.split("/runs?before=")[1].split('"')[0]
    assert "sync" in ada.get(f"/runs?before={older}").text


@pytest.mark.parametrize(("path", "reader"), [("/runs", 200), ("/audit", 403)])
def test_records_are_not_for_strangers(path, reader, cy, stranger):
    assert stranger.get(path).status_code == 303
    assert cy.get(path).status_code == reader


def test_coverage_says_every_gap_in_words(stranger):
    page = stranger.get("/coverage").text
    assert "asked again" in page
    assert "arXiv did not answer within 30 seconds, five times." in page
    assert '<rect class="day amber"' in page
    assert '<rect class="day quiet"' in page


def test_the_audit_writes_several_things_as_people_do(ada):
    ada.post("/account/tokens", name="a bot", scopes=["review:read", "verdicts:write"], days="9")
    page = ada.get("/audit").text
    assert "scopes: review:read, verdicts:write" in page
    assert "[&#39;" not in page


def test_no_audit_is_lost_for_words(ada):
    assert "Nothing is ever taken out" in ada.get("/audit").text
