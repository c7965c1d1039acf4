"""Verdicts by form and by htmx: accept, reject, unsure, later, undo; twice, late and by the wrong person."""

from datetime import timedelta

import pytest

from service.db import candidates, ledger, verdicts
from service.db.engine import reading
from service.domain.review import CandidateState
from tests.factories import SLUG, queue_ids
from tests.web.conftest import OTHER, QUEUE, Person

KEY = "a-key-of-this-form"


def give(person: Person, candidate_id: int, verdict: str = "accept", *, part: bool = False, **fields):
    sent = {"revision": 1, "request_key": f"{KEY}-{candidate_id}", "verdict": verdict, **fields}
    return person.post(f"{QUEUE}/{candidate_id}", part=part, **sent)


def standing(world, candidate_id: int):
    with reading(world.engine) as session:
        return candidates.by_id(session, candidate_id)


def said(world, candidate_id: int):
    with reading(world.engine) as session:
        return verdicts.of_candidate(session, candidate_id)


def test_accepting_stores_the_tags_that_are_on_and_goes_to_the_next(bo, world):
    first, second = queue_ids(world)[:2]
    answer = give(bo, first, tag__method=["pruning", "merging"], tag__modality="image")
    assert answer.status_code == 303
    assert answer.headers["location"] == f"{QUEUE}/{second}"
    after = standing(world, first)
    assert after.state is CandidateState.ACCEPTED
    assert after.tags == {"modality": ("image",), "method": ("pruning", "merging")}
    page = bo.get(f"{QUEUE}/{second}").text
    assert "Accepted <cite>Lantern" in page


def test_with_htmx_the_next_paper_comes_at_once(bo, world):
    first, second = queue_ids(world)[:2]
    answer = give(bo, first, part=True)
    assert answer.status_code == 200
    assert answer.headers["hx-push-url"] == f"{QUEUE}/{second}"
    assert f'action="{QUEUE}/{second}"' in answer.text
    assert "Accepted <cite>Lantern" in answer.text
    assert '<span class="count">22</span>' in answer.text


def test_filters_survive_a_verdict(bo, world):
    first = queue_ids(world)[0]
    answer = bo.post(f"{QUEUE}/{first}?order=newest", verdict="unsure", revision=1, request_key=KEY)
    assert answer.headers["location"].endswith("?order=newest")


@pytest.mark.parametrize(
    "reason", ["out of scope", "already listed", "not a paper of this kind", "low quality"]
)
def test_rejecting_takes_a_reason(bo, world, first, reason):
    give(bo, first, f"reject:{reason}")
    assert standing(world, first).state is CandidateState.REJECTED
    assert said(world, first)[0].reason == reason


def test_another_reason_needs_a_note(bo, world, first):
    answer = give(bo, first, "reject:other")
    assert answer.status_code == 400
    assert "needs a note" in answer.text
    give(bo, first, "reject:other", note="A talk, not a paper")
    assert said(world, first)[0].note == "A talk, not a paper"


def test_unsure_keeps_the_paper_in_the_queue(bo, world, first):
    give(bo, first, "unsure")
    assert standing(world, first).state is CandidateState.UNSURE
    assert first in queue_ids(world)


def test_later_is_a_week_or_the_given_date(bo, world):
    first, second = queue_ids(world)[:2]
    give(bo, first, "later")
    assert standing(world, first).due_on == (world.now + timedelta(days=7)).date()
    give(bo, second, "later", due_on="2026-01-31")
    assert str(standing(world, second).due_on) == "2026-01-31"


@pytest.mark.parametrize(
    ("verdict", "fields", "status", "word"),
    [
        ("later", {"due_on": "2020-01-01"}, 400, "date after today"),
        ("later", {"due_on": "tomorrow!!"}, 400, "is no date"),
        ("later", {"due_on": "much too long a date"}, 422, "too long"),
        ("bless", {}, 400, "is no verdict"),
        ("undo", {}, 400, "use undo instead"),
        ("reject:bad mood", {}, 400, "is no reason"),
        ("accept", {"tag__moon": "full"}, 400, "has no facet"),
        ("accept", {"tag__method": "alchemy"}, 400, "has no tag"),
        ("accept", {"tag__usage": ["retrain", "plug-in"]}, 400, "takes one tag"),
        ("accept", {"note": "n" * 2001}, 422, "too long"),
        ("accept", {"revision": "x"}, 422, "revision"),
        ("accept", {"request_key": ""}, 422, "request_key"),
    ],
)
def test_what_cannot_be_used_is_explained_and_changes_nothing(
    bo, world, first, verdict, fields, status, word
):
    for part in (False, True):
        answer = give(bo, first, verdict, part=part, **fields)
        assert answer.status_code == status
        assert word in answer.text.replace("&#39;", "'")
    assert standing(world, first).state is CandidateState.PENDING
    assert said(world, first) == []


