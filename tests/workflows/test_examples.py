"""What a list teaches: its entries, what people said, and what sister lists say of the same papers."""

import pytest
from sqlalchemy import Engine

from classifier import Example
from service.db import candidates, lists, papers
from service.db.engine import reading, writing
from service.db.lists import StoredList
from service.domain.review import CandidateState, RejectReason, VerdictKind
from service.domain.taxonomy import Facet, Tag, TagPlace, Taxonomy
from service.workflows.examples import Lessons, gather_lessons, training_digest
from service.workflows.review import give_verdict
from tests.makers import METHOD, NOW, STAGE, make_candidate, make_given, make_list, make_record, make_user
from tests.workflows.lessons import put_on_list

LISTED, JUDGED, THEIRS, UNSEEN = "2501.00001", "2510.00001", "2502.00002", "2510.99999"


@pytest.fixture
def mine(engine: Engine) -> StoredList:
    with writing(engine) as session:
        found = make_list(session)
        papers.store(session, [make_record(i) for i in (LISTED, JUDGED, THEIRS, UNSEEN)], now=NOW)
        put_on_list(session, found, {LISTED: {"method": ("prune",)}})
        make_user(session)
    return found


def lessons(engine: Engine, found: StoredList) -> Lessons:
    with reading(engine) as session:
        return gather_lessons(session, lists.by_id(session, found.id))


def example(engine: Engine, found: StoredList, arxiv_id: str) -> Example | None:
    taught = lessons(engine, found).examples
    return next((e for e in taught if e.document.id == arxiv_id), None)


def judge(
    engine: Engine, found: StoredList, kind: VerdictKind, arxiv_id: str = JUDGED, **facts: object
) -> None:
    with writing(engine) as session:
        one = make_candidate(session, found, arxiv_id)
        user = make_user(session, f"judge of {arxiv_id}")
        give_verdict(session, one.id, make_given(one, kind, **facts), user=user, now=NOW)


def test_what_is_listed_is_wanted_with_the_lists_own_tags(engine: Engine, mine: StoredList) -> None:
    found = example(engine, mine, LISTED)
    assert found is not None
    assert (found.wanted, found.weight, found.tags) == (True, 1.0, {"method": ("prune",)})
    assert found.document.title == f"Paper {LISTED}"


def test_nobody_said_anything_of_the_background(engine: Engine, mine: StoredList) -> None:
    taught = lessons(engine, mine)
    assert {d.id for d in taught.background} == {JUDGED, THEIRS, UNSEEN}
    assert taught.population == 4


def test_an_accepted_paper_is_wanted_and_its_missing_tags_are_a_no(engine: Engine, mine: StoredList) -> None:
    judge(engine, mine, VerdictKind.ACCEPT, tags={"stage": ("llm",)})
    found = example(engine, mine, JUDGED)
    assert found is not None
    assert (found.wanted, found.tags) == (True, {"stage": ("llm",), "method": ()})


@pytest.mark.parametrize(
    ("reason", "weight"),
    [
        (RejectReason.OUT_OF_SCOPE, 1.0),
        (RejectReason.WRONG_KIND, 1.0),
        (RejectReason.LOW_QUALITY, 0.5),
        (RejectReason.OTHER, 0.5),
    ],
)
def test_a_rejected_paper_is_unwanted_as_far_as_its_reason_says(
    engine: Engine, mine: StoredList, reason: RejectReason, weight: float
) -> None:
    judge(engine, mine, VerdictKind.REJECT, reason=reason, note="because")
    found = example(engine, mine, JUDGED)
    assert found is not None
    assert (found.wanted, found.weight, found.tags) == (False, weight, {})


@pytest.mark.parametrize("kind", [VerdictKind.LATER, VerdictKind.UNSURE])
def test_what_is_not_decided_teaches_nothing(engine: Engine, mine: StoredList, kind: VerdictKind) -> None:
    judge(engine, mine, kind)
    assert example(engine, mine, JUDGED) is None


