"""Does the list want this document? Words over everything, the embedding's opinion on the survivors.

All scores are brought to one scale (standard deviations of the background) before they are added.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.calibration import Platt
from classifier.linear import fit_logistic, fit_margin
from classifier.terms import TermWeights

Scores = NDArray[np.float64]
Rows = NDArray[np.float32]

_LEXICAL_PENALTY = 3.0
_VECTOR_PENALTY = 1.0
_NEAREST = 5
_LEAST_SPREAD = 1e-6


@dataclass(frozen=True, slots=True)
class Scale:
    """Mean and spread of a score on the background."""

    centre: float = 0.0
    spread: float = 1.0

    def __call__(self, scores: Scores) -> Scores:
        """Return the scores in standard deviations from the centre."""
        return (scores - self.centre) / self.spread

    @classmethod
    def fit(cls, scores: Scores) -> "Scale":
        """Learn centre and spread; of fewer than two scores nothing can be learned."""
        if len(scores) < 2 or float(np.std(scores)) < 1e-9:  # noqa: PLR2004 -- a spread needs two
            return cls(float(np.mean(scores)) if len(scores) else 0.0)
        return cls(float(np.mean(scores)), float(np.std(scores)))


@dataclass(frozen=True, slots=True)
class Lexical:
    """A linear model on weighted terms."""

    terms: TermWeights
    coefficients: Rows
    scale: Scale

    @classmethod
    def fit(cls, terms: sparse.csr_matrix, wanted: NDArray[np.bool_], weights: Scores) -> "Lexical":
        """Learn what sets the wanted documents apart; without others, what they have in common."""
        weighing = TermWeights.fit(terms)
        rows = weighing.weigh(terms)
        if wanted.all():
            coefficients = np.asarray(rows.mean(axis=0), dtype=np.float32).ravel()
        else:
            coefficients = fit_margin(rows, wanted, weights, penalty=_LEXICAL_PENALTY).coefficients
        scores = np.asarray(rows @ coefficients, dtype=np.float64)
        return cls(weighing, coefficients, _scale(scores, wanted))

    def score(self, terms: sparse.csr_matrix) -> Scores:
        """Return scores in standard deviations of the background."""
        return self.scale(self.terms.score(terms, self.coefficients))


@dataclass(frozen=True, slots=True)
class Semantic:
    """A linear model on embeddings."""

    coefficients: Rows
    scale: Scale

    @classmethod
    def fit(cls, vectors: Rows, wanted: NDArray[np.bool_], weights: Scores) -> "Semantic":
        """Learn what sets the wanted documents apart; without others, what they have in common."""
        if len(vectors) == 0:
            return cls(np.zeros(vectors.shape[1], dtype=np.float32), Scale())
        if wanted.all():
            coefficients = vectors.mean(axis=0)
        else:
            coefficients = fit_logistic(vectors, wanted, weights, penalty=_VECTOR_PENALTY).coefficients
        scores = np.asarray(vectors @ coefficients, dtype=np.float64)
        return cls(coefficients, _scale(scores, wanted))

    def score(self, vectors: Rows) -> Scores:
        """Return scores in standard deviations of the background."""
        return self.scale(np.asarray(vectors @ self.coefficients, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class Likeness:
    """How near a document is to the nearest of the wanted ones."""

    wanted: Rows
    scale: Scale

    @classmethod
    def fit(cls, vectors: Rows, wanted: NDArray[np.bool_]) -> "Likeness":
        """Remember the wanted vectors, and how near the others usually are."""
        known = vectors[wanted]
        return cls(known, _scale(_nearness(vectors, known), wanted))

    def score(self, vectors: Rows) -> Scores:
        """Return scores in standard deviations of the background."""
        return self.scale(_nearness(vectors, self.wanted))


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """All models, how they are added, what share of a stream the dear ones read, and the calibration."""

    lexical: Lexical
    title: Lexical
    semantic: Semantic
    likeness: Likeness
    platt: Platt
    title_weight: float = 0.2
    semantic_weight: float = 1.0
    likeness_weight: float = 1.0
    survivors: float = 0.015
    survivors_least: int = 10

    def cheap(self, terms: sparse.csr_matrix, titles: sparse.csr_matrix) -> Scores:
        """Return the lexical score of every document."""
        return self.lexical.score(terms) + self.title_weight * self.title.score(titles)

    def fused(self, cheap: Scores, vectors: Rows) -> Scores:
        """Return the score of documents whose vectors are known."""
        opinion = self.semantic_weight * self.semantic.score(vectors)
        return np.asarray(cheap + opinion + self.likeness_weight * self.likeness.score(vectors))

    def reading(self, share: float) -> "RelevanceModel":
        """Return this model with another share of a stream for the dear models to read."""
        return replace(self, survivors=share)

    def surviving(self, cheap: Scores) -> NDArray[np.int64]:
        """Return the rows on which the transformer can change the outcome, best first."""
        count = min(len(cheap), max(self.survivors_least, int(np.ceil(self.survivors * len(cheap)))))
        return np.argsort(-cheap, kind="stable")[:count]


def _scale(scores: Scores, wanted: NDArray[np.bool_]) -> Scale:
    """Measure on what is not wanted; a few wanted documents alone are too much alike to measure a spread."""
    if not wanted.all():
        return Scale.fit(scores[~wanted])
    own = Scale.fit(scores)
    return Scale(
        own.centre, max(own.spread if len(scores) > 1 else 0.0, abs(own.centre) / 4.0, _LEAST_SPREAD)
    )


def _nearness(vectors: Rows, known: Rows) -> Scores:
    if len(known) == 0 or len(vectors) == 0:
        return np.zeros(len(vectors))
    similarities = np.sort(vectors @ known.T, axis=1)[:, -_NEAREST:]
    return np.asarray(similarities.mean(axis=1), dtype=np.float64)
