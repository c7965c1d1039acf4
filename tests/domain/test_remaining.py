import pytest

from service.domain.remaining import AuditResult, left_by_model, left_by_sample


def result(judged: int, wanted: int, *, expected: float = 20.0, waiting: int = 100) -> AuditResult:
    return AuditResult(
        drawn=20, judged=judged, wanted=wanted, waiting=waiting, expected=expected, spread=10.0
    )


def test_what_is_left_is_the_sum_of_probabilities_with_its_assumption():
    left = left_by_model(40, 20.0, 10.0)
    assert left.expected == 20.0
    assert left.low == pytest.approx(20.0 - 1.96 * 10**0.5)
    assert left.high == pytest.approx(20.0 + 1.96 * 10**0.5)
    assert "assumes" in left.assumption


def test_no_estimate_is_below_nothing_or_above_everything():
    assert left_by_model(3, 0.1, 0.09).low == 0.0
    assert left_by_model(3, 2.9, 0.5).high == 3.0
    assert left_by_model(0, 0.0, 0.0).high == 0.0


def test_a_sample_that_finds_nothing_does_not_prove_that_nothing_is_left():
    left = left_by_sample(1000, 30, 0)
    assert left.expected == 0.0
    assert left.high > 50.0
    assert left_by_sample(1000, 0, 0).high == 1000.0


def test_a_sample_can_contradict_the_model_in_both_directions():
    assert result(20, 15).is_contradicting
    assert result(20, 0, expected=80.0).is_contradicting
    assert not result(20, 4).is_contradicting


def test_a_few_judged_papers_say_nothing_yet():
    assert not result(2, 2).is_telling
    assert not result(4, 4, expected=2.0).is_contradicting


def test_a_small_sample_is_telling_when_all_of_it_is_judged():
    small = AuditResult(drawn=2, judged=2, wanted=1, waiting=2, expected=1.0, spread=0.5)
    assert small.is_telling
