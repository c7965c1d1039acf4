"""A queue narrowed to tags: what the bundle in use proposes counts, not what another one said before."""

from datetime import date, timedelta

from sqlalchemy import Engine

from service.db import proposals, queue_lines, queues
from service.db.candidates import Candidate
from service.db.engine import WriteSession, reading, writing
from service.db.queues import QueueFilter
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.domain.taxonomy_edit import EditKind, TaxonomyEdit, decide_edit
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
        _, (line,), _ = queue_lines.around(session, one, QueueFilter(), now=NOW, above=0, below=0)
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


def test_what_was_proposed_before_a_merge_is_found_under_the_tag_that_stands_for_it(engine: Engine) -> None:
    with writing(engine) as session:
        found_list = make_list(session)
        one, other = (make_candidate(session, found_list, f"2510.0000{n}") for n in (1, 2))
        first, second = make_proposal(session, one), make_proposal(session, other)
        say(session, one, first, "token-prune", minutes=1)
        say(session, other, second, "merge", minutes=1)
    tags = (Tag(name="token-prune", spellings=("Token Prune",)), Tag(name="merge"), Tag(name="drop"))
    before = Taxonomy(facets=(Facet(name="method", title="Method", tags=tags),))
    merge = TaxonomyEdit(kind=EditKind.MERGE, facet="method", tag="token-prune", into="merge")
    after = decide_edit(before, merge).after
    for name, ids in (("merge", [one.id, other.id]), ("drop", [])):
        wanted = QueueFilter(
            tags={"method": (name,)}, once_called={"method": after.once_called("method", [name])}
        )
        with reading(engine) as session:
            assert queues.ids(session, found_list.id, wanted, today=TODAY) == ids
    assert before.once_called("method", ["merge"]) == ()  # the other one is a tag of its own yet
