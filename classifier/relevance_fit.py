"""Fitting the relevance model: positives from the list, a random background for the rest.

A background document that nobody judged may be one the list wants. Those that score like the list's own
papers, by models that had not seen them, are left out before the final fit.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt, fit_platt
from classifier.corpus import Corpus, joined, read_corpus, stable_sample
from classifier.encoder import Encoder, Vectors
from classifier.linear import folds_of
from classifier.relevance import Lexical, Likeness, RelevanceModel, Semantic
from classifier.texts import text_of
from classifier.types import Document, Example

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]

_FOLDS = 4
_BACKGROUND_VECTORS = 600  # background documents that are encoded; the lexical models see all
_SUSPECT = 0.5  # background above this quantile of the list's own left-out scores is not used as a negative
_DEFAULT_PRIOR = 0.002
_PRIORS = (1e-4, 0.2)  # a share outside of these is an accident of small numbers
_DAYS_A_MONTH = 30
_START = Platt(1.5, -6.0)  # what a score in standard deviations is worth where nothing can be measured
_ALONE = Platt(0.6, 2.4)  # with wanted documents only: near them likely, the further away the less
_PLATT_STRENGTH = 1e-2


@dataclass(frozen=True, slots=True)
class _Rows:
    """The training set of relevance; `vectors` belong to the rows in `encoded`."""

    corpus: Corpus
    wanted: Flags
    is_background: Flags
    weights: Scores
    encoded: NDArray[np.int64]
    vectors: Vectors

    def take(self, kept: Flags) -> "_Rows":
        position = np.cumsum(kept) - 1
        inside = kept[self.encoded]
        return _Rows(
            self.corpus.take(np.flatnonzero(kept)),
            self.wanted[kept],
            self.is_background[kept],
            self.weights[kept],
            position[self.encoded[inside]],
            self.vectors[inside],
        )


def fit_relevance(
    examples: Sequence[Example],
    vectors: Vectors,
    recency: Scores,
    background: Sequence[Document] | Corpus,
    encoder: Encoder,
    *,
    population: int | None = None,
    calibrated: bool = True,
) -> RelevanceModel:
    """Fit the relevance model on judged examples (with their vectors) and a background.

    Uncalibrated, the background is taken as it is and the scores only order: enough to rank with, and quick.
    """
    rows = _rows(examples, vectors, recency, background, encoder)
    if rows.wanted.all():
        return replace(_fit(rows), platt=_ALONE)
    if not calibrated:
        return _fit(rows)
    scores = _left_out_scores(rows)
    limit = float(np.quantile(scores[rows.wanted], _SUSPECT))
    suspect = rows.is_background & (scores > limit)
    model = _fit(rows.take(~suspect))
    prior = _prior(rows, population) + _missed(suspect, rows.is_background)
    return replace(model, platt=_calibrate(scores, rows, suspect, min(prior, _PRIORS[1])))


def _rows(
    examples: Sequence[Example],
    vectors: Vectors,
    recency: Scores,
    background: Sequence[Document] | Corpus,
    encoder: Encoder,
) -> _Rows:
    read = background if isinstance(background, Corpus) else read_corpus(background)
    named = {e.document.id for e in examples}
    others = read.take(
        np.array([i for i, d in enumerate(read.documents) if d.id not in named], dtype=np.int64)
    )
    judged = [i for i, e in enumerate(examples) if e.wanted is not None]
    corpus = joined(read_corpus([examples[i].document for i in judged]), others)
    wanted = np.zeros(len(corpus), dtype=bool)
    wanted[: len(judged)] = [examples[i].wanted is True for i in judged]
    weights = np.ones(len(corpus))
    weights[: len(judged)] = [recency[i] * examples[i].weight for i in judged]
    chosen = [int(i) for i in stable_sample(others.documents, _BACKGROUND_VECTORS)]
    more = encoder.encode([text_of(others.documents[i]) for i in chosen])
    return _Rows(
        corpus,
        wanted,
        np.arange(len(corpus)) >= len(judged),
        weights,
        np.array([*range(len(judged)), *(len(judged) + i for i in chosen)], dtype=np.int64),
        np.concatenate([vectors[judged], more]).astype(np.float32),
    )


def _fit(rows: _Rows) -> RelevanceModel:
    seen = rows.encoded
    return RelevanceModel(
        lexical=Lexical.fit(rows.corpus.terms, rows.wanted, rows.weights),
        title=Lexical.fit(rows.corpus.titles, rows.wanted, rows.weights),
        semantic=Semantic.fit(rows.vectors, rows.wanted[seen], rows.weights[seen]),
        likeness=Likeness.fit(rows.vectors, rows.wanted[seen]),
        platt=_START,
    )


def _left_out_scores(rows: _Rows) -> Scores:
    """Score every row by a model that had not seen it; rows without a vector count as average in it."""
    scores = np.zeros(len(rows.wanted), dtype=np.float64)
    folds = folds_of(len(scores), rows.wanted, min(_FOLDS, max(2, int(rows.wanted.sum()))))
    for fold in np.unique(folds):
        unseen = folds == fold
        if not rows.wanted[~unseen].any():
            continue
        model = _fit(rows.take(~unseen))
        scores[unseen] = model.cheap(rows.corpus.terms[unseen], rows.corpus.titles[unseen])
        inside = unseen[rows.encoded]
        scores[rows.encoded[inside]] += model.fused(np.zeros(int(inside.sum())), rows.vectors[inside])
    return scores


def _calibrate(scores: Scores, rows: _Rows, suspect: Flags, prior: float) -> Platt:
    """Fit the probability of being wanted, which is not that of being listed: suspects speak for neither."""
    positives, negatives = rows.wanted, ~rows.wanted & ~suspect
    used = positives | negatives
    if not negatives.any():
        return _START
    weights = np.zeros(len(scores))
    weights[positives] = prior * used.sum() / positives.sum()
    weights[negatives] = (1.0 - prior) * used.sum() / negatives.sum()
    return fit_platt(scores[used], positives[used], weights[used], prior=_START, strength=_PLATT_STRENGTH)


def _missed(suspect: Flags, is_background: Flags) -> float:
    """Return the share of the background that the list would want: twice what lies above its median score.

    A list holds what its people came across, not all they want (Elkan & Noto 2008 call the labels positive
    and unlabelled): of the papers that ranked highest without being listed, four in five were on topic.
    """
    if not is_background.any():
        return 0.0
    return float(suspect.sum() / (1.0 - _SUSPECT) / is_background.sum())


def _prior(rows: _Rows, population: int | None) -> float:
    """Return the share of arriving documents that the list wants, from the months that both cover."""
    arrived = [d.date for d, b in zip(rows.corpus.documents, rows.is_background, strict=True) if b]
    listed = [d.date for d, w in zip(rows.corpus.documents, rows.wanted, strict=True) if w]
    dates, wanted = [d for d in arrived if d is not None], [d for d in listed if d is not None]
    if not arrived:
        return float(rows.wanted.mean())
    if not dates or not wanted:
        return _DEFAULT_PRIOR
    first, last = min(dates), max(dates)
    inside = float(sum(first <= day <= last for day in wanted))
    if not inside:
        inside = len(wanted) * _days(first, last) / max(_days(min(wanted), max(wanted)), _DAYS_A_MONTH)
    return float(np.clip((inside + 0.5) / (population or len(arrived)), *_PRIORS))


def _days(first: dt.date, last: dt.date) -> int:
    return (last - first).days + 1
