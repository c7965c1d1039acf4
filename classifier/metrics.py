"""Measures of right and wrong: F1, exact sets, recall at budgets, with bootstrap intervals. Pure."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_DRAWS = 1000

Flags = NDArray[np.bool_]


class Interval(NamedTuple):
    """A measured value with the interval in which 95 % of resamplings fall."""

    value: float
    low: float
    high: float


class TagScore(NamedTuple):
    """How right one tag is, on how many documents that carry it."""

    precision: float
    recall: float
    f1: float
    support: int


def tag_score(truth: Flags, proposed: Flags) -> TagScore:
    """Return precision, recall and F1 of one tag; what cannot be divided is 0."""
    hits = float((truth & proposed).sum())
    said, true = float(proposed.sum()), float(truth.sum())
    precision = hits / said if said else 0.0
    recall = hits / true if true else 0.0
    f1 = 2.0 * hits / (said + true) if said + true else 0.0
    return TagScore(precision, recall, f1, int(true))


def macro_f1(truth: Flags, proposed: Flags) -> float:
    """Return the mean F1 over the tags that occur in the truth.

    A tag that no document carries has no F1 and does not count; one that is never proposed counts 0.
    """
    scores = [tag_score(truth[:, t], proposed[:, t]).f1 for t in range(truth.shape[1]) if truth[:, t].any()]
    return float(np.mean(scores)) if scores else 0.0


def exact_share(truth: Flags, proposed: Flags) -> float:
    """Return the share of documents whose whole set of tags is right."""
    return float((truth == proposed).all(axis=1).mean()) if len(truth) else 0.0


def bootstrap(
    count: int, measure: Callable[[NDArray[np.int64]], float], *, draws: int = _DRAWS, seed: int = 0
) -> Interval:
    """Return a measure on all rows, and the interval of the measure on rows drawn with replacement."""
    everything = np.arange(count)
    if count == 0:
        return Interval(0.0, 0.0, 0.0)
    generator = np.random.default_rng(seed)
    found = [measure(generator.integers(0, count, count)) for _ in range(draws)]
    low, high = np.quantile(found, [0.025, 0.975])
    return Interval(measure(everything), float(low), float(high))


def recall_at(ranks: Sequence[int], budget: int, total: int) -> float:
    """Return the share of `total` wanted documents whose rank (from 1) is within the budget."""
    return sum(rank <= budget for rank in ranks) / total if total else 0.0


def rank_at_share(ranks: Sequence[int], share: float) -> int:
    """Return how far one must read to have seen that share of the wanted documents."""
    if not ranks:
        return 0
    ordered = sorted(ranks)
    return ordered[min(len(ordered), max(1, int(np.ceil(share * len(ordered))))) - 1]
