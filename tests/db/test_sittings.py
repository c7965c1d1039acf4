"""The summary of a sitting is read on from where it was; what it says is what reading all of it would say."""

from datetime import datetime, timedelta

from sqlalchemy import Engine

from service.db import candidates, sittings
from service.db.engine import reading, writing
from service.db.sittings import Judged
from service.domain.people import User
from service.workflows.review import give_verdict, redo_verdict, undo_verdict
from tests.makers import make_candidate, make_given, make_list, make_proposal, make_user

MANY = 40


def judged(engine: Engine, user: User, list_id: int, *, anew: bool = False) -> list[Judged]:
    if anew:
        sittings._known.clear()
    with reading(engine) as session:
        return sittings.lately(session, user_id=user.id, list_id=list_id, limit=30)


def test_a_sitting_that_is_read_on_is_the_one_that_is_read_anew(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        found, user = make_list(session), make_user(session)
        waiting = [make_candidate(session, found, f"2510.{n:05}") for n in range(1, MANY + 1)]
        for each in waiting[::3]:
            make_proposal(session, each)
    read_on = []
    for number, each in enumerate(waiting):
        at = now + timedelta(seconds=number)
        with writing(engine) as session:
            verdict_id = give_verdict(session, each.id, make_given(each), user=user, now=at)
        read_on.append(judged(engine, user, found.id))
        if number % 5 == 4:
            with writing(engine) as session:
                undo_verdict(session, verdict_id, user=user, request_key=f"undo-{number}", now=at)
            read_on.append(judged(engine, user, found.id))
        if number % 10 == 9:
            with writing(engine) as session:
                undone = redo_verdict(
                    session, verdict_id + 1, user=user, request_key=f"redo-{number}", now=at
                )
            assert undone.id == each.id
            read_on.append(judged(engine, user, found.id))
        assert read_on[-1] == judged(engine, user, found.id, anew=True)
        assert judged(engine, user, found.id) == read_on[-1]
    assert len(read_on[-1]) == 30  # no more than was asked for


def test_what_a_session_wrote_and_took_back_is_not_kept(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        found, user = make_list(session), make_user(session)
        waiting = [make_candidate(session, found, f"2510.{n:05}") for n in range(1, MANY + 1)]
    assert judged(engine, user, found.id) == []  # and then many at once
    for number, each in enumerate(waiting[:20]):
        with writing(engine) as session:
            give_verdict(session, each.id, make_given(each), user=user, now=now + timedelta(seconds=number))
    before = judged(engine, user, found.id)
    with writing(engine) as session:
        give_verdict(session, waiting[30].id, make_given(waiting[30]), user=user, now=now)
        assert len(sittings.lately(session, user_id=user.id, list_id=found.id, limit=30)) == 21
        session.rollback()
    with writing(engine) as session:
        assert candidates.by_id(session, waiting[31].id).revision == 1
        give_verdict(session, waiting[31].id, make_given(waiting[31]), user=user, now=now)
    assert len(judged(engine, user, found.id)) == len(before) + 1
