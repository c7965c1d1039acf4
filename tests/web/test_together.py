"""Several people at one queue: claims, second opinions, what they disagree about."""

from datetime import timedelta

from service.db import candidates, claims, ledger, opinions, verdicts
from service.db.engine import reading
from service.domain.review import CandidateState
from tests.factories import SLUG, queue_ids
from tests.web.conftest import QUEUE
from tests.web.test_verdicts import give, said, standing

LIST = f"/lists/{SLUG}"


def test_two_people_get_different_papers(ada, bo, world):
    first, second = queue_ids(world)[:2]
    assert f'action="{QUEUE}/{first}"' in ada.get(QUEUE).text
    page = bo.get(QUEUE).text
    assert f'action="{QUEUE}/{second}"' in page
    assert "ada is on it" in page


def test_a_claim_ends_by_itself(ada, bo, world, first):
    ada.get(QUEUE)
    world.app.state.clock = lambda: world.now + claims.LASTS
    assert f'action="{QUEUE}/{first}"' in bo.get(QUEUE).text


def test_a_claimed_paper_says_who_is_on_it_and_can_be_taken_over(ada, bo, world, first):
    ada.get(QUEUE)
    page = bo.get(f"{QUEUE}/{first}").text
    assert "<strong>ada</strong> is on this paper until 09:35 UTC" in page
    refused = give(bo, first)
    assert refused.status_code == 409
    assert "ada is on this paper" in refused.text
    assert bo.post(f"{QUEUE}/{first}/claim", by_force="true").status_code == 303
    assert give(bo, first).status_code == 303
    with reading(world.engine) as session:
        assert "take over" in [line.action for line in ledger.newest(session, limit=5)]


def test_looking_ahead_claims_nothing(ada, world):
    second = queue_ids(world)[1]
    ada.client.get(f"{QUEUE}/{second}", headers={"HX-Request": "true", "X-Listkeeper-Ahead": "1"})
    with reading(world.engine) as session:
        assert claims.holders(session, [second], now=world.now) == {}
    assert ada.post(f"{QUEUE}/{second}/claim").status_code == 204
    with reading(world.engine) as session:
        assert claims.holders(session, [second], now=world.now)[second].user == "ada"


def test_a_person_is_on_one_paper_at_a_time(ada, world):
    ids = queue_ids(world)[:3]
    for each in ids:
        ada.get(f"{QUEUE}/{each}")
    with reading(world.engine) as session:
        assert set(claims.holders(session, ids, now=world.now)) == {ids[2]}


def uncertain(world) -> int:
    """Return a waiting paper of which the model is not sure."""
    with reading(world.engine) as session:
        return next(i for i in queue_ids(world) if 0.4 < candidates.by_id(session, i).relevance < 0.6)


def test_a_second_opinion_is_asked_for_where_the_model_was_unsure_and_not_of_oneself(ada, bo, world, first):
    unsure = uncertain(world)
    give(ada, first)
    give(ada, unsure)
    page = bo.get(f"{LIST}/second").text
    assert f'action="{LIST}/second/{unsure}"' in page
    assert "ada" not in page, "the verdict is not shown"
    assert "No second opinion is wanted" in ada.get(f"{LIST}/second").text


def test_a_second_opinion_moves_nothing_and_is_given_once(ada, bo, world):
    unsure = uncertain(world)
    give(ada, unsure, tag__modality="image")
    assert bo.post(f"{LIST}/second/{unsure}", verdict="reject", note="No").status_code == 303
    assert standing(world, unsure).state is CandidateState.ACCEPTED
    assert bo.post(f"{LIST}/second/{unsure}", verdict="reject").status_code == 409
    page = ada.get(f"{LIST}/agreement").text
    assert "Do as bo says" in page
    assert "“No”" in page


def test_ones_own_verdict_gets_no_second_opinion_of_ones_own(ada, world):
    unsure = uncertain(world)
    give(ada, unsure)
    answer = ada.post(f"{LIST}/second/{unsure}", verdict="accept")
    assert (answer.status_code, "comes from somebody else" in answer.text) == (400, True)


def test_a_disagreement_is_settled_once_either_way(ada, bo, world):
    unsure = uncertain(world)
    give(ada, unsure)
    bo.post(f"{LIST}/second/{unsure}", verdict="reject")
    for _ in range(2):
        answer = ada.post(f"{LIST}/second/{unsure}/settle", takes="second", request_key=f"settle-{unsure}-2")
        assert answer.status_code == 303
    assert standing(world, unsure).state is CandidateState.REJECTED
    assert len(said(world, unsure)) == 2
    assert "Do as bo says" not in ada.get(f"{LIST}/agreement").text
    with reading(world.engine) as session:
        settled = opinions.of_candidate(session, unsure)
        assert settled is not None
        assert settled.settled_at == world.now


def test_agreement_is_told_for_every_facet(ada, bo, world):
    unsure = uncertain(world)
    give(ada, unsure, tag__modality="image")
    bo.post(f"{LIST}/second/{unsure}", verdict="accept", tag__modality="image")
    page = ada.get(f"{LIST}/agreement").text
    assert "Whether the list wants it" in page
    assert "Modality" in page
    assert "Nothing: where two people looked" in page


def test_a_claim_does_not_outlive_its_verdict_for_others(ada, world, first):
    ada.get(QUEUE)
    give(ada, first)
    world.app.state.clock = lambda: world.now + timedelta(seconds=5)
    with reading(world.engine) as session:
        assert first not in claims.holders(session, [first], now=world.now)
        assert len(verdicts.of_candidate(session, first)) == 1
