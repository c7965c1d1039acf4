import numpy as np
import pytest

import classifier as c
from classifier.calibration import Platt, calibration_bins, calibration_error, fit_platt
from classifier.choice import choose, confidence
from classifier.linear import fit_logistic, fit_margin
from classifier.metrics import bootstrap, exact_share, macro_f1, rank_at_share, recall_at, tag_score


def facet(*names, exclusive=False):
    return c.Facet(name="f", tags=tuple(c.Tag(name=n) for n in names), exclusive=exclusive)


def test_platt_makes_shifted_scores_honest():
    generator = np.random.default_rng(1)
    scores = generator.normal(size=4000)
    labels = generator.random(4000) < 1 / (1 + np.exp(-(2 * scores - 1)))
    platt = fit_platt(scores, labels)
    assert platt.slope == pytest.approx(2.0, abs=0.3)
    assert platt.offset == pytest.approx(-1.0, abs=0.2)
    assert calibration_error(platt(scores), labels) < 0.03


def test_platt_without_both_answers_stays_where_it_started():
    assert fit_platt(np.ones(3), np.ones(3, dtype=bool)) == Platt()
    assert fit_platt(np.zeros(0), np.zeros(0, dtype=bool), prior=Platt(2.0, -1.0)) == Platt(2.0, -1.0)


def test_calibration_bins_say_how_many_what_was_said_and_what_was_true():
    bins = calibration_bins(np.array([0.05, 0.95, 0.99, 1.0]), np.array([False, True, True, False]))
    assert [b.size for b in bins] == [1, 3]
    assert bins[1].observed == pytest.approx(2 / 3)


def test_exclusive_facet_gets_its_best_tag():
    assert choose(facet("a", "b", exclusive=True), np.array([0.1, 0.2])) == ("b",)


def test_open_facet_gets_every_tag_that_passes_and_its_best_if_it_needs_one():
    two = facet("a", "b")
    assert choose(two, np.array([0.7, 0.6])) == ("a", "b")
    assert choose(two, np.array([0.3, 0.4])) == ()
    assert choose(two, np.array([0.3, 0.4]), needs_one=True) == ("b",)
    assert choose(facet(), np.zeros(0)) == ()


def test_rules_are_enforced_after_scoring():
    three = facet("a", "b", "c")
    rule = c.Constraint(facet="f", tags=("a", "b"), at_least=1, at_most=1)
    assert choose(three, np.array([0.8, 0.9, 0.6]), [rule]) == ("b", "c")
    assert choose(three, np.array([0.2, 0.1, 0.6]), [rule]) == ("a", "c")
    other = c.Constraint(facet="g", tags=("a",))
    assert choose(three, np.array([0.2, 0.1, 0.6]), [other]) == ("c",)


def test_confidence_is_that_of_the_least_certain_decision():
    assert confidence(facet("a", "b"), np.array([0.9, 0.3]), ("a",)) == pytest.approx(0.7)


def test_f1_of_a_tag_and_the_mean_over_those_that_occur():
    truth = np.array([[1, 0, 0], [1, 1, 0], [0, 1, 0]], dtype=bool)
    said = np.array([[1, 0, 1], [0, 1, 0], [0, 1, 0]], dtype=bool)
    first = tag_score(truth[:, 0], said[:, 0])
    assert (first.precision, first.recall, first.support) == (1.0, 0.5, 2)
    assert first.f1 == pytest.approx(2 / 3)
    assert macro_f1(truth, said) == pytest.approx((2 / 3 + 1) / 2)
    assert exact_share(truth, said) == pytest.approx(1 / 3)


def test_recall_and_reading_depth():
    assert recall_at([1, 5, 50], 10, 4) == 0.5
    assert rank_at_share([9, 1, 4, 7], 0.95) == 9
    assert rank_at_share([], 0.95) == 0


def test_bootstrap_holds_the_value_inside_its_interval_and_is_repeatable():
    values = np.arange(40) % 2
    first = bootstrap(40, lambda rows: float(values[rows].mean()))
    assert first == bootstrap(40, lambda rows: float(values[rows].mean()))
    assert first.low < first.value == 0.5 < first.high


@pytest.mark.parametrize("fit", [fit_logistic, fit_margin])
@pytest.mark.parametrize(("labels", "sign"), [([True, True], 1), ([False, False], -1), ([], 0)])
def test_a_linear_model_of_one_answer_says_its_share(fit, labels, sign):
    rows = np.ones((len(labels), 3), dtype=np.float32)
    model = fit(rows, np.array(labels, dtype=bool), np.ones(len(labels)), penalty=1.0)
    assert not model.coefficients.any()
    assert np.sign(model.intercept) == sign
