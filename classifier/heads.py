"""One head per facet: small linear models on embeddings and on cue phrases, their probabilities averaged.

A tag with few examples is decided by the taxonomy's phrases and handed over as examples arrive.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt, fit_platt
from classifier.cues import Phrase, definition_scores
from classifier.linear import fit_logistic, folds_of, logit, sigmoid
from classifier.types import Facet

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]

_VECTOR_PENALTY = 1.0
_CUE_PENALTY = 2.0
_FOLDS = 5
_HAND_OVER = 4.0  # positives at which examples and definition have an equal say
_LEARNABLE = 2  # positives below which the examples say nothing
_PLATT_STRENGTH = 4.0
_NEUTRAL = Platt()


@dataclass(frozen=True, slots=True)
class Features:
    """What heads look at: a row a document, of its vector and of the taxonomy's phrases."""

    vectors: Rows
    cues: Rows

    def take(self, rows: NDArray[np.int64] | NDArray[np.bool_]) -> "Features":
        """Return some of the rows."""
        return Features(self.vectors[rows], self.cues[rows])

    def __len__(self) -> int:
        return len(self.vectors)


@dataclass(frozen=True, slots=True)
class Head:
    """A facet's model. `shares` says how far each tag has been handed over to its examples."""

    facet: str
    vectors: Rows  # tags x dimension
    vector_offsets: Rows
    cues: Rows  # tags x phrases
    cue_offsets: Rows
    shares: Rows
    positives: tuple[int, ...]
    phrase_columns: tuple[tuple[int, ...], ...]
    platt: Platt = _NEUTRAL
    certain_above: float = 1.1

    def decisions(self, features: Features) -> Scores:
        """Return the decision score of each document and tag: 0.5 and more means yes."""
        by_vector = sigmoid(features.vectors @ self.vectors.T + self.vector_offsets)
        by_cue = sigmoid(features.cues @ self.cues.T + self.cue_offsets)
        learned = 0.5 * (by_vector + by_cue)
        columns = [np.array(c, dtype=np.int64) for c in self.phrase_columns]
        defined = np.zeros_like(learned)
        for tag, mine in enumerate(columns):
            defined[:, tag] = sigmoid(definition_scores(features.cues, mine))
        return np.asarray(self.shares * learned + (1.0 - self.shares) * defined)

    def probabilities(self, decisions: Scores) -> Scores:
        """Return the calibrated probabilities that belong to decision scores."""
        return self.platt(logit(decisions))

    def contributions(self, sentences: Features) -> Scores:
        """Return how far each sentence of one document moves each tag, against its average sentence."""
        centred = sentences.vectors - sentences.vectors.mean(axis=0)
        learned = 0.5 * (centred @ self.vectors.T + sentences.cues @ self.cues.T)
        defined = np.zeros_like(learned)
        for tag, mine in enumerate(self.phrase_columns):
            defined[:, tag] = sentences.cues[:, list(mine)].sum(axis=1)
        return np.asarray(self.shares * learned + (1.0 - self.shares) * defined, dtype=np.float64)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        """Return the numbers to store."""
        return {
            "vectors": self.vectors,
            "vector_offsets": self.vector_offsets,
            "cues": self.cues,
            "cue_offsets": self.cue_offsets,
            "shares": self.shares,
        }

    def facts(self) -> dict[str, object]:
        """Return the settings to store."""
        return {
            "facet": self.facet,
            "positives": list(self.positives),
            "platt": list(self.platt),
            "certain_above": self.certain_above,
        }


def fit_head(
    facet: Facet, phrases: Sequence[Phrase], features: Features, labels: NDArray[np.bool_], weights: Scores
) -> Head:
    """Fit a facet's head on judged documents only, and calibrate it on scores of documents left out."""
    head = _fit(facet, phrases, features, labels, weights)
    left_out = out_of_fold(facet, phrases, features, labels, weights)
    platt = fit_platt(
        logit(left_out).ravel(), labels.ravel(), np.repeat(weights, labels.shape[1]), strength=_PLATT_STRENGTH
    )
    return replace(head, platt=platt)


def out_of_fold(
    facet: Facet, phrases: Sequence[Phrase], features: Features, labels: NDArray[np.bool_], weights: Scores
) -> Scores:
    """Return decision scores by heads that had not seen the document."""
    scores = np.zeros(labels.shape, dtype=np.float64)
    if len(features) < 2 * _FOLDS:
        return (
            _fit(facet, phrases, features, labels, weights).decisions(features) if len(features) else scores
        )
    folds = folds_of(len(features), labels[:, 0], _FOLDS)
    for fold in range(_FOLDS):
        seen = folds != fold
        head = _fit(facet, phrases, features.take(seen), labels[seen], weights[seen])
        scores[~seen] = head.decisions(features.take(~seen))
    return scores


def restore_head(
    arrays: Mapping[str, NDArray[np.generic]],
    facts: Mapping[str, object],
    facet: Facet,
    phrases: Sequence[Phrase],
) -> Head:
    """Put a stored head together again."""
    platt, positives, certain = facts["platt"], facts["positives"], facts["certain_above"]
    if not isinstance(platt, list) or not isinstance(positives, list) or not isinstance(certain, float | int):
        raise TypeError("a stored head is not complete")
    parts = {name: array.astype(np.float32) for name, array in arrays.items()}
    return Head(
        facet=facet.name,
        **parts,
        positives=tuple(int(p) for p in positives),
        phrase_columns=_columns(facet, phrases),
        platt=Platt(*map(float, platt)),
        certain_above=float(certain),
    )


def _fit(
    facet: Facet, phrases: Sequence[Phrase], features: Features, labels: NDArray[np.bool_], weights: Scores
) -> Head:
    by_vector = [
        fit_logistic(features.vectors, labels[:, t], weights, penalty=_VECTOR_PENALTY)
        for t in range(len(facet.tags))
    ]
    by_cue = [
        fit_logistic(features.cues, labels[:, t], weights, penalty=_CUE_PENALTY)
        for t in range(len(facet.tags))
    ]
    positives = [int(labels[:, t].sum()) for t in range(len(facet.tags))]
    return Head(
        facet=facet.name,
        vectors=np.array([m.coefficients for m in by_vector], dtype=np.float32),
        vector_offsets=np.array([m.intercept for m in by_vector], dtype=np.float32),
        cues=np.array([m.coefficients for m in by_cue], dtype=np.float32),
        cue_offsets=np.array([m.intercept for m in by_cue], dtype=np.float32),
        shares=np.array([_share(p) for p in positives], dtype=np.float32),
        positives=tuple(positives),
        phrase_columns=_columns(facet, phrases),
    )


def _share(positives: int) -> float:
    return 0.0 if positives < _LEARNABLE else positives**2 / (positives**2 + _HAND_OVER**2)


def _columns(facet: Facet, phrases: Sequence[Phrase]) -> tuple[tuple[int, ...], ...]:
    return tuple(
        tuple(i for i, p in enumerate(phrases) if (p.facet, p.tag) == (facet.name, tag.name))
        for tag in facet.tags
    )