def test_a_problem_with_htmx_goes_to_the_message_line(bo, first):
    answer = give(bo, first, "bless", part=True)
    assert answer.headers["hx-retarget"] == "#message"
    assert "<html" not in answer.text


def test_the_same_form_twice_is_one_verdict(bo, world, first):
    for _ in range(2):
        assert give(bo, first).status_code == 303
    assert len(said(world, first)) == 1
    assert standing(world, first).revision == 2


def test_a_page_that_is_out_of_date_is_told_so(ada, bo, world, first):
    give(ada, first, "unsure")
    answer = give(bo, first, request_key="another-key-of-bo")
    assert answer.status_code == 409
    assert "look at it again" in answer.text
    assert len(said(world, first)) == 1


def test_undo_shows_the_paper_again_and_can_go_on(bo, world):
    first, second = queue_ids(world)[:2]
    give(bo, first)
    give(bo, second, "reject:low quality")
    for candidate_id, part in ((second, False), (first, True)):
        last = said(world, candidate_id)[-1].id
        answer = bo.post(
            f"/lists/{SLUG}/undo", part=part, verdict_id=last, request_key=f"undo-verdict-{last}"
        )
        assert answer.status_code == (200 if part else 303)
        assert standing(world, candidate_id).state is CandidateState.PENDING
    assert "Taken back." in answer.text
    assert [v.is_undone for v in said(world, first)] == [True]


def test_undo_is_answered_twice_the_same(bo, world, first):
    give(bo, first)
    last = said(world, first)[-1].id
    places = [
        bo.post(f"/lists/{SLUG}/undo", verdict_id=last, request_key=f"undo-verdict-{last}").headers[
            "location"
        ]
        for _ in range(2)
    ]
    assert places == [f"{QUEUE}/{first}?undone=1"] * 2
    assert "waits again" in bo.get(places[0]).text


def test_only_the_person_takes_a_verdict_back(ada, bo, world, first):
    give(bo, first)
    last = said(world, first)[-1].id
    answer = ada.post(f"/lists/{SLUG}/undo", verdict_id=last, request_key="undo-of-ada")
    assert answer.status_code == 400
    assert "give your own instead" in answer.text.replace("&#39;", "'")


@pytest.mark.parametrize("name", ["cy", None])
def test_readers_and_strangers_give_no_verdicts(visit, world, first, name):
    person = visit(name)
    assert give(person, first).status_code == (403 if name else 303)
    assert said(world, first) == []


@pytest.mark.parametrize("token", ["", "forged", "1.2"])
def test_a_form_without_a_good_token_changes_nothing(bo, world, first, token):
    answer = give(bo, first, token=token)
    assert answer.status_code == 400
    assert "reload the page" in answer.text
    assert said(world, first) == []


def test_a_token_of_somebody_else_is_refused(ada, bo, world, first):
    assert give(bo, first, token=ada.token()).status_code == 400
    assert said(world, first) == []


def test_a_token_older_than_twelve_hours_is_refused(bo, world, first):
    token = bo.token()
    world.app.state.clock = lambda: world.now + timedelta(hours=12, seconds=1)
    answer = give(bo, first, token=token)
    assert answer.status_code == 400
    assert "older than twelve hours" in answer.text


def test_a_verdict_through_another_lists_address_is_refused(bo, world, first):
    sent = {"verdict": "accept", "revision": 1, "request_key": KEY}
    assert bo.post(f"/lists/{OTHER}/queue/{first}", **sent).status_code == 404
    assert said(world, first) == []


def test_the_audit_says_who_and_what(bo, ada, world, first):
    give(bo, first)
    with reading(world.engine) as session:
        line = ledger.newest(session, limit=1)[0]
    assert (line.actor, line.action) == ("bo", "accept")
    assert "2511.90001" in ada.get("/audit").text
