"""Verdicts: given once, undone one after the other, never lost and never counted twice."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from service.db import candidates, ledger, verdicts
from service.db.candidates import Candidate
from service.db.engine import reading, writing
from service.db.undo import next_undo
from service.domain.people import User
from service.domain.review import CandidateState, VerdictGiven, VerdictKind
from service.errors import BadInput, Conflict, NotFound
from service.workflows.review import give_verdict, undo_verdict
from tests.makers import make_candidate, make_given, make_list, make_proposal, make_user


@pytest.fixture
def user(engine: Engine) -> User:
    with writing(engine) as session:
        return make_user(session)


@pytest.fixture
def candidate(engine: Engine) -> Candidate:
    with writing(engine) as session:
        return make_candidate(session, make_list(session))


def give(engine: Engine, candidate: Candidate, given: VerdictGiven, user: User, now: datetime) -> int:
    with writing(engine) as session:
        return give_verdict(session, candidate.id, given, user=user, now=now)


def undo(engine: Engine, verdict_id: int, user: User, now: datetime, key: str | None = None) -> Candidate:
    with writing(engine) as session:
        return undo_verdict(session, verdict_id, user=user, request_key=key or f"undo-{verdict_id}", now=now)


def standing(engine: Engine, candidate: Candidate) -> Candidate:
    with reading(engine) as session:
        return candidates.by_id(session, candidate.id)


def test_a_verdict_moves_its_candidate_and_names_the_proposal_it_answers(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    with writing(engine) as session:
        bundle_id = make_proposal(session, candidate)
    verdict_id = give(engine, candidate, make_given(candidate, tags={"method": ("merge",)}), user, now)
    after = standing(engine, candidate)
    assert (after.state, after.tags, after.decided_at) == (
        CandidateState.ACCEPTED,
        {"method": ("merge",)},
        now,
    )
    assert after.revision == candidate.revision + 1
    with reading(engine) as session:
        verdict = verdicts.by_id(session, verdict_id)
        (line,) = ledger.newest(session, limit=5)
    assert verdict.proposal_id is not None
    assert (verdict.user, verdict.kind, verdict.is_undone) == ("ada", VerdictKind.ACCEPT, False)
    assert (line.actor, line.action, line.after["bundle"]) == ("ada", "accept", bundle_id)
    assert line.subject == f"candidate:{candidate.id} 2510.00001"


def test_second_verdict_on_the_same_page_is_a_conflict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    give(engine, candidate, make_given(candidate), user, now)
    with pytest.raises(Conflict, match="look at it again"):
        give(engine, candidate, make_given(candidate, VerdictKind.REJECT), user, now)
    assert standing(engine, candidate).state is CandidateState.ACCEPTED


def test_a_double_click_is_one_verdict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    given = make_given(candidate)
    first = give(engine, candidate, given, user, now)
    assert give(engine, candidate, given, user, now) == first
    with reading(engine) as session:
        assert len(verdicts.of_candidate(session, candidate.id)) == 1
        assert len(ledger.newest(session, limit=5)) == 1


def test_a_double_click_at_the_same_moment_is_one_verdict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    given = make_given(candidate)
    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(lambda _: give(engine, candidate, given, user, now), range(8)))
    assert len(ids) == 1


def test_a_click_that_waits_for_the_first_one_is_answered_with_its_verdict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    given = make_given(candidate)
    with ThreadPoolExecutor(1) as pool:
        with writing(engine) as session:
            first = give_verdict(session, candidate.id, given, user=user, now=now)
            second = pool.submit(give, engine, candidate, given, user, now)
            until_somebody_waits(engine)
        assert second.result(timeout=60) == first


def until_somebody_waits(engine: Engine) -> None:
    """Let time pass until another session waits for a row; on SQLite it waits before it has seen anything."""
    if engine.dialect.name == "sqlite":
        return
    waiting = text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
    for _ in range(1000):
        with reading(engine) as session:
            if session.scalar(waiting):
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def test_two_people_at_the_same_moment_are_one_verdict_and_conflicts(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    def attempt(kind: VerdictKind) -> str:
        try:
            give(engine, candidate, make_given(candidate, kind), user, now)
        except Conflict:
            return "conflict"
        return "given"

    with ThreadPoolExecutor(4) as pool:
        ended = sorted(pool.map(attempt, [VerdictKind.ACCEPT, VerdictKind.REJECT] * 3))
    assert ended == ["conflict"] * 5 + ["given"]


def test_a_form_key_that_served_another_paper_is_a_conflict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    given = make_given(candidate)
    give(engine, candidate, given, user, now)
    with writing(engine) as session:
        other = make_candidate(session, make_list(session), "2510.00002")
    with pytest.raises(Conflict, match="another paper"):
        give(engine, other, given, user, now)
    assert standing(engine, other).state is CandidateState.PENDING


def test_undo_brings_back_what_stood_before_step_by_step(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    first = give(engine, candidate, make_given(candidate, tags={"stage": ("llm",)}), user, now)
    later = make_given(standing(engine, candidate), VerdictKind.LATER, due_on=date(2025, 12, 24))
    second = give(engine, candidate, later, user, now)
    third = give(engine, candidate, make_given(standing(engine, candidate), VerdictKind.REJECT), user, now)
    after = undo(engine, third, user, now)
    assert (after.state, after.due_on) == (CandidateState.LATER, date(2025, 12, 24))
    after = undo(engine, second, user, now)
    assert (after.state, after.tags, after.due_on) == (CandidateState.ACCEPTED, {"stage": ("llm",)}, None)
    after = undo(engine, first, user, now)
    assert (after.state, after.tags, after.decided_at) == (CandidateState.PENDING, {}, None)
    with reading(engine) as session:
        assert next_undo(session, user.id, candidate.list_id) is None
        assert [v.is_undone for v in verdicts.of_candidate(session, candidate.id)] == [True] * 3


def test_after_an_undo_the_paper_can_be_judged_again(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    first = give(engine, candidate, make_given(candidate), user, now)
    again = undo(engine, first, user, now)
    second = give(engine, candidate, make_given(again, VerdictKind.REJECT), user, now)
    assert undo(engine, second, user, now).state is CandidateState.PENDING


def test_the_same_undo_twice_is_one_and_another_one_is_a_conflict(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    verdict_id = give(engine, candidate, make_given(candidate), user, now)
    once = undo(engine, verdict_id, user, now, key="same")
    assert undo(engine, verdict_id, user, now, key="same") == once
    with pytest.raises(Conflict, match="taken back already"):
        undo(engine, verdict_id, user, now, key="other")


def test_only_the_verdict_on_top_can_be_undone(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    first = give(engine, candidate, make_given(candidate), user, now)
    give(engine, candidate, make_given(standing(engine, candidate), VerdictKind.UNSURE), user, now)
    with pytest.raises(Conflict, match="later verdict stands on top"):
        undo(engine, first, user, now)


def test_nobody_undoes_what_somebody_else_said(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    verdict_id = give(engine, candidate, make_given(candidate), user, now)
    with writing(engine) as session:
        bo = make_user(session, "bo")
    with pytest.raises(BadInput, match="This verdict is ada's; give your own"):
        undo(engine, verdict_id, bo, now)


def test_what_has_landed_is_not_undone(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    verdict_id = give(engine, candidate, make_given(candidate), user, now)
    with writing(engine) as session:
        candidates.mark_landed(session, [candidate.id], now=now)
    with pytest.raises(Conflict, match="on the list already"):
        undo(engine, verdict_id, user, now)


def test_the_next_to_undo_is_ones_own_newest_in_the_list(
    engine: Engine, candidate: Candidate, user: User, now: datetime
) -> None:
    with writing(engine) as session:
        elsewhere = make_candidate(session, make_list(session, "other-list"), "2510.00003")
    here = give(engine, candidate, make_given(candidate), user, now)
    there = give(engine, elsewhere, make_given(elsewhere), user, now + timedelta(minutes=1))
    with reading(engine) as session:
        in_list = next_undo(session, user.id, candidate.list_id)
        in_other = next_undo(session, user.id, elsewhere.list_id)
    assert in_list is not None
    assert in_other is not None
    assert (in_other.verdict.id, in_list.verdict.id) == (there, here)
    assert in_list.is_last_word
    assert in_list.title == candidate.paper.record.title


def test_what_is_not_there_cannot_be_judged(engine: Engine, user: User, now: datetime) -> None:
    with writing(engine) as session, pytest.raises(NotFound, match="go back to the queue"):
        give_verdict(
            session,
            77,
            VerdictGiven(kind=VerdictKind.ACCEPT, revision=1, request_key="k"),
            user=user,
            now=now,
        )
    with writing(engine) as session, pytest.raises(NotFound, match="no such verdict"):
        undo_verdict(session, 77, user=user, request_key="k", now=now)
