"""Something happens between a page and its verdict: nothing is lost, nothing counts twice, and it is said."""

import re
import shutil
from datetime import timedelta
from typing import Any

import pytest

from service.db import bundles, candidates, ledger, lists, proposals, verdicts
from service.db.engine import reading, writing
from service.domain.review import CandidateState
from service.publishing.git import git_line
from service.publishing.mirror import mirror_path, open_mirror
from tests.factories import queue_ids
from tests.web.conftest import QUEUE, Person

_FIELD = re.compile(r'<input type="hidden" name="(revision|request_key|proposal_id)" value="([^"]*)"')


def form_of(person: Person, candidate_id: int) -> dict[str, str]:
    """Open a page and return what its form would send, but for the verdict."""
    return dict(_FIELD.findall(person.get(f"{QUEUE}/{candidate_id}").text))


def send(person: Person, candidate_id: int, form: dict[str, Any], verdict: str, **fields):
    return person.post(f"{QUEUE}/{candidate_id}", verdict=verdict, **form, **fields)


def said(world, candidate_id: int):
    with reading(world.engine) as session:
        return verdicts.of_candidate(session, candidate_id)


def propose_otherwise(world, candidate_id: int) -> int:
    """Let a new bundle say something else of a paper, as it does at night; return the bundle's id."""
    later = world.now + timedelta(minutes=1)
    with writing(world.engine) as session:
        bundle_id = bundles.add(
            session, list_id=world.list_id, folder="bundles/night", manifest={}, now=later
        )
        bundles.use(session, world.list_id, bundle_id)
        proposals.add(
            session,
            candidate_id=candidate_id,
            bundle_id=bundle_id,
            relevance=0.41,
            scores={"method": {"merging": 0.9}},
            proposed={"method": ("merging",)},
            abstained=[],
            evidence={},
            now=later,
        )
    return bundle_id


def test_a_new_bundle_in_between_leaves_the_verdict_as_it_was_meant(bo, world, first):
    form = form_of(bo, first)
    with reading(world.engine) as session:
        seen = proposals.latest_of(session, first)
    assert seen is not None
    bundle_id = propose_otherwise(world, first)
    assert send(bo, first, form, "accept", tag__method="pruning").status_code == 303
    (verdict,) = said(world, first)
    assert (verdict.proposal_id, verdict.tags) == (seen.id, {"method": ("pruning",)})
    with reading(world.engine) as session:
        told = ledger.newest(session, limit=1)[0].after
    assert (told["bundle"], told["relevance"]) == (seen.bundle_id, seen.relevance)
    assert told["bundle"] != bundle_id


def test_a_page_that_was_opened_before_a_new_bundle_is_fresh_when_it_is_loaded_again(bo, world, first):
    form_of(bo, first)
    propose_otherwise(world, first)
    page = bo.get(f"{QUEUE}/{first}").text
    assert 'name="tag.method" value="merging" checked' in page
    assert 'name="tag.method" value="pruning" checked' not in page


def test_of_two_tabs_the_second_is_told_and_changes_nothing(bo, world, first):
    one, other = form_of(bo, first), form_of(bo, first)
    assert one["request_key"] != other["request_key"]
    assert send(bo, first, one, "accept").status_code == 303
    for part in (False, True):
        answer = send(bo, first, other, "reject:low quality", part=part)
        assert answer.status_code == 409
        assert "look at it again" in answer.text
    assert [v.kind for v in said(world, first)] == ["accept"]
    with reading(world.engine) as session:
        assert candidates.by_id(session, first).state is CandidateState.ACCEPTED


def test_a_form_that_was_sent_for_another_paper_is_refused(bo, world):
    one, other = queue_ids(world)[:2]
    form = form_of(bo, one)
    assert send(bo, one, form, "accept").status_code == 303
    answer = send(bo, other, form, "accept")
    assert answer.status_code == 409
    assert "sent for another paper before" in answer.text
    assert said(world, other) == []


def test_a_form_comes_again_after_its_verdict_was_taken_back_and_stays_one(bo, world, first):
    form = form_of(bo, first)
    send(bo, first, form, "accept")
    last = said(world, first)[-1].id
    bo.post(f"{QUEUE.removesuffix('/queue')}/undo", verdict_id=last, request_key=f"undo-verdict-{last}")
    assert send(bo, first, form, "accept").status_code == 303, "a late copy of the first one"
    assert [v.is_undone for v in said(world, first)] == [True]


@pytest.mark.parametrize("part", [False, True], ids=["page", "part"])
def test_a_list_that_cannot_be_read_takes_neither_page_nor_verdict_down(bo, world, part):
    first, second = queue_ids(world)[:2]
    with reading(world.engine) as session:
        found = lists.by_slug(session, world.slug)
    mirror = open_mirror(mirror_path(world.settings.data_dir, world.slug))
    for path in found.spec.paths:
        blob = git_line(mirror.path, "rev-parse", f"{mirror.head}:{path}")
        (mirror.path / "objects" / blob[:2] / blob[2:]).unlink()
    answer = bo.get(f"{QUEUE}/{first}", part=part)
    assert answer.status_code == 200
    assert "Lantern" in answer.text
    assert "a verdict can be given all the same" in answer.text
    form = dict(_FIELD.findall(answer.text))
    taken = send(bo, first, form, "accept", part=part)
    assert taken.status_code == (200 if part else 303)
    assert [v.kind for v in said(world, first)] == ["accept"]
    assert bo.get(f"{QUEUE}/{second}").status_code == 200


@pytest.mark.parametrize("is_there", [True, False], ids=["broken", "gone"])
def test_where_the_copy_of_the_list_is_broken_the_queue_says_so(bo, world, is_there):
    first = queue_ids(world)[0]
    path = mirror_path(world.settings.data_dir, world.slug)
    shutil.rmtree(path)
    if is_there:
        path.mkdir()
    answer = bo.get(f"{QUEUE}/{first}")
    assert answer.status_code == 200
    assert "cannot be read; the next sync makes it anew" in answer.text
    form = dict(_FIELD.findall(answer.text))
    assert send(bo, first, form, "accept").status_code == 303
