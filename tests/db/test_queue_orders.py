"""The orders of a queue, page by page, and random samples of it."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Engine

from service.db import audits, candidates, queue_mixes, queues, vectors
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.db.queues import QueueFilter, QueueOrder
from service.domain.queue_mix import USUAL_MIX, decide_mix
from service.domain.review import CandidateState
from service.errors import BadInput, Forbidden
from service.workflows.queue_orders import draw_sample, place_candidates, set_mix
from tests.makers import NOW, make_candidate, make_list, make_user

TODAY = date(2025, 11, 5)
CHANCES = (0.9, 0.2, 0.6, 0.45, 0.8)


def fill(engine: Engine) -> StoredList:
    with writing(engine) as session:
        found = make_list(session)
        for number, chance in enumerate(CHANCES, start=1):
            make_candidate(session, found, f"2510.{number:05d}", chance)
        make_user(session, "ada", "admin")
        make_user(session, "bo", "reviewer")
        place_candidates(session, found, today=TODAY)
    return found


def numbers(engine: Engine, found: StoredList, order: QueueOrder) -> list[int]:
    """Walk the queue one paper at a time, as a person does, and return the papers' numbers."""
    seen: list[int] = []
    start = None
    with reading(engine) as session:
        while True:
            wanted = QueueFilter(order=order)
            step = queues.following(session, found.id, wanted, today=TODAY, limit=1, start=start)
            if not step:
                return seen
            seen.append(int(str(step[0].paper.record.arxiv_id)[-1]))
            start = step[0].id


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (QueueOrder.LIKELIEST, [1, 5, 3, 4, 2]),
        (QueueOrder.LEAST_CERTAIN, [4, 3, 2, 5, 1]),
        (QueueOrder.OLDEST, [1, 2, 3, 4, 5]),
        (QueueOrder.DIVERSE, [1, 5, 3, 4, 2]),  # without vectors nothing is unlike anything
    ],
)
def test_each_order_walks_through_everybody_once(engine: Engine, order, expected):
    assert numbers(engine, fill(engine), order) == expected


def test_the_mix_takes_from_its_orders_in_the_parts_that_are_set(engine: Engine):
    found = fill(engine)
    with writing(engine) as session:
        assert queue_mixes.of_list(session, found.id) == USUAL_MIX
        ada = make_user(session, "cy", "maintainer")
        set_mix(session, found, decide_mix({"least certain": 1}), user=ada, now=NOW)
    assert numbers(engine, found, QueueOrder.MIX) == [4, 3, 2, 5, 1]
    with writing(engine) as session, pytest.raises(Forbidden, match="ask a maintainer"):
        set_mix(session, found, USUAL_MIX, user=make_user(session, "dee", "reviewer"), now=NOW)


def test_a_paper_that_came_later_waits_at_the_end_of_a_computed_order(engine: Engine):
    found = fill(engine)
    with writing(engine) as session:
        make_candidate(session, found, "2510.00009", 0.99)
    assert numbers(engine, found, QueueOrder.MIX)[-1] == 9


def test_a_sample_is_read_in_the_order_in_which_it_was_drawn(engine: Engine):
    found = fill(engine)
    with writing(engine) as session:
        ada = make_user(session, "cy")
        assert draw_sample(session, found, user=ada, now=NOW, count=3) == 3
    drawn = numbers(engine, found, QueueOrder.SAMPLE)
    assert len(drawn) == 3
    with writing(engine) as session:
        first = queues.following(
            session, found.id, QueueFilter(order=QueueOrder.SAMPLE), today=TODAY, limit=1
        )[0]
        candidates.move(session, first, state=CandidateState.ACCEPTED, tags={}, due_on=None, now=NOW)
    assert numbers(engine, found, QueueOrder.SAMPLE) == drawn[1:]
    with reading(engine) as session:
        told = audits.newest(session, found.id)
    assert told is not None
    drawn_at, result = told
    assert drawn_at == NOW
    assert (result.drawn, result.judged, result.wanted, result.waiting) == (3, 1, 1, 5)
    assert result.expected == pytest.approx(sum(CHANCES))
    assert result.spread == pytest.approx(sum(c * (1 - c) for c in CHANCES))


def test_a_paper_that_the_list_took_by_itself_counts_as_wanted(engine: Engine):
    found = fill(engine)
    with writing(engine) as session:
        draw_sample(session, found, user=make_user(session, "cy"), now=NOW)
        ids = queues.ids(session, found.id, QueueFilter(), today=TODAY)
        candidates.mark_landed(session, ids[:2], now=NOW)
    with reading(engine) as session:
        told = audits.newest(session, found.id)
    assert told is not None
    assert (told[1].judged, told[1].wanted) == (2, 2)


def test_nothing_waits_nothing_is_drawn(engine: Engine):
    with writing(engine) as session:
        found = make_list(session)
        assert audits.newest(session, found.id) is None
        with pytest.raises(BadInput, match="nothing to draw from"):
            draw_sample(session, found, user=make_user(session), now=datetime(2025, 11, 5, tzinfo=UTC))


def test_vectors_spread_the_likely_ones_out(engine: Engine, monkeypatch: pytest.MonkeyPatch):
    """1 and 5 are the same text seen twice, 3 is another: the diverse order shows 3 before the repetition."""
    import numpy as np  # noqa: PLC0415 -- this test alone

    found = fill(engine)
    rows = {1: [1, 0], 5: [1, 0], 3: [0, 1], 4: [1, 0], 2: [1, 0]}

    def known(_session, _model, _revision, hashes):
        return {
            h: np.array(rows[n], dtype="<f4").tobytes() for h, n in zip(hashes, (1, 5, 3, 4, 2), strict=True)
        }

    monkeypatch.setattr(vectors, "known", known)
    with writing(engine) as session:
        place_candidates(session, found, today=TODAY)
    assert numbers(engine, found, QueueOrder.DIVERSE)[:2] == [1, 3]
