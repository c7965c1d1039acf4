"""From examples to calibrated heads: left-out scores tell what a score is worth, and when to abstain."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import fit_platt
from classifier.choice import choose, confidence
from classifier.cues import cue_rows, phrases_of
from classifier.definitions import Definitions, define
from classifier.encoder import Encoder
from classifier.heads import NEVER_CERTAIN, Features, Head, fit_head
from classifier.linear import folds_of, logit
from classifier.outcomes import Outcome
from classifier.recency import recency_weights
from classifier.types import Constraint, Example, Facet, Taxonomy

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]

_FOLDS = 5
_PLATT_STRENGTH = 4.0
_CERTAIN = (
    0.8  # share of left-out proposals that were exactly right, above which a proposal counts as certain
)
_FEWEST_CERTAIN = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """The documents judged on one facet, in rows."""

    facet: Facet
    definitions: Definitions
    features: Features
    labels: Flags
    weights: Scores


@dataclass(frozen=True, slots=True)
class Fitted:
    """A head, and what it would have said of its own examples had it not seen them (if they are enough)."""

    head: Head
    left_out: Outcome | None


def fit_facets(
    examples: Sequence[Example], vectors: Rows, taxonomy: Taxonomy, encoder: Encoder
) -> tuple[Fitted, ...]:
    """Fit one head for each facet that has tags; a head sees only documents judged on its facet."""
    phrases = phrases_of(taxonomy)
    documents = [e.document for e in examples]
    features = Features(vectors, cue_rows(documents, phrases))
    recency = recency_weights(documents)
    fitted = []
    for facet in taxonomy.facets:
        if not facet.tags:
            continue
        texts = [f"{t.name}: {t.definition}" for t in facet.tags]
        definitions = define(facet, phrases, encoder.encode(texts), vectors)
        judged = _judged(facet, definitions, features, examples, recency)
        fitted.append(_fit_calibrated(judged, taxonomy.constraints))
    return tuple(fitted)


def _judged(
    facet: Facet, definitions: Definitions, features: Features, examples: Sequence[Example], recency: Scores
) -> Judged:
    told = np.array([facet.name in e.tags and e.wanted is not False for e in examples], dtype=bool)
    chosen = [e.tags[facet.name] for e, is_told in zip(examples, told, strict=True) if is_told]
    labels = np.array([[t.name in tags for t in facet.tags] for tags in chosen], dtype=bool)
    shape = (int(told.sum()), len(facet.tags))
    return Judged(facet, definitions, features.take(told), labels.reshape(shape), recency[told])


def _fit_calibrated(judged: Judged, constraints: Sequence[Constraint]) -> Fitted:
    head = fit_head(judged.facet.name, judged.definitions, judged.features, judged.labels, judged.weights)
    if len(judged.features) < 2 * _FOLDS:
        return Fitted(head, None)
    scores = left_out_decisions(judged)
    platt = fit_platt(logit(scores).ravel(), judged.labels.ravel(), strength=_PLATT_STRENGTH)
    head = replace(head, platt=platt)
    outcome = _outcome(head, judged, scores, constraints)
    return Fitted(replace(head, certain_above=_certain_above(outcome)), outcome)


def left_out_decisions(judged: Judged) -> Scores:
    """Return decision scores by heads that had not seen the document."""
    scores = np.zeros(judged.labels.shape, dtype=np.float64)
    folds = folds_of(len(judged.features), judged.labels[:, 0], _FOLDS)
    for fold in range(_FOLDS):
        seen = folds != fold
        head = fit_head(
            judged.facet.name,
            judged.definitions,
            judged.features.take(seen),
            judged.labels[seen],
            judged.weights[seen],
        )
        scores[~seen] = head.decisions(judged.features.take(~seen))
    return scores


def _outcome(head: Head, judged: Judged, scores: Scores, constraints: Sequence[Constraint]) -> Outcome:
    facet, probabilities = judged.facet, head.probabilities(scores)
    chosen = [choose(facet, row, constraints, needs_one=head.needs_one) for row in scores]
    return Outcome(
        facet=facet,
        truth=judged.labels,
        proposed=np.array([[t.name in tags for t in facet.tags] for tags in chosen], dtype=bool),
        probabilities=probabilities,
        confidences=np.array(
            [confidence(facet, row, tags) for row, tags in zip(probabilities, chosen, strict=True)]
        ),
    )


def _certain_above(outcome: Outcome) -> float:
    """Return the lowest confidence above which left-out proposals were right often enough."""
    order = np.argsort(-outcome.confidences, kind="stable")
    right = (outcome.truth == outcome.proposed).all(axis=1)[order]
    lowest = NEVER_CERTAIN
    for count, hits in enumerate(np.cumsum(right), 1):
        if count >= _FEWEST_CERTAIN and (hits + _CERTAIN) / (count + 1) >= _CERTAIN:
            lowest = float(outcome.confidences[order[count - 1]])
    return lowest
