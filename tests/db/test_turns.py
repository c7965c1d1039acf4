"""Two who change several things of one list at once: nobody is refused, nothing is lost or doubled."""

from datetime import datetime

from sqlalchemy import Engine

from service.db import bundles, candidates, claims, lists, queue_mixes, verdict_batches
from service.db.candidates import Candidate
from service.db.engine import WriteSession, reading, writing
from service.db.turns import take_list
from service.domain.lists import ListSpec
from service.domain.review import CandidateSource
from tests.makers import make_candidate, make_list, make_user
from tests.together import meanwhile


def two_waiting(engine: Engine) -> tuple[Candidate, Candidate]:
    with writing(engine) as session:
        found = make_list(session)
        return make_candidate(session, found, "2510.00001"), make_candidate(session, found, "2510.00002")


def propose_again(session: WriteSession, candidate: Candidate, now: datetime) -> int:
    made = candidates.add(
        session,
        list_id=candidate.list_id,
        paper_id=candidate.paper.id,
        source=CandidateSource.CRAWL,
        relevance=0.1,
        now=now,
    )
    session.flush()
    return made


def stroke(session: WriteSession, *those: Candidate) -> list[int]:
    take_list(session, those[0].list_id)
    return [each.id for each in verdict_batches.claim_all(session, [each.id for each in those])]


def test_a_proposal_and_a_stroke_that_meet_wait_for_one_another_in_one_order(
    engine: Engine, now: datetime
) -> None:
    one, two = two_waiting(engine)
    _, claimed = meanwhile(
        engine,
        lambda session: propose_again(session, two, now),
        lambda session: stroke(session, one, two),
        then=lambda session: propose_again(session, one, now),
    )
    assert claimed == [one.id, two.id]


def test_places_and_a_stroke_that_meet_wait_for_one_another(engine: Engine, now: datetime) -> None:
    one, two = two_waiting(engine)
    places = meanwhile(
        engine,
        lambda session: propose_again(session, two, now),
        lambda session: queue_mixes.store_places(
            session, one.list_id, diverse=[one.id, two.id], mixed=[two.id, one.id]
        ),
        then=lambda session: propose_again(session, one, now),
    )
    assert places == (two.id, None)


def test_who_judges_one_paper_goes_on_to_another_one_while_a_stroke_begins(
    engine: Engine, now: datetime
) -> None:
    one, two = two_waiting(engine)
    with writing(engine) as session:
        ada = make_user(session).id
    _, claimed = meanwhile(
        engine,
        lambda session: candidates.claim(session, two.id),
        lambda session: stroke(session, one, two),
        then=lambda session: claims.take(session, one.id, user_id=ada, now=now),
    )
    assert claimed == [one.id, two.id]


def test_of_two_bundles_that_come_into_use_at_once_one_is(engine: Engine, now: datetime) -> None:
    with writing(engine) as session:
        list_id = make_list(session).id
        before = bundles.add(session, list_id=list_id, folder="before", manifest={}, now=now)
        bundles.use(session, list_id, before)

    def learn(session: WriteSession, folder: str) -> int:
        made = bundles.add(session, list_id=list_id, folder=folder, manifest={}, now=now)
        bundles.use(session, list_id, made)
        return made

    meanwhile(engine, lambda session: learn(session, "one"), lambda session: learn(session, "two"))
    with reading(engine) as reader:
        used = [each.folder for each in bundles.of_list(reader, list_id) if each.is_in_use]
    assert used == ["two"]


def test_a_list_that_two_follow_at_once_is_followed_once(engine: Engine, now: datetime) -> None:
    spec = ListSpec(slug="a-list", name="A list", repository="x", source_name="x")
    one, two = meanwhile(
        engine,
        lambda session: lists.ensure(session, spec, now=now).id,
        lambda session: lists.ensure(session, spec, now=now).id,
    )
    assert one == two
