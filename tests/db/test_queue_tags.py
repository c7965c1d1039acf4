"""A queue narrowed to tags: what the bundle in use proposes counts, not what another one said before."""

from datetime import date, timedelta

from sqlalchemy import Engine

from service.db import proposals, queue_lines, queues
from service.db.candidates import Candidate
from service.db.engine import WriteSession, reading, writing
from service.db.queues import QueueFilter
from tests.makers import NOW, make_candidate, make_list, make_proposal

TODAY = date(2025, 11, 5)


def say(session: WriteSession, one: Candidate, bundle_id: int, tag: str, *, minutes: int) -> None:
    proposals.add(
        session,
        candidate_id=one.id,
        bundle_id=bundle_id,
        relevance=0.7,
        scores={"method": {tag: 0.9}},
        proposed={"method": (tag,)},
        abstained=[],
        evidence={},
        now=NOW + timedelta(minutes=minutes),
    )


def found(engine: Engine, list_id: int, tag: str) -> list[int]:
    wanted = QueueFilter(tags={"method": (tag,)})
    with reading(engine) as session:
        assert queues.size(session, list_id, wanted, today=TODAY).waiting == len(
            queues.ids(session, list_id, wanted, today=TODAY)
        )
        return queues.ids(session, list_id, wanted, today=TODAY)


def line_tags(engine: Engine, one: Candidate) -> dict[str, tuple[str, ...]]:
    with reading(engine) as session:
        _, (line,), _ = queue_lines.around(session, one, QueueFilter(), today=TODAY, above=0, below=0)
    return dict(line.tags)


def test_what_an_earlier_bundle_proposed_is_not_found_any_more(engine: Engine) -> None:
    with writing(engine) as session:
        one = make_candidate(session, make_list(session))
        make_proposal(session, one)  # prune
        second = make_proposal(session, one)
        say(session, one, second, "merge", minutes=1)
    assert found(engine, one.list_id, "merge") == [one.id]
    assert found(engine, one.list_id, "prune") == []
    assert line_tags(engine, one) == {"method": ("merge",)}


def test_after_a_roll_back_the_bundle_from_before_is_the_one_that_speaks(engine: Engine) -> None:
    with writing(engine) as session:
        one = make_candidate(session, make_list(session))
        other = make_candidate(session, make_list(session, "other"))
        first, second = make_proposal(session, one), make_proposal(session, one)
        make_proposal(session, other)
        say(session, one, second, "merge", minutes=1)
        say(session, one, first, "prune", minutes=2)
    assert found(engine, one.list_id, "prune") == [one.id]
    assert found(engine, one.list_id, "merge") == []
    assert line_tags(engine, one) == {"method": ("prune",)}
