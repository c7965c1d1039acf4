import datetime as dt

import numpy as np
import pytest

import classifier as c

DAY = dt.date(2025, 10, 1)


def waiting(name, relevance, *, days=0, vector=None):
    row = None if vector is None else np.array(vector, dtype=np.float32)
    return c.Waiting(id=name, relevance=relevance, date=DAY + dt.timedelta(days=days), vector=row)


FOUR = [
    waiting("a", 0.95, days=3, vector=[1, 0]),
    waiting("b", 0.90, days=2, vector=[1, 0]),
    waiting("c", 0.60, days=1, vector=[0, 1]),
    waiting("d", 0.10, days=0, vector=[0, 1]),
]


@pytest.mark.parametrize(
    ("order", "ids"),
    [
        (c.QueueOrder.LIKELY, "abcd"),
        (c.QueueOrder.UNCERTAIN, "cbda"),
        (c.QueueOrder.OLDEST, "dcba"),
        (c.QueueOrder.DIVERSE, "acbd"),
    ],
)
def test_each_order_puts_its_own_first(order, ids):
    assert "".join(c.order_queue(FOUR, order)) == ids
    assert "".join(c.order_queue(list(reversed(FOUR)), order)) == ids


def test_diverse_without_vectors_is_likely():
    assert c.order_queue([waiting("x", 0.1), waiting("y", 0.9)], c.QueueOrder.DIVERSE) == ["y", "x"]
    assert c.order_queue([], c.QueueOrder.DIVERSE) == []


def test_a_mix_takes_from_its_orders_in_proportion_and_each_once():
    mixed = c.mix_queue(FOUR, {c.QueueOrder.LIKELY: 3, c.QueueOrder.OLDEST: 1})
    assert sorted(mixed) == ["a", "b", "c", "d"]
    assert mixed[0] == "a"
    assert "d" in mixed[:3]


def test_a_mix_of_nothing_is_likely():
    assert c.mix_queue(FOUR, {}) == ["a", "b", "c", "d"]


def test_an_audit_is_random_and_repeatable():
    ids = [str(i) for i in range(50)]
    assert c.audit_sample(ids, 5, seed=1) == c.audit_sample(list(reversed(ids)), 5, seed=1)
    assert c.audit_sample(ids, 5, seed=1) != c.audit_sample(ids, 5, seed=2)
    assert len(c.audit_sample(ids, 500, seed=1)) == 50
