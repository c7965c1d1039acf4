"""From examples to calibrated heads: left-out scores tell what a score is worth, and when to abstain."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt, fit_platt
from classifier.choice import choose, confidence
from classifier.cues import cue_rows, phrases_of
from classifier.definitions import Definitions, define
from classifier.encoder import Encoder
from classifier.heads import NEVER_CERTAIN, Features, Head, fit_head
from classifier.linear import folds_of, logit
from classifier.outcomes import Outcome
from classifier.recency import recency_weights, time_blocks, time_order
from classifier.types import Constraint, Example, Facet, Taxonomy

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]

_FOLDS = 5
_PAST = 1 / 3
_FEWEST_IN_TIME = 45  # documents from which on their order in time is held against the past only
_PLATT_STRENGTH = 4.0
_CERTAIN = (
    0.8  # share of left-out proposals that were exactly right, above which a proposal counts as certain
)
_FEWEST_CERTAIN = 8


@dataclass(frozen=True, slots=True)
class Judged:
    """The documents judged on one facet, in rows; `ages` orders them in time, the oldest first."""

    facet: Facet
    definitions: Definitions
    features: Features
    labels: Flags
    weights: Scores
    ages: NDArray[np.int64]


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
    recency, ages = recency_weights(examples), time_order(documents)
    tried = []
    for facet in taxonomy.facets:
        if not facet.tags:
            continue
        texts = [f"{t.name}: {t.definition}" for t in facet.tags]
        definitions = define(facet, phrases, encoder.encode(texts), vectors)
        tried.append(_tried(_judged(facet, definitions, features, examples, recency, ages)))
    usual = _usual_calibration(tried)
    return tuple(_calibrated(one, usual, taxonomy.constraints) for one in tried)


def _judged(
    facet: Facet,
    definitions: Definitions,
    features: Features,
    examples: Sequence[Example],
    recency: Scores,
    ages: NDArray[np.int64],
) -> Judged:
    told = np.array([facet.name in e.tags and e.wanted is not False for e in examples], dtype=bool)
    chosen = [e.tags[facet.name] for e, is_told in zip(examples, told, strict=True) if is_told]
    labels = np.array([[t.name in tags for t in facet.tags] for tags in chosen], dtype=bool)
    shape = (int(told.sum()), len(facet.tags))
    return Judged(facet, definitions, features.take(told), labels.reshape(shape), recency[told], ages[told])


@dataclass(frozen=True, slots=True)
class _Tried:
    """A facet's head, not yet calibrated, and what heads of less knowledge said of the rest (in rows)."""

    facet: Facet
    head: Head
    scores: Scores
    labels: Flags


def _tried(judged: Judged) -> _Tried:
    head = fit_head(judged.facet.name, judged.definitions, judged.features, judged.labels, judged.weights)
    if len(judged.features) < 2 * _FOLDS:
        return _Tried(judged.facet, head, np.zeros((0, judged.labels.shape[1])), judged.labels[:0])
    scores, is_left_out = left_out_decisions(judged)
    return _Tried(judged.facet, head, scores[is_left_out], judged.labels[is_left_out])


def _usual_calibration(tried: Sequence[_Tried]) -> Platt:
    """Return what a score is worth over all facets together: the start for each of them."""
    scores = [logit(one.scores).ravel() for one in tried]
    labels = [one.labels.ravel() for one in tried]
    if not tried:
        return Platt()
    return fit_platt(np.concatenate(scores), np.concatenate(labels), strength=_PLATT_STRENGTH)


def _calibrated(one: _Tried, usual: Platt, constraints: Sequence[Constraint]) -> Fitted:
    if not len(one.scores):
        return Fitted(replace(one.head, platt=usual), None)
    scores, labels = one.scores, one.labels
    platt = fit_platt(logit(scores).ravel(), labels.ravel(), prior=usual, strength=_PLATT_STRENGTH)
    head = replace(one.head, platt=platt)
    outcome = _outcome(head, one.facet, labels, scores, constraints)
    return Fitted(replace(head, certain_above=_certain_above(outcome)), outcome)


def left_out_decisions(judged: Judged) -> tuple[Scores, Flags]:
    """Return decision scores by heads that knew only what came before, and which rows have one.

    With too few documents to have a past, any others serve: then every row has a score.
    """
    scores = np.zeros(judged.labels.shape, dtype=np.float64)
    is_left_out = np.zeros(len(scores), dtype=bool)
    for seen, unseen in _left_out(judged):
        head = fit_head(
            judged.facet.name,
            judged.definitions,
            judged.features.take(seen),
            judged.labels[seen],
            judged.weights[seen],
        )
        scores[unseen] = head.decisions(judged.features.take(unseen))
        is_left_out |= unseen
    return scores, is_left_out


def _left_out(judged: Judged) -> Iterator[tuple[Flags, Flags]]:
    """Yield (what is known, what is asked about), in order of time where there is enough of it."""
    if len(judged.features) >= _FEWEST_IN_TIME:
        yield from time_blocks(judged.ages, _FOLDS, past=_PAST)
        return
    folds = folds_of(len(judged.features), judged.labels[:, 0], _FOLDS)
    for fold in range(_FOLDS):
        yield folds != fold, folds == fold


def _outcome(
    head: Head, facet: Facet, truth: Flags, scores: Scores, constraints: Sequence[Constraint]
) -> Outcome:
    probabilities = head.probabilities(scores)
    chosen = [choose(facet, row, constraints, needs_one=head.needs_one) for row in scores]
    return Outcome(
        facet=facet,
        truth=truth,
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
