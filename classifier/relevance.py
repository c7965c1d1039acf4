"""Does the list want this document? A lexical model over everything, an embedding's opinion on the survivors.

Both scores are brought to one scale (standard deviations of the background) before they are added.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.calibration import Platt
from classifier.linear import fit_logistic, fit_margin
from classifier.terms import TermWeights

Scores = NDArray[np.float64]
Rows = NDArray[np.float32]

_LEXICAL_PENALTY = 1.0
_VECTOR_PENALTY = 1.0


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
        return cls(weighing, coefficients, Scale.fit(scores if wanted.all() else scores[~wanted]))

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
        return cls(coefficients, Scale.fit(scores if wanted.all() else scores[~wanted]))

    def score(self, vectors: Rows) -> Scores:
        """Return scores in standard deviations of the background."""
        return self.scale(np.asarray(vectors @ self.coefficients, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class RelevanceModel:
    """Both models, how they are added, what share of a stream the dear one reads, and the calibration."""

    lexical: Lexical
    title: Lexical
    semantic: Semantic
    platt: Platt
    title_weight: float = 0.3
    semantic_weight: float = 0.7
    survivors: float = 0.03
    survivors_least: int = 40

    def cheap(self, terms: sparse.csr_matrix, titles: sparse.csr_matrix) -> Scores:
        """Return the lexical score of every document."""
        return self.lexical.score(terms) + self.title_weight * self.title.score(titles)

    def fused(self, cheap: Scores, vectors: Rows) -> Scores:
        """Return the score of documents whose vectors are known."""
        return cheap + self.semantic_weight * self.semantic.score(vectors)

    def surviving(self, cheap: Scores) -> NDArray[np.int64]:
        """Return the rows on which the transformer can change the outcome, best first."""
        count = min(len(cheap), max(self.survivors_least, int(np.ceil(self.survivors * len(cheap)))))
        return np.argsort(-cheap, kind="stable")[:count]

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the numbers to store."""
        found: dict[str, NDArray[np.generic]] = {"semantic": self.semantic.coefficients}
        for name, part in (("lexical", self.lexical), ("title", self.title)):
            found |= {f"{name}.columns": part.terms.columns, f"{name}.idf": part.terms.idf}
            found[f"{name}.coefficients"] = part.coefficients
        return found

    def facts(self) -> dict[str, float | int | list[float]]:
        """Return the settings to store."""
        return {
            "lexical_scale": [self.lexical.scale.centre, self.lexical.scale.spread],
            "lexical_unseen": self.lexical.terms.unseen,
            "title_scale": [self.title.scale.centre, self.title.scale.spread],
            "title_unseen": self.title.terms.unseen,
            "semantic_scale": [self.semantic.scale.centre, self.semantic.scale.spread],
            "platt": list(self.platt),
            "title_weight": self.title_weight,
            "semantic_weight": self.semantic_weight,
            "survivors": self.survivors,
            "survivors_least": self.survivors_least,
        }

    @classmethod
    def restore(
        cls, arrays: Mapping[str, NDArray[np.generic]], facts: Mapping[str, object]
    ) -> "RelevanceModel":
        """Put a stored model together again."""
        scales = {n: Scale(*_pair(facts[f"{n}_scale"])) for n in ("lexical", "title", "semantic")}
        lexical, title = (
            Lexical(
                TermWeights(
                    arrays[f"{n}.columns"].astype(np.int32),
                    arrays[f"{n}.idf"].astype(np.float32),
                    _number(facts[f"{n}_unseen"]),
                ),
                arrays[f"{n}.coefficients"].astype(np.float32),
                scales[n],
            )
            for n in ("lexical", "title")
        )
        return cls(
            lexical,
            title,
            Semantic(arrays["semantic"].astype(np.float32), scales["semantic"]),
            Platt(*_pair(facts["platt"])),
            _number(facts["title_weight"]),
            _number(facts["semantic_weight"]),
            _number(facts["survivors"]),
            int(_number(facts["survivors_least"])),
        )


def _number(value: object) -> float:
    if not isinstance(value, int | float):
        raise TypeError("a stored setting is no number")
    return float(value)


def _pair(value: object) -> tuple[float, float]:
    if not isinstance(value, list):
        raise TypeError("a stored setting is no pair of numbers")
    first, second = value
    return _number(first), _number(second)
