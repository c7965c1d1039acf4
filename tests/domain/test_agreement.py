"""Kappa against textbook values, its interval, and where a second opinion is asked for."""

import pytest

from service.domain.agreement import RELEVANCE, Pair, agreements, differ, is_uncertain, kappa
from service.domain.review import VerdictKind
from service.domain.taxonomy import Facet, Tag, Taxonomy

YES, NO = VerdictKind.ACCEPT, VerdictKind.REJECT
TAXONOMY = Taxonomy(facets=(Facet(name="stage", title="Stage", tags=(Tag(name="a"), Tag(name="b"))),))


def pair(first=YES, second=YES, one=(), two=()) -> Pair:
    return Pair(first=first, second=second, first_tags={"stage": one}, second_tags={"stage": two})


@pytest.mark.parametrize(
    ("counts", "value"),
    [
        ((20, 5, 10, 15), 0.4),  # the example of the encyclopaedias
        ((45, 15, 25, 15), 0.1304),
        ((25, 35, 5, 35), 0.2593),
        ((10, 0, 0, 10), 1.0),
        ((0, 10, 10, 0), -1.0),
    ],
)
def test_kappa_is_cohens(counts, value):
    assert kappa(counts) == pytest.approx(value, abs=1e-4)


@pytest.mark.parametrize("counts", [(0, 0, 0, 0), (7, 0, 0, 0), (0, 0, 0, 7)])
def test_where_chance_alone_would_agree_there_is_no_kappa(counts):
    assert kappa(counts) is None


def test_the_interval_holds_the_value_and_narrows_with_more_papers():
    few = [pair(), pair(NO, NO), pair(), pair(NO, NO), pair(YES, NO), pair(NO, YES)]
    small, large = (agreements(few * n, TAXONOMY)[0] for n in (1, 20))
    assert small.question == RELEVANCE
    assert small.low is not None
    assert small.kappa is not None
    assert small.high is not None
    assert small.low < small.kappa < small.high
    assert large.low is not None
    assert large.high is not None
    assert large.high - large.low < small.high - small.low
    assert (small.papers, large.papers) == (6, 120)


def test_tags_count_where_both_accepted():
    pairs = [pair(one=("a",), two=("a",)), pair(one=("b",), two=("a", "b")), pair(YES, NO, ("a",), ())]
    stage = agreements(pairs, TAXONOMY)[1]
    assert (stage.question, stage.papers) == ("Stage", 2)
    assert stage.agreed == pytest.approx(3 / 4)


def test_nothing_said_nothing_known():
    for each in agreements([], TAXONOMY):
        assert (each.papers, each.agreed, each.kappa, each.low) == (0, None, None, None)


@pytest.mark.parametrize(
    ("kind", "relevance", "wanted"),
    [
        (YES, 0.95, False),
        (YES, 0.6, True),
        (YES, 0.1, True),
        (NO, 0.05, False),
        (NO, 0.5, True),
        (NO, 0.9, True),
    ],
)
def test_a_second_opinion_is_asked_for_only_where_the_model_was_unsure_or_said_otherwise(
    kind, relevance, wanted
):
    assert is_uncertain(kind, relevance) is wanted
    assert not is_uncertain(VerdictKind.LATER, relevance)


def test_people_differ_in_the_verdict_or_in_the_tags_of_what_both_accept():
    assert differ(pair(YES, NO))
    assert differ(pair(one=("a",), two=("b",)))
    assert not differ(pair(one=("a", "b"), two=("b", "a")))
    assert not differ(pair(NO, NO, ("a",), ()))
