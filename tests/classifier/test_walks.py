import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

import classifier as c
from classifier.corpus import remembering
from classifier.stream_rank import report_stream, split_wanted
from classifier.tag_walk import Answer, in_time_order
from tests.classifier.factories import background, document, on_topic, taxonomy

START = dt.date(2025, 1, 1)


def dated(items, *, every=1):
    return [
        replace(e, document=replace(e.document, date=START + dt.timedelta(days=i * every)))
        for i, e in enumerate(items)
    ]


def test_the_walk_predicts_only_from_the_past():
    seen = []

    def tagger(past, documents):
        seen.append((len(past), len(documents)))
        newest = max(e.document.date for e in past)
        assert all(d.date > newest for d in documents)
        return [{"method": Answer(("Prune",), {"Prune": 1.0, "Merge": 0.0}, 1.0)} for _ in documents]

    outcomes = c.walk_tags(list(reversed(dated(on_topic(25)))), taxonomy(), tagger, start=10, step=10)
    assert seen == [(10, 10), (20, 5)]
    assert outcomes[0].exact() == pytest.approx(8 / 15)


def test_untagged_examples_are_not_walked_and_ids_order_equal_dates():
    some = [replace(e, document=replace(e.document, date=START)) for e in on_topic(3)]
    assert [e.document.id for e in in_time_order([*reversed(some), replace(some[0], tags={})])] == [
        e.document.id for e in some
    ]


def test_our_heads_learn_what_the_majority_cannot_say():
    examples, encoder = dated(on_topic(30)), c.HashEncoder()
    ours = c.report_tags(c.walk_tags(examples, taxonomy(), c.heads_tagger(taxonomy(), encoder), start=20))
    assert ours.exact.value == 1.0
    assert ours.calibration_error < 0.3
    taggers = c.baseline_taggers(taxonomy(), encoder)
    said = {n: c.report_tags(c.walk_tags(examples, taxonomy(), t, start=20)) for n, t in taggers.items()}
    assert said["majority"].macro_f1.value < 0.7 <= said["TF-IDF + linear SVM"].macro_f1.value
    assert said["cue phrases only"].exact.value == 1.0


def test_split_tags_tests_on_everything_later():
    examples, encoder = dated(on_topic(30)), c.HashEncoder()
    tagger = c.heads_tagger(taxonomy(), encoder)
    outcomes = c.split_tags(examples, taxonomy(), tagger, split=START + dt.timedelta(days=18))
    assert len(outcomes[0].truth) == 12
    assert c.split_tags(examples, taxonomy(), tagger, split=dt.date(2030, 1, 1)) == []
    assert c.report_tags([]).macro_f1.value == 0.0


def stream_of(wanted, others):
    return c.read_corpus([*(e.document for e in wanted), *others])


def days_of(count, first):
    return [
        document(6000 + i, title=f"Robots {i}", date=first + dt.timedelta(days=i % 10)) for i in range(count)
    ]


def test_ranking_a_stream_finds_later_entries_and_beats_newest_first():
    examples = dated(on_topic(30), every=10)
    split = START + dt.timedelta(days=200)
    _, later = split_wanted(examples, split)
    stream = stream_of([e for e in examples if e.document.id in later], days_of(80, split))
    learners = {
        "ours": c.model_learner(c.HashEncoder()),
        **c.baseline_learners(taxonomy(), c.HashEncoder(), examples, stream),
    }
    reports = {n: c.rank_stream(examples, stream, learn, split=split) for n, learn in learners.items()}
    assert (reports["ours"].documents, reports["ours"].wanted) == (90, 10)
    assert reports["ours"].rank_at_95_percent == 10
    assert reports["TF-IDF + linear SVM"].rank_at_95_percent < 90
    assert set(reports) >= {"majority (newest first)", "cue phrases only", "embedding + logistic regression"}


def test_recall_and_reading_cost_of_a_ranking():
    report = report_stream(np.arange(1000, 0, -1.0), [i in (0, 99, 600) for i in range(1000)])
    assert report.recall[100].value == pytest.approx(2 / 3)
    assert report.read_per_wanted[100] == 50.0
    assert report.rank_at_95_percent == 601


def test_a_daily_reader_finds_everything_and_learns_on_the_way():
    examples = dated(on_topic(40), every=1)
    split = START + dt.timedelta(days=20)
    _, later = split_wanted(examples, split)
    stream = stream_of([e for e in examples if e.document.id in later], days_of(60, split))
    report = c.walk_days(examples, stream, c.model_learner(c.HashEncoder()), split=split, budget=3)
    assert (report.found, report.wanted) == (20, 20)
    assert report.read == 60
    assert report.relearned > 1
    assert report.median_days_late == 0.0


def test_only_what_has_arrived_can_be_read():
    examples = dated(on_topic(4), every=100)
    split = START + dt.timedelta(days=150)
    late = [e.document for e in examples if e.document.date >= split]
    corpus = c.read_corpus([*late, *(replace(d, date=split) for d in background(5))])
    report = c.walk_days(examples, corpus, c.model_learner(c.HashEncoder()), split=split, budget=2)
    assert report.found == 2


def test_sister_lists_teach_from_the_day_they_knew_it_and_are_never_tested():
    seen = []

    def tagger(past, documents):
        seen.append([e.document.id for e in past if e.wanted is None])
        return [{"method": Answer(("Prune",), {"Prune": 1.0, "Merge": 0.0}, 1.0)} for _ in documents]

    examples = dated(on_topic(30))
    early, late = (
        replace(e, wanted=None, document=replace(e.document, date=START + dt.timedelta(days=day)))
        for e, day in zip(on_topic(2, start=700), (5, 22), strict=True)
    )
    outcomes = c.walk_tags(examples, taxonomy(), tagger, start=10, sisters=[early, late])
    assert seen == [[early.document.id], [early.document.id]]
    assert len(outcomes[0].truth) == 20


def test_the_mean_over_facets_has_an_interval_over_documents():
    examples = dated(on_topic(40))
    report = c.report_tags(
        c.walk_tags(
            examples, taxonomy(), c.baseline_taggers(taxonomy(), c.HashEncoder())["majority"], start=20
        )
    )
    assert report.macro_f1.low < report.macro_f1.value <= report.macro_f1.high
    assert report.facets[0].macro_f1.value == report.macro_f1.value


def test_probabilities_that_come_true_have_no_error():
    said = c.report_probabilities(np.array([1.0, 0.0, 1.0, 0.0]), [True, False, True, False])
    assert (said.expected, said.wanted, said.calibration_error) == (2.0, 2, 0.0)
    wrong = c.report_probabilities(np.array([0.9] * 10), [True] * 4 + [False] * 6)
    assert wrong.calibration_error == pytest.approx(0.5)
    assert wrong.expected == pytest.approx(9.0)


def test_what_is_known_already_is_not_counted_again(monkeypatch: pytest.MonkeyPatch):
    some = [e.document for e in on_topic(6)]
    known = (c.read_corpus(some[:2]), c.read_corpus(some[2:4]))
    asked = [some[i] for i in (5, 3, 0, 4, 1)]
    whole = c.read_corpus(asked)
    counted = []
    count = c.read_corpus

    def counting(new):
        counted.extend(new)
        return count(new)

    monkeypatch.setattr("classifier.corpus.read_corpus", counting)
    read = remembering(*known)(asked)
    assert counted == [some[5], some[4]]
    assert [d.id for d in read.documents] == [d.id for d in asked]
    assert (read.terms != whole.terms).nnz == 0
    assert (read.titles != whole.titles).nnz == 0
