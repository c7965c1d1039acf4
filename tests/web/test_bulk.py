"""Many papers at once, and undo and redo of one verdict or of the lot."""

import re

import pytest

from service.db import candidates, ledger, undo, verdicts
from service.db.engine import reading
from service.domain.review import CandidateState
from tests.factories import SLUG, accept, queue_ids
from tests.web.conftest import QUEUE, Person
from tests.web.test_verdicts import give, said, standing

LIST = f"/lists/{SLUG}"


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


def stroke(person: Person, query: str, verdict: str = "reject:out of scope", **fields):
    page = person.get(f"{LIST}/bulk{query}").text
    sent = {"seen": field(page, "seen"), "request_key": field(page, "request_key"), "verdict": verdict}
    return person.post(f"{LIST}/bulk{query}", **{**sent, **fields})


def states(world, ids) -> set[str]:
    return {str(standing(world, each).state) for each in ids}


def unlikely(world) -> list[int]:
    with reading(world.engine) as session:
        return [i for i in queue_ids(world) if candidates.by_id(session, i).relevance <= 0.5]


def test_the_preview_counts_and_shows_and_the_verdict_goes_to_all(bo, world):
    ids = unlikely(world)
    page = bo.get(f"{LIST}/bulk?at_most=0.5").text
    assert f"{len(ids)} papers at once" in page
    assert stroke(bo, "?at_most=0.5").status_code == 303
    assert states(world, ids) == {"rejected"}
    assert states(world, set(queue_ids(world))) == {"pending"}, "nothing else was touched"
    assert f"Rejected {len(ids)} papers in one stroke" in bo.get(QUEUE).text


def test_nothing_is_chosen_beforehand_and_nothing_happens_without_a_choice(bo, world):
    page = bo.get(f"{LIST}/bulk?at_most=0.5").text
    assert "checked" not in page
    answer = stroke(bo, "?at_most=0.5", verdict="")
    assert answer.status_code == 400
    assert "Choose what the papers get" in answer.text
    assert states(world, unlikely(world)) == {"pending"}


def test_one_undo_takes_all_of_it_back_and_redo_does_it_again(bo, world):
    ids = unlikely(world)
    stroke(bo, "?at_most=0.5")
    page = bo.get(QUEUE).text
    answer = bo.post(f"{LIST}/undo", verdict_id=field(page, "verdict_id"), request_key="undo-of-the-lot")
    assert answer.status_code == 303
    assert states(world, ids) == {"pending"}
    page = bo.get(QUEUE).text
    bo.post(f"{LIST}/redo", undo_id=field(page, "undo_id"), request_key="redo-of-the-lot")
    assert states(world, ids) == {"rejected"}
    for each in ids:
        assert [v.is_undone for v in said(world, each)] == [True, False]


def test_accepting_all_takes_each_ones_own_tags(bo, world):
    ids = [i for i in queue_ids(world) if i not in unlikely(world)]
    stroke(bo, "?at_least=0.51", "accept")
    assert states(world, ids) == {"accepted"}
    assert len({str(standing(world, each).tags) for each in ids}) > 1


def test_the_same_stroke_twice_is_one(bo, world):
    page = bo.get(f"{LIST}/bulk?at_most=0.5").text
    sent = {"seen": field(page, "seen"), "request_key": field(page, "request_key"), "verdict": "unsure"}
    for _ in range(2):
        assert bo.post(f"{LIST}/bulk?at_most=0.5", **sent).status_code == 303
    assert len(said(world, unlikely(world)[0])) == 1


def test_other_papers_than_were_seen_are_not_judged(ada, bo, world):
    page = bo.get(f"{LIST}/bulk?at_most=0.5").text
    give(ada, unlikely(world)[0], "unsure")
    sent = {"seen": field(page, "seen"), "request_key": field(page, "request_key"), "verdict": "unsure"}
    answer = bo.post(f"{LIST}/bulk?at_most=0.5", **sent)
    assert answer.status_code == 409
    assert "look at them again" in answer.text


def test_what_somebody_else_is_on_is_left_out(ada, bo, world):
    first = unlikely(world)[0]
    ada.get(f"{QUEUE}/{first}")
    stroke(bo, "?at_most=0.5")
    assert standing(world, first).state is CandidateState.PENDING