def test_already_listed_says_nothing_about_the_paper(engine: Engine, mine: StoredList) -> None:
    judge(engine, mine, VerdictKind.REJECT, reason=RejectReason.ALREADY_LISTED)
    assert example(engine, mine, JUDGED) is None


def test_a_rejected_paper_that_the_list_took_in_was_wanted(engine: Engine, mine: StoredList) -> None:
    judge(engine, mine, VerdictKind.REJECT)
    with writing(engine) as session:
        put_on_list(session, mine, {LISTED: {}, JUDGED: {"method": ("merge",)}}, head="b")
    found = example(engine, mine, JUDGED)
    assert found is not None
    assert (found.wanted, found.tags) == (True, {"method": ("merge",)})


def test_a_verdict_that_was_taken_back_teaches_nothing(engine: Engine, mine: StoredList) -> None:
    before = training_digest(lessons(engine, mine))
    judge(engine, mine, VerdictKind.REJECT)
    assert training_digest(lessons(engine, mine)) != before
    with writing(engine) as session:
        (one,) = candidates.judged(session, mine.id)
        candidates.move(session, one, state=CandidateState.PENDING, tags={}, due_on=None, now=NOW)
    assert training_digest(lessons(engine, mine)) == before


def test_sister_lists_teach_the_tags_that_both_have_but_not_what_is_wanted(
    engine: Engine, mine: StoredList
) -> None:
    colour = Facet(name="colour", title="Colour", tags=(Tag(name="red"),))
    with writing(engine) as session:
        sister = make_list(session, "sister", taxonomy=Taxonomy(facets=(METHOD, colour)))
        theirs: dict[str, tuple[str, ...]] = {"method": ("merge",), "colour": ("red",)}
        put_on_list(
            session, sister, {THEIRS: theirs, LISTED: {"method": ("merge",)}, UNSEEN: {"colour": ("red",)}}
        )
    found = example(engine, mine, THEIRS)
    assert found is not None
    assert (found.wanted, found.tags) == (None, {"method": ("merge",)})
    own = example(engine, mine, LISTED)
    assert own is not None
    assert own.tags == {"method": ("prune",)}, "what the list says of its own papers counts"
    assert example(engine, mine, UNSEEN) is None
    assert {d.id for d in lessons(engine, mine).background} == {JUDGED}, (
        "a paper of a sister list is no background"
    )


def test_chapters_of_two_lists_that_are_called_alike_teach_nothing(engine: Engine) -> None:
    chapters = Facet(
        name="section", title="Section", place=TagPlace.HEADING, tags=(Tag(name="others"), Tag(name="survey"))
    )
    with writing(engine) as session:
        papers.store(session, [make_record(i) for i in (LISTED, THEIRS)], now=NOW)
        found = make_list(session, "one", taxonomy=Taxonomy(facets=(chapters, METHOD)))
        sister = make_list(session, "two", taxonomy=Taxonomy(facets=(chapters, METHOD)))
        put_on_list(session, sister, {LISTED: {"section": ("others",)}})
        put_on_list(session, sister, {THEIRS: {"section": ("others",), "method": ("merge",)}}, head="b")
    assert example(engine, found, LISTED) is None
    taught = example(engine, found, THEIRS)
    assert taught is not None
    assert taught.tags == {"method": ("merge",)}


def test_an_exclusive_facet_takes_exactly_one_tag(engine: Engine, mine: StoredList) -> None:
    taxonomy = lessons(engine, mine).taxonomy
    assert [f.name for f in taxonomy.facets] == [STAGE.name, METHOD.name]
    assert [(c.facet, c.tags) for c in taxonomy.constraints] == [("stage", ("encoder", "llm"))]


def test_the_same_lessons_have_the_same_name(engine: Engine, mine: StoredList) -> None:
    assert training_digest(lessons(engine, mine)) == training_digest(lessons(engine, mine))
