import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

import classifier as c
from classifier.recency import recency_weights, time_blocks
from classifier.relearning import newest_unseen
from tests.classifier.factories import NOW, background, document, on_topic, taxonomy, trained, wanted


def dated(examples, first=dt.date(2025, 1, 1)):
    return [
        replace(e, document=replace(e.document, date=first + dt.timedelta(days=i)))
        for i, e in enumerate(examples)
    ]


BLIND = c.Taxonomy(facets=(c.Facet(name="method", tags=(c.Tag(name="Prune"), c.Tag(name="Merge"))),))


def swapped(examples):
    other = {"Prune": "Merge", "Merge": "Prune"}
    return [replace(e, tags={"method": tuple(other[t] for t in e.tags["method"])}) for e in examples]


def refused(count, start=3000):
    return [c.Example(document=document(start + i, title=f"Robots {i}"), wanted=False) for i in range(count)]


def test_recent_examples_weigh_more_and_undated_ones_are_in_the_middle():
    days = [dt.date(2025, 1, 1), dt.date(2025, 3, 1), None, dt.date(2025, 2, 1)]
    weights = recency_weights([c.Example(document=document(i, date=day)) for i, day in enumerate(days)])
    assert weights[1] == 1.0 > weights[3] > weights[0] > 0.9
    assert weights[0] < weights[2] < weights[1]


def test_what_was_said_lately_weighs_more_however_old_the_paper_is():
    old, new = document(1, date=dt.date(2021, 1, 1)), document(2, date=dt.date(2025, 1, 1))
    said_today = c.Example(document=old, wanted=True, said_on=dt.date(2025, 6, 1))
    weights = recency_weights([said_today, c.Example(document=new, wanted=True)])
    assert weights[0] == 1.0 > weights[1]


def test_blocks_of_time_know_only_what_came_before():
    places = np.array([3, 0, 2, 1, 5, 4])
    blocks = list(time_blocks(places, 2, past=1 / 3))
    assert len(blocks) == 2
    for seen, block in blocks:
        assert places[seen].max() < places[block].min()
    assert blocks[0][0].tolist() == [False, True, False, True, False, False]
    asked = blocks[0][1] | blocks[1][1]
    assert asked.tolist() == (places >= 2).tolist()


def test_the_calibration_reads_closely_what_words_put_first():
    """Without it, unread background looked far from the list, and every probability was too high."""
    bundle = trained(on_topic(60), others=[*background(200), *[e.document for e in on_topic(20, start=500)]])
    judged = bundle.metrics["relevance"]
    assert judged["wanted"] == 30, "the older half is only learned from"
    assert judged["reached"]["2.0%"][0] < 1.0, "on-topic background stands among the wanted ones"


def test_a_bundle_that_says_the_same_is_not_worse():
    held_out = [*on_topic(8, start=400), *refused(8)]
    found = c.compare(trained(), trained(), held_out, c.HashEncoder())
    assert found.promote
    assert {d.measure for d in found.differences} == {"tags", "relevance"}


def test_a_bundle_that_learned_nonsense_is_not_promoted():
    wrong = [
        replace(e, tags={"method": ("Merge",) if i % 2 == 0 else ("Prune",)})
        for i, e in enumerate(on_topic(40))
    ]
    blind = c.Taxonomy(facets=(c.Facet(name="method", tags=(c.Tag(name="Prune"), c.Tag(name="Merge"))),))
    found = c.compare(
        trained(on_topic(40)), trained(wrong, known=blind), on_topic(20, start=400), c.HashEncoder()
    )
    assert not found.promote
    assert "worse" in found.reason


def test_too_few_held_out_examples_do_not_hold_a_bundle_back():
    assert "too few" in c.compare(trained(), trained(), on_topic(2, start=400), c.HashEncoder()).reason


def relearn(old, examples, known=None):
    return c.relearn(
        old,
        examples,
        background=background(),
        taxonomy=known or taxonomy(),
        encoder=c.HashEncoder(),
        trained_at=NOW,
    )


def test_relearning_without_news_compares_nothing():
    examples = dated(on_topic(12))
    assert relearn(trained(examples), examples).comparison is None


def test_relearning_rehearses_on_the_newest_examples_and_then_learns_all():
    examples = dated(on_topic(24))
    done = relearn(trained(examples[:12]), examples)
    assert done.comparison is not None
    assert done.comparison.promote
    assert set(done.bundle.seen_ids) == {e.document.id for e in examples}


def test_the_newer_half_of_what_is_unseen_is_held_out():
    examples = dated(on_topic(10))
    held = newest_unseen(trained(examples[:4]), list(reversed(examples)))
    assert [e.document.id for e in held] == [e.document.id for e in examples[7:]]


def test_a_worse_rehearsal_keeps_the_old_bundle():
    examples = dated(on_topic(60))
    old = trained(examples[:20])
    done = relearn(old, [*swapped(examples[20:40]), *examples[40:]], known=BLIND)
    assert done.comparison is not None
    assert not done.comparison.promote
    assert done.bundle is old


def test_metrics_hold_what_the_model_card_shows():
    metrics = trained(on_topic(20)).metrics
    assert metrics["examples"] == {"wanted": 20, "refused": 0, "tagged": 20, "background": 40}
    card = metrics["left_out"]
    assert {row["tag"] for row in card["tags"]} == {"Prune", "Merge"}
    assert all(0.0 <= low <= value <= high <= 1.0 for value, low, high in (r["f1"] for r in card["tags"]))


def test_a_facet_that_was_not_judged_is_not_negative():
    half = [e if i < 6 else replace(e, tags={}) for i, e in enumerate(on_topic(12))]
    assert trained(half).heads[0].positives == (3, 3)


def test_tags_of_a_sister_list_teach_without_making_the_paper_wanted():
    sister = [replace(e, wanted=None) for e in on_topic(12, start=500)]
    bundle = trained([*on_topic(2), *sister])
    assert bundle.heads[0].positives == (7, 7)
    assert len(bundle.known_ids) == 2


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_refused_documents_rank_below_wanted_ones_whatever_their_weight(share):
    refusals = [replace(e, weight=share) for e in refused(10)]
    ranked = trained([*on_topic(), *refusals]).rank(
        [refusals[0].document, wanted(9, title="Token pruning in video").document], c.HashEncoder()
    )
    assert ranked[0][0] == "2501.00009"