@pytest.mark.parametrize(
    ("verdict", "fields", "words"),
    [
        ("bless", {}, "is no verdict"),
        ("reject:other", {}, "needs a note"),
        ("later", {"due_on": "2020-01-01"}, "after today"),
    ],
)
def test_what_cannot_be_given_is_explained_and_changes_nothing(bo, world, verdict, fields, words):
    answer = stroke(bo, "?at_most=0.5", verdict, **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert states(world, queue_ids(world)) == {"pending"}


def test_every_paper_has_a_line_in_the_audit(bo, world):
    ids = unlikely(world)
    stroke(bo, "?at_most=0.5")
    with reading(world.engine) as session:
        lines = ledger.newest(session, limit=len(ids))
    assert {line.action for line in lines} == {"reject"}
    assert all(line.after["bundle"] and line.after["relevance"] is not None for line in lines)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("?author=oluwaseun", 1),
        ("?category=cs.CV", None),
        ("?category=cs", 0),
        ("?state=accepted", 2),
        ("?source=manual", 0),
        ("?since=2030-01-01", 0),
        ("?until=2030-01-01", None),
    ],
)
def test_filters_of_the_queue_count_in_the_preview(bo, world, query, count):
    for each in queue_ids(world)[:2]:
        accept(world, each, "bo")
    page = bo.get(f"{LIST}/bulk{query}").text
    if count is None:
        assert "papers at once" in page
        assert "0 papers at once" not in page
    else:
        assert f"<h1>{count} paper" in page


def test_redo_gives_again_what_was_undone_in_order_until_a_new_verdict(bo, world):
    ids = queue_ids(world)[:3]
    for each in ids:
        give(bo, each, "unsure" if each == ids[0] else "accept")
    for _ in ids:
        page = bo.get(QUEUE).text
        verdict_id = field(page, "verdict_id")
        bo.post(f"{LIST}/undo", verdict_id=verdict_id, request_key=f"undo-verdict-{verdict_id}")
    assert states(world, ids) == {"pending"}
    for number in (1, 2):
        undo_id = field(bo.get(QUEUE).text, "undo_id")
        answer = bo.post(f"{LIST}/redo", undo_id=undo_id, request_key=f"redo-undo-{undo_id}")
        assert (answer.status_code, answer.headers["location"]) == (303, f"{QUEUE}/{ids[number]}")
        judged = [i for i in ids if standing(world, i).state is not CandidateState.PENDING]
        assert judged == ids[:number]
    give(bo, next(i for i in queue_ids(world) if i not in ids), "later")
    assert 'name="undo_id"' not in bo.get(QUEUE).text


def test_redo_twice_is_once_and_not_over_somebody_elses_verdict(ada, bo, world, first):
    give(bo, first)
    last = said(world, first)[-1].id
    bo.post(f"{LIST}/undo", verdict_id=last, request_key=f"undo-verdict-{last}")
    undo_id = field(bo.get(QUEUE).text, "undo_id")
    for _ in range(2):
        assert bo.post(f"{LIST}/redo", undo_id=undo_id, request_key=f"redo-undo-{undo_id}").status_code == 303
    assert len(said(world, first)) == 2
    last = said(world, first)[-1].id
    bo.post(f"{LIST}/undo", verdict_id=last, request_key=f"undo-verdict-{last}")
    again = field(bo.get(QUEUE).text, "undo_id")
    bo.post(f"{QUEUE}/{queue_ids(world)[1]}/claim")
    give(ada, first, "unsure", revision=standing(world, first).revision, request_key="a-key-of-ada")
    answer = bo.post(f"{LIST}/redo", undo_id=again, request_key=f"redo-undo-{again}")
    assert answer.status_code == 409
    assert "judged again since" in answer.text


def test_a_verdict_keeps_the_proposal_that_the_person_saw(bo, world, first):
    page = bo.get(f"{QUEUE}/{first}").text
    seen = int(field(page, "proposal_id"))
    give(bo, first, proposal_id=seen)
    assert said(world, first)[-1].proposal_id == seen
    with reading(world.engine) as session:
        assert undo.next_redo(session, 1, world.list_id) is None
        assert verdicts.of_candidate(session, first)
