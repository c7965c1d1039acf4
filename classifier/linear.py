"""Small linear models that never refuse: one class, no rows and single positives all have an answer."""

from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from threadpoolctl import ThreadpoolController

Matrix: TypeAlias = NDArray[np.float32] | NDArray[np.float64] | sparse.csr_matrix
Labels: TypeAlias = NDArray[np.bool_]


class Linear(NamedTuple):
    """`rows @ coefficients + intercept` is the score."""

    coefficients: NDArray[np.float32]
    intercept: float


def fit_logistic(rows: Matrix, labels: Labels, weights: NDArray[np.float64], *, penalty: float) -> Linear:
    """Fit a class-balanced logistic regression; with one class only, the answer is its smoothed share."""
    if _has_one_class(labels):
        return _constant(rows, labels)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 -- heavy, not always needed

    model = LogisticRegression(C=1.0 / penalty, class_weight="balanced", max_iter=400, solver="lbfgs")
    with _blas().limit(limits=1, user_api="blas"):
        model.fit(rows, labels, sample_weight=weights)
    return Linear(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


@lru_cache(maxsize=1)
def _blas() -> ThreadpoolController:
    """Return the hold on the threads of linear algebra: on matrices this small they only wait for each other.

    Ten times faster with one thread than with two on two cores (30 x 384, OpenBLAS).
    """
    return ThreadpoolController()


def fit_margin(rows: Matrix, labels: Labels, weights: NDArray[np.float64], *, penalty: float) -> Linear:
    """Fit a class-balanced linear support vector machine, the best of the lexical rankers."""
    if _has_one_class(labels):
        return _constant(rows, labels)
    from sklearn.svm import LinearSVC  # noqa: PLC0415 -- heavy, not always needed

    model = LinearSVC(C=1.0 / penalty, class_weight="balanced", random_state=0, max_iter=4000, tol=1e-3)
    model.fit(rows, labels, sample_weight=weights)
    return Linear(model.coef_[0].astype(np.float32), float(model.intercept_[0]))


def sigmoid(scores: NDArray[np.floating[Any]]) -> NDArray[np.float64]:
    """Return 1 / (1 + exp(-score)) without overflow."""
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(scores, dtype=np.float64))))


def logit(shares: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return log(p / (1 - p)), with p kept away from 0 and 1."""
    kept = np.clip(shares, 1e-6, 1 - 1e-6)
    return np.asarray(np.log(kept / (1.0 - kept)))


def folds_of(count: int, labels: Labels, folds: int) -> NDArray[np.int64]:
    """Return a fold for each row, the same for the same input, positives spread evenly."""
    chosen = np.zeros(count, dtype=np.int64)
    generator = np.random.default_rng(0)
    for members in (np.flatnonzero(labels), np.flatnonzero(~labels)):
        chosen[generator.permutation(members)] = np.arange(len(members)) % folds
    return chosen


def _has_one_class(labels: Labels) -> bool:
    return len(labels) == 0 or bool(labels.all()) or not labels.any()


def _constant(rows: Matrix, labels: Labels) -> Linear:
    share = (labels.sum() + 0.5) / (len(labels) + 1.0)
    intercept = float(logit(np.array([share]))[0])
    return Linear(np.zeros(rows.shape[1], dtype=np.float32), intercept)
