"""The queue: likeliest first, page by page, nobody twice; and what bundles said of who waits there."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, insert

from service.db import bundles, candidates, papers, proposals
from service.db.engine import reading, writing
from service.db.models import CandidateRow, ProposalRow
from service.domain.review import CandidateSource, CandidateState
from service.errors import Conflict, NotFound
from tests.makers import make_candidate, make_list, make_proposal, make_record

TODAY = date(2025, 11, 5)


def ids(engine: Engine, list_id: int, limit: int = 100, after: tuple[float, int] | None = None) -> list[str]:
    with reading(engine) as session:
        found = candidates.queue(session, list_id, today=TODAY, limit=limit, after=after)
    return [str(c.paper.record.arxiv_id) for c in found]


def fill(engine: Engine, relevances: list[float]) -> int:
    with writing(engine) as session:
        found = make_list(session)
        for number, relevance in enumerate(relevances, start=1):
            make_candidate(session, found, f"2510.{number:05d}", relevance)
        return found.id


def test_the_likeliest_come_first_and_equals_in_the_order_they_came(engine: Engine) -> None:
    list_id = fill(engine, [0.2, 0.9, 0.5, 0.9])
    assert ids(engine, list_id) == ["2510.00002", "2510.00004", "2510.00003", "2510.00001"]


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_of_any_size_show_everybody_once(engine: Engine, size: int) -> None:
    list_id = fill(engine, [0.1, 1 / 3, 1 / 3, 1 / 3, 0.7, 1 / 3, 0.1])
    seen: list[str] = []
    after = None
    while True:
        with reading(engine) as session:
            page = candidates.queue(session, list_id, today=TODAY, limit=size, after=after)
        if not page:
            break
        seen += [str(c.paper.record.arxiv_id) for c in page]
        after = (page[-1].relevance, page[-1].id)
    assert seen == ids(engine, list_id)
    assert len(seen) == len(set(seen)) == 7


def test_a_paper_that_two_put_into_the_queue_at_once_waits_there_once(engine: Engine, now: datetime) -> None:
    list_id = fill(engine, [0.9])
    with writing(engine) as session:
        papers.store(session, [make_record("2510.00002")], now=now)
        paper_id = papers.by_ids(session, ["2510.00002"])["2510.00002"].id

    def put(_: int) -> int:
        with writing(engine) as session:
            made = candidates.add(
                session,
                list_id=list_id,
                paper_id=paper_id,
                source=CandidateSource.CRAWL,
                relevance=0.5,
                now=now,
            )
            time.sleep(0.3)  # the other one has begun by now
            return made

    with ThreadPoolExecutor(2) as pool:
        made = set(pool.map(put, range(2), timeout=30))
    assert len(made) == 1
    assert ids(engine, list_id) == ["2510.00001", "2510.00002"]


def test_who_waits_is_pending_unsure_or_due(engine: Engine, now: datetime) -> None:
    list_id = fill(engine, [0.9, 0.8, 0.7, 0.6, 0.5, 0.4])
    moves = {
        "2510.00001": (CandidateState.UNSURE, None),
        "2510.00002": (CandidateState.LATER, TODAY),
        "2510.00003": (CandidateState.LATER, TODAY + timedelta(days=1)),
        "2510.00004": (CandidateState.ACCEPTED, None),
        "2510.00005": (CandidateState.REJECTED, None),
    }
    with writing(engine) as session:
        for found in candidates.queue(session, list_id, today=TODAY, limit=9):
            state, due_on = moves.get(str(found.paper.record.arxiv_id), (None, None))
            if state:
                candidates.move(session, found, state=state, tags={}, due_on=due_on, now=now)
    assert ids(engine, list_id) == ["2510.00001", "2510.00002", "2510.00006"]
    with reading(engine) as session:
        assert candidates.waiting(session, today=TODAY) == {list_id: 3}
        assert len(candidates.undecided_papers(session, list_id)) == 4
        assert len(candidates.decided_papers(session, list_id)) == 2
        assert len(candidates.judged(session, list_id)) == 2
        assert [c.state for c in candidates.accepted(session, list_id)] == [CandidateState.ACCEPTED]


def test_a_paper_waits_once_in_a_list_and_its_relevance_is_refreshed(engine: Engine) -> None:
    with writing(engine) as session:
        found = make_list(session)
        first = make_candidate(session, found, relevance=0.3)
        again = make_candidate(session, found, relevance=0.6)
        other = make_candidate(session, make_list(session, "other"), relevance=0.1)
    assert (first.id, again.relevance) == (again.id, 0.6)
    with reading(engine) as session:
        assert {c.id for c in candidates.of_paper(session, first.paper.id)} == {first.id, other.id}


def test_an_accepted_paper_keeps_the_relevance_it_was_accepted_with(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        found = make_list(session)
        one = make_candidate(session, found, relevance=0.3)
        candidates.move(session, one, state=CandidateState.ACCEPTED, tags={}, due_on=None, now=now)
        assert make_candidate(session, found, relevance=0.6).relevance == 0.3


def test_a_candidate_moves_only_from_where_it_was_seen(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        one = make_candidate(session, make_list(session))
        candidates.move(session, one, state=CandidateState.UNSURE, tags={}, due_on=None, now=now)
        with pytest.raises(Conflict, match="judged this paper just now"):
            candidates.move(session, one, state=CandidateState.ACCEPTED, tags={}, due_on=None, now=now)


def test_landed_papers_are_told_from_those_that_wait_to_be_published(engine: Engine, now: datetime) -> None:
    list_id = fill(engine, [0.9, 0.8])
    with writing(engine) as session:
        both = candidates.queue(session, list_id, today=TODAY, limit=9)
        for found in both:
            candidates.move(session, found, state=CandidateState.ACCEPTED, tags={}, due_on=None, now=now)
        candidates.mark_landed(session, [both[0].id], now=now)
    with reading(engine) as session:
        assert [c.id for c in candidates.accepted(session, list_id, landed=True)] == [both[0].id]
        assert [c.id for c in candidates.accepted(session, list_id, landed=False)] == [both[1].id]


def test_what_is_in_no_queue_is_not_found(engine: Engine) -> None:
    with reading(engine) as session, pytest.raises(NotFound, match="not in any queue; go back"):
        candidates.by_id(session, 4711)


def test_one_live_candidate_for_a_list_and_paper_is_a_fact_of_the_database(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        one = make_candidate(session, make_list(session))
    row = {
        "list_id": one.list_id,
        "paper_id": one.paper.id,
        "state": CandidateState.PENDING,
        "source": CandidateSource.MANUAL,
        "relevance": 0.1,
        "tags": {},
        "revision": 1,
        "created_at": now,
    }
    with pytest.raises(Conflict), writing(engine) as session:
        session.execute(insert(CandidateRow).values(**row))


def test_a_bundle_says_one_thing_about_a_candidate_and_the_newest_bundle_counts(
    engine: Engine, now: datetime
) -> None:
    with writing(engine) as session:
        one = make_candidate(session, make_list(session))
        first = make_proposal(session, one, relevance=0.2)
        second = make_proposal(session, one, relevance=0.4)
        proposals.add(
            session,
            candidate_id=one.id,
            bundle_id=second,
            relevance=0.5,
            scores={},
            proposed={"stage": ("llm",)},
            abstained=[],
            evidence={"nearest": []},
            now=now,
        )
    with reading(engine) as session:
        said = proposals.latest_of(session, one.id)
        assert proposals.latest(session, []) == {}
    assert said is not None
    assert (said.bundle_id, said.relevance, said.proposed) == (second, 0.5, {"stage": ("llm",)})
    row = {"relevance": 0.1, "scores": {}, "proposed": {}, "abstained": [], "evidence": {}, "made_at": now}
    with pytest.raises(Conflict), writing(engine) as session:
        session.execute(insert(ProposalRow).values(candidate_id=one.id, bundle_id=first, **row))


def test_a_list_uses_one_of_its_bundles(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        found, other = make_list(session), make_list(session, "other")
        assert bundles.in_use(session, found.id) is None
        made = [
            bundles.add(session, list_id=found.id, folder=f"b/{n}", manifest={"n": n}, now=now)
            for n in range(3)
        ]
        theirs = bundles.add(session, list_id=other.id, folder="b/x", manifest={}, now=now)
        bundles.use(session, other.id, theirs)
        for bundle_id in (made[2], made[1]):
            bundles.use(session, found.id, bundle_id)
    with reading(engine) as session:
        used = bundles.in_use(session, found.id)
        assert used is not None
        assert (used.id, used.folder, used.manifest, used.is_in_use) == (made[1], "b/1", {"n": 1}, True)
        assert [b.id for b in bundles.of_list(session, found.id)] == made[::-1]
        assert [b.is_in_use for b in bundles.of_list(session, other.id)] == [True]
