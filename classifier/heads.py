"""One head per facet: the mean of small linear models and of what the taxonomy defines.

Three views are learned (the embedding, the phrases of all facets, the phrases of the own facet) and one is
given (the definitions). A tag with few examples is left to its definition and handed over as examples arrive.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt
from classifier.definitions import Definitions
from classifier.linear import Linear, fit_logistic, logit, sigmoid

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]

VIEWS = ("vectors", "cues", "own")
_PENALTY = {"vectors": 1.0, "cues": 2.0, "own": 2.0}
_HAND_OVER = 4.0  # positives at which examples and definition have an equal say
_LEARNABLE = 2  # positives, and negatives, below which the examples say nothing
_NEUTRAL = Platt()
NEVER_CERTAIN = 1.1


@dataclass(frozen=True, slots=True)
class Features:
    """What heads look at: a row a document, of its vector and of the taxonomy's phrases."""

    vectors: Rows
    cues: Rows

    def take(self, rows: NDArray[np.int64] | Flags) -> "Features":
        """Return some of the rows."""
        return Features(self.vectors[rows], self.cues[rows])

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class View:
    """Linear models on one kind of feature, a row a tag."""

    coefficients: Rows
    intercepts: Rows

    def scores(self, rows: Rows) -> Scores:
        """Return log-odds for each document and tag."""
        return np.asarray(rows @ self.coefficients.T + self.intercepts, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Head:
    """A facet's model. `shares` says how far each tag has been handed over to its examples.

    `needs_one` holds where every judged document has a tag: then a proposal has one as well. A proposal whose
    confidence is below `certain_above` is an abstention.
    """

    facet: str
    views: tuple[View, ...]
    definitions: Definitions
    shares: Rows
    positives: tuple[int, ...]
    needs_one: bool
    platt: Platt = _NEUTRAL
    certain_above: float = NEVER_CERTAIN

    def decisions(self, features: Features) -> Scores:
        """Return the decision score of each document and tag: 0.5 and more means yes."""
        defined = sigmoid(self.definitions.scores(features.vectors, features.cues))
        rows = self._rows(features)
        learned = [sigmoid(v.scores(r)) for v, r in zip(self.views, rows, strict=True)]
        together = np.mean([*learned, defined], axis=0)
        return np.asarray(self.shares * together + (1.0 - self.shares) * defined)

    def probabilities(self, decisions: Scores) -> Scores:
        """Return the calibrated probabilities that belong to decision scores."""
        return self.platt(logit(decisions))

    def contributions(self, sentences: Features) -> Scores:
        """Return how far each sentence of one document moves each tag, against its average sentence."""
        centred = Features(sentences.vectors - sentences.vectors.mean(axis=0), sentences.cues)
        rows = self._rows(centred)
        learned = [v.scores(r) - v.intercepts for v, r in zip(self.views, rows, strict=True)]
        defined = self.definitions.strength(sentences.cues)
        together = np.mean([*learned, defined], axis=0)
        return np.asarray(self.shares * together + (1.0 - self.shares) * defined)

    def _rows(self, features: Features) -> tuple[Rows, ...]:
        return features.vectors, features.cues, features.cues[:, own_columns(self.definitions)]


def fit_head(
    facet: str, definitions: Definitions, features: Features, labels: Flags, weights: Scores
) -> Head:
    """Fit a facet's head on documents judged on it, oldest or newest alike; not yet calibrated."""
    rows = {
        "vectors": features.vectors,
        "cues": features.cues,
        "own": features.cues[:, own_columns(definitions)],
    }
    positives = labels.sum(axis=0)
    return Head(
        facet=facet,
        views=tuple(_fit_view(rows[view], labels, weights, _PENALTY[view]) for view in VIEWS),
        definitions=definitions,
        shares=np.array([_share(int(p), len(labels)) for p in positives], dtype=np.float32),
        positives=tuple(int(p) for p in positives),
        needs_one=len(labels) >= _LEARNABLE and bool(labels.any(axis=1).all()),
    )


def own_columns(definitions: Definitions) -> list[int]:
    """Return the places of the phrases that speak for a facet's own tags."""
    return [column for mine in definitions.columns for column in mine]


def _fit_view(rows: Rows, labels: Flags, weights: Scores, penalty: float) -> View:
    if rows.shape[1] == 0:
        rows = np.zeros((len(labels), 0), dtype=np.float32)
        models = [Linear(np.zeros(0, dtype=np.float32), 0.0) for _ in range(labels.shape[1])]
    else:
        models = [fit_logistic(rows, labels[:, t], weights, penalty=penalty) for t in range(labels.shape[1])]
    return View(
        np.array([m.coefficients for m in models], dtype=np.float32),
        np.array([m.intercept for m in models], dtype=np.float32),
    )


def _share(positives: int, judged: int) -> float:
    if min(positives, judged - positives) < _LEARNABLE:
        return 0.0
    return float(positives**2 / (positives**2 + _HAND_OVER**2))
