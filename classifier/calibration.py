"""Scores to probabilities, and how far off they are.

Platt, "Probabilistic outputs for support vector machines" (1999), with its smoothed targets; always fitted on
scores of documents that the scoring model had not seen.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.linear import sigmoid

_STEPS = 50
_RIDGE = 1e-3


class Platt(NamedTuple):
    """`probability = sigmoid(slope * score + offset)`."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, scores: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return calibrated probabilities."""
        return sigmoid(self.slope * np.asarray(scores, dtype=np.float64) + self.offset)


class Bin(NamedTuple):
    """Predictions of similar confidence: how many, what was said, what was true."""

    size: int
    predicted: float
    observed: float


def fit_platt(
    scores: NDArray[np.float64],
    labels: NDArray[np.bool_],
    weights: NDArray[np.float64] | None = None,
    *,
    prior: Platt | None = None,
    strength: float = _RIDGE,
) -> Platt:
    """Fit slope and offset by Newton's method, pulled towards `prior` with the given strength."""
    start = prior or Platt()
    if len(scores) == 0 or labels.all() or not labels.any():
        return start
    rows = np.column_stack([scores, np.ones(len(scores))]).astype(np.float64)
    mass = np.ones(len(scores)) if weights is None else np.asarray(weights, dtype=np.float64)
    positives, negatives = float(labels.sum()), float((~labels).sum())
    high, low = (positives + 1.0) / (positives + 2.0), 1.0 / (negatives + 2.0)
    if weights is not None:  # the weighted prior is part of the answer: smooth with it, not with the counts
        high, low = 1.0 - low, 0.0
    targets = np.where(labels, high, low)
    centre = np.array(start)
    theta = centre.copy()
    for _ in range(_STEPS):
        guess = sigmoid(rows @ theta)
        gradient = rows.T @ (mass * (guess - targets)) + strength * (theta - centre)
        curvature = (rows * (mass * guess * (1.0 - guess))[:, None]).T @ rows + strength * np.eye(2)
        step = np.linalg.solve(curvature, gradient)
        theta = theta - np.clip(step, -1.0, 1.0)
        if float(np.abs(step).max()) < 1e-6:  # noqa: PLR2004 -- converged
            break
    return Platt(float(max(theta[0], 0.0)), float(theta[1]))


def calibration_bins(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], *, bins: int = 10
) -> tuple[Bin, ...]:
    """Return the predictions in bins of equal width, empty ones left out."""
    index = np.minimum((probabilities * bins).astype(int), bins - 1)
    found = []
    for number in range(bins):
        inside = index == number
        if inside.any():
            found.append(
                Bin(int(inside.sum()), float(probabilities[inside].mean()), float(labels[inside].mean()))
            )
    return tuple(found)


def calibration_error(
    probabilities: NDArray[np.float64], labels: NDArray[np.bool_], *, bins: int = 10
) -> float:
    """Return the expected calibration error: mean distance of said and true, weighted by bin size."""
    if len(probabilities) == 0:
        return 0.0
    parts = calibration_bins(probabilities, labels, bins=bins)
    return sum(b.size * abs(b.predicted - b.observed) for b in parts) / len(probabilities)
