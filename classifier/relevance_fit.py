"""Fitting the relevance model: positives from the list, a random background for the rest.

A background document that nobody judged may be one the list wants. Those that score like the list's own
papers, by models that had not seen them, count half as wanted when scores become probabilities.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.calibration import Platt, fit_platt
from classifier.card import judge_scores
from classifier.corpus import Corpus, Reader, joined, read_corpus, stable_sample
from classifier.encoder import Encoder, Vectors
from classifier.linear import folds_of
from classifier.recency import time_blocks, time_order
from classifier.relevance import Lexical, Likeness, RelevanceModel, Semantic
from classifier.texts import text_of
from classifier.types import Document, Example

Flags = NDArray[np.bool_]
Scores = NDArray[np.float64]

_FOLDS = 4
_PAST = 0.5  # of the wanted documents: a model of a few of them scores on another scale
_READ = 0.03  # share of the background that is read closely to calibrate
_FEWEST_IN_TIME = 24  # wanted documents from which on their order in time is held
_BACKGROUND_VECTORS = 600  # background documents that are encoded; the lexical models see all
_SUSPECT = 0.5  # background above this quantile of the list's own left-out scores probably is wanted
_SUSPECT_WANTED = 0.5  # how far a suspect counts as wanted: most are on topic, a list takes fewer
_DEFAULT_PRIOR = 0.002
_PRIORS = (1e-4, 0.2)  # a share outside of these is an accident of small numbers
_DAYS_A_MONTH = 30
_START = Platt(1.5, -6.0)  # what a score in standard deviations is worth where nothing can be measured
_ALONE = Platt(0.6, 2.4)  # with wanted documents only: near them likely, the further away the less
_PLATT_STRENGTH = 1e-2


class FittedRelevance(NamedTuple):
    """A relevance model, and what models of less knowledge said of its own examples (plain values)."""

    model: RelevanceModel
    left_out: Mapping[str, object]


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
    read: Reader = read_corpus,
) -> FittedRelevance:
    """Fit the relevance model on judged examples (with their vectors) and a background.

    Uncalibrated, the scores only order: enough to rank with, and quick. `read` counts the examples' terms.
    """
    others = background if isinstance(background, Corpus) else read_corpus(background)
    rows = _rows(examples, vectors, recency, others, encoder, read)
    if rows.wanted.all():
        return FittedRelevance(replace(_fit(rows), platt=_ALONE), {})
    if not calibrated:
        return FittedRelevance(_fit(rows), {})
    scores, is_left_out = _left_out_scores(rows, encoder)
    limit = float(np.quantile(scores[rows.wanted & is_left_out], _SUSPECT))
    suspect = rows.is_background & (scores > limit)
    platt = _calibrate(scores, rows, is_left_out, suspect, _prior(rows, population))
    judged = judge_scores(scores[is_left_out], rows.wanted[is_left_out])
    return FittedRelevance(replace(_fit(rows), platt=platt), judged)


def _rows(
    examples: Sequence[Example],
    vectors: Vectors,
    recency: Scores,
    background: Corpus,
    encoder: Encoder,
    read: Reader,
) -> _Rows:
    named = {e.document.id for e in examples}
    others = background.take(
        np.array([i for i, d in enumerate(background.documents) if d.id not in named], dtype=np.int64)
    )
    judged = [i for i, e in enumerate(examples) if e.wanted is not None]
    corpus = joined(read([examples[i].document for i in judged]), others)
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


def _left_out_scores(rows: _Rows, encoder: Encoder) -> tuple[Scores, Flags]:
    """Score rows by models that knew only older wanted documents, and none of these rows; say which.

    As in a stream, the encoder reads what words put first; the rest counts as average in it. With too few
    wanted documents to have a past, any others serve.
    """
    scores = np.zeros(len(rows.wanted), dtype=np.float64)
    is_left_out = np.zeros(len(scores), dtype=bool)
    for seen, unseen in _blocks(rows):
        if not rows.wanted[seen].any():
            continue
        model = _fit(rows.take(seen)).reading(_READ)
        asked = np.flatnonzero(unseen)
        cheap = model.cheap(rows.corpus.terms[asked], rows.corpus.titles[asked])
        read = np.union1d(model.surviving(cheap), np.flatnonzero(rows.wanted[asked]))
        texts = [text_of(rows.corpus.documents[int(i)]) for i in asked[read]]
        cheap[read] = model.fused(cheap[read], encoder.encode(texts))
        scores[asked] = cheap
        is_left_out |= unseen
    return scores, is_left_out


def _blocks(rows: _Rows) -> Iterator[tuple[Flags, Flags]]:
    """Yield (what is known, what is asked about): wanted ones in order of time, the others at random."""
    count = int(rows.wanted.sum())
    if count < _FEWEST_IN_TIME:
        folds = folds_of(len(rows.wanted), rows.wanted, min(_FOLDS, max(2, count)))
        for fold in np.unique(folds):
            yield folds != fold, folds == fold
        return
    folds = folds_of(len(rows.wanted), rows.wanted, _FOLDS)
    wanted = np.flatnonzero(rows.wanted)
    places = time_order([rows.corpus.documents[int(i)] for i in wanted])
    for fold, (past, block) in enumerate(time_blocks(places, _FOLDS, past=_PAST)):
        seen, unseen = folds != fold, folds == fold
        seen[wanted], unseen[wanted] = past, block
        yield seen, unseen


def _calibrate(scores: Scores, rows: _Rows, is_left_out: Flags, suspect: Flags, prior: float) -> Platt:
    """Fit the probability of being wanted, which is more than that of being listed.

    A list holds what its people came across, not all they want (Elkan & Noto 2008 call the labels positive
    and unlabelled). A suspect, unlisted but scoring like the list's own, therefore counts half as wanted.
    """
    wanted, others = rows.wanted & is_left_out, ~rows.wanted & is_left_out
    if not others.any():
        return _START
    weights = np.zeros(len(scores))
    weights[wanted] = prior * is_left_out.sum() / wanted.sum()
    weights[others] = (1.0 - prior) * is_left_out.sum() / others.sum()
    weights[suspect] *= 1.0 - _SUSPECT_WANTED
    again = np.flatnonzero(suspect & is_left_out)
    more = weights[again] * _SUSPECT_WANTED / (1.0 - _SUSPECT_WANTED)
    used = np.concatenate([np.flatnonzero(is_left_out), again])
    labels = np.concatenate([wanted[is_left_out], np.ones(len(again), dtype=bool)])
    mass = np.concatenate([weights[is_left_out], more])
    return fit_platt(scores[used], labels, mass, prior=_START, strength=_PLATT_STRENGTH)


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
