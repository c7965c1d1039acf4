"""What a verdict may say, and what follows from it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.review import CandidateState, RejectReason, VerdictGiven, VerdictKind, decide_verdict
from service.domain.taxonomy import Facet, Tag, Taxonomy
from service.errors import BadInput, Conflict

NOW = datetime(2025, 11, 5, 9, 30, tzinfo=UTC)
TAXONOMY = Taxonomy(
    facets=(
        Facet(name="stage", title="Stage", tags=(Tag(name="encoder"), Tag(name="llm")), exclusive=True),
        Facet(name="method", title="Method", tags=(Tag(name="prune"), Tag(name="merge"))),
    )
)
ACCEPT = VerdictGiven(kind=VerdictKind.ACCEPT, revision=3, request_key="k")
REJECT = replace(ACCEPT, kind=VerdictKind.REJECT)
LATER = replace(ACCEPT, kind=VerdictKind.LATER)


def decide(given: VerdictGiven, revision: int = 3):
    return decide_verdict(given, revision=revision, taxonomy=TAXONOMY, now=NOW)


@pytest.mark.parametrize(
    ("kind", "state"),
    [
        (VerdictKind.ACCEPT, CandidateState.ACCEPTED),
        (VerdictKind.REJECT, CandidateState.REJECTED),
        (VerdictKind.UNSURE, CandidateState.UNSURE),
        (VerdictKind.LATER, CandidateState.LATER),
    ],
)
def test_each_verdict_moves_the_candidate(kind: VerdictKind, state: CandidateState) -> None:
    assert decide(replace(ACCEPT, kind=kind)).state is state


def test_a_verdict_on_an_older_page_is_a_conflict() -> None:
    with pytest.raises(Conflict, match="has changed since the page was made"):
        decide(ACCEPT, revision=4)


def test_undo_is_no_verdict() -> None:
    with pytest.raises(BadInput, match="use undo instead"):
        decide(replace(ACCEPT, kind=VerdictKind.UNDO))


def test_accepted_tags_are_kept_in_the_order_of_the_taxonomy() -> None:
    decision = decide(replace(ACCEPT, tags={"method": ("merge", "prune", "merge"), "stage": ("llm",)}))
    assert dict(decision.tags) == {"stage": ("llm",), "method": ("prune", "merge")}


@pytest.mark.parametrize("kind", [VerdictKind.REJECT, VerdictKind.UNSURE, VerdictKind.LATER])
def test_only_an_accepted_paper_keeps_tags(kind: VerdictKind) -> None:
    assert decide(replace(ACCEPT, kind=kind, tags={"stage": ("llm",)})).tags == {}


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        ({"colour": ("red",)}, "no facet 'colour'; reload"),
        ({"method": ("cook",)}, "Method has no tag 'cook'; reload"),
        ({"stage": ("llm", "encoder")}, "Stage takes one tag, not 2"),
    ],
)
def test_tags_that_the_list_does_not_have_are_refused(tags: dict[str, tuple[str, ...]], words: str) -> None:
    with pytest.raises(BadInput, match=words):
        decide(replace(ACCEPT, tags=tags))


def test_one_tag_given_twice_is_one_tag() -> None:
    assert decide(replace(ACCEPT, tags={"stage": ("llm", "llm")})).tags == {"stage": ("llm",)}


def test_a_rejection_has_a_reason_out_of_scope_if_none_is_given() -> None:
    assert decide(REJECT).reason is RejectReason.OUT_OF_SCOPE
    assert decide(replace(REJECT, reason="low quality")).reason is RejectReason.LOW_QUALITY
    assert decide(replace(ACCEPT, reason="nonsense")).reason is None


def test_an_unknown_reason_is_answered_with_the_known_ones() -> None:
    with pytest.raises(BadInput, match="'boring' is no reason; give one of: out of scope, already listed"):
        decide(replace(REJECT, reason="boring"))


def test_the_reason_other_needs_words() -> None:
    with pytest.raises(BadInput, match="needs a note"):
        decide(replace(REJECT, reason="other", note="  \n"))
    assert decide(replace(REJECT, reason="other", note=" a survey ")).note == "a survey"


def test_later_is_a_week_from_today_unless_a_day_is_given() -> None:
    assert decide(LATER).due_on == date(2025, 11, 12)
    assert decide(replace(LATER, due_on=date(2025, 11, 6))).due_on == date(2025, 11, 6)
    assert decide(replace(ACCEPT, due_on=date(2025, 11, 6))).due_on is None


@given(st.integers(-4000, 0))
def test_later_is_never_today_or_before(days: int) -> None:
    with pytest.raises(BadInput, match="needs a date after today"):
        decide(replace(LATER, due_on=NOW.date() + timedelta(days=days)))


def test_a_note_has_bounds() -> None:
    assert decide(replace(ACCEPT, note="x" * 2000)).note == "x" * 2000
    with pytest.raises(BadInput, match="longer than 2000 characters; shorten it"):
        decide(replace(ACCEPT, note="x" * 2001))
    with pytest.raises(BadInput, match="no text"):
        decide(replace(ACCEPT, note="a\x00b"))
