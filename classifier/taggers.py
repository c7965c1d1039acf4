"""Ways to tag that are compared with one another: ours, and the baselines of the same run."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from classifier.asreview_baseline import NAME, asreview_scores, is_installed
from classifier.choice import choose, confidence
from classifier.cues import cue_rows, phrases_of
from classifier.definitions import define
from classifier.encoder import Encoder
from classifier.head_training import fit_facets
from classifier.heads import Features
from classifier.linear import Linear, Matrix, fit_logistic, fit_margin, sigmoid
from classifier.tag_walk import Answer, Answers, Tagger
from classifier.terms import TermWeights, count_terms
from classifier.texts import text_of
from classifier.types import Document, Example, Facet, Taxonomy

Scores = NDArray[np.float64]
Flags = NDArray[np.bool_]


def heads_tagger(taxonomy: Taxonomy, encoder: Encoder) -> Tagger:
    """Return our own way: the heads of a bundle, trained on nothing but the past."""

    def tag(past: Sequence[Example], documents: Sequence[Document]) -> list[Answers]:
        vectors = encoder.encode([text_of(e.document) for e in past])
        heads = [f.head for f in fit_facets(past, vectors, taxonomy, encoder)]
        new = Features(
            encoder.encode([text_of(d) for d in documents]), cue_rows(documents, phrases_of(taxonomy))
        )
        answers: list[dict[str, Answer]] = [{} for _ in documents]
        facets = [f for f in taxonomy.facets if f.tags]
        for facet, head in zip(facets, heads, strict=True):
            decisions = head.decisions(new)
            probabilities = head.probabilities(decisions)
            for row, answer in enumerate(answers):
                chosen = choose(facet, decisions[row], taxonomy.constraints, needs_one=head.needs_one)
                answer[facet.name] = _answer(facet, chosen, probabilities[row])
        return list(answers)

    return tag


def baseline_taggers(taxonomy: Taxonomy, encoder: Encoder) -> dict[str, Tagger]:
    """Return the baselines by name; ASReview's is among them where its package is installed."""
    found = {
        "majority": _per_facet(taxonomy, _Majority()),
        "cue phrases only": _per_facet(taxonomy, _CuesOnly(taxonomy)),
        "TF-IDF + linear SVM": _per_facet(taxonomy, _Lexical()),
        "embedding + logistic regression": _per_facet(taxonomy, _Embedding(encoder)),
    }
    if is_installed():
        found[NAME] = _per_facet(taxonomy, _Asreview())
    return found


class _Fit(Protocol):
    def __call__(self, rows: Matrix, labels: Flags, weights: Scores, *, penalty: float) -> Linear: ...


class _Majority:
    """Every document gets the commonest tags."""

    def scores(
        self, facet: Facet, past: Sequence[Document], labels: Flags, new: Sequence[Document]
    ) -> Scores:
        del facet, past
        return np.tile(labels.mean(axis=0) if len(labels) else np.zeros(labels.shape[1]), (len(new), 1))


class _CuesOnly:
    """The taxonomy's phrases decide; nothing is learned."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._phrases = phrases_of(taxonomy)

    def scores(
        self, facet: Facet, past: Sequence[Document], labels: Flags, new: Sequence[Document]
    ) -> Scores:
        del past, labels
        nothing = np.zeros((len(new), 1), dtype=np.float32)
        blank = np.zeros((len(facet.tags), 1), dtype=np.float32)
        definitions = define(facet, self._phrases, blank, blank[:0])
        return sigmoid(definitions.scores(nothing, cue_rows(new, self._phrases)))


class _Lexical:
    """One linear support vector machine a tag, on weighted words and word pairs."""

    def scores(
        self, facet: Facet, past: Sequence[Document], labels: Flags, new: Sequence[Document]
    ) -> Scores:
        terms = count_terms([text_of(d) for d in past])
        weighing = TermWeights.fit(terms)
        rows, others = weighing.weigh(terms), weighing.weigh(count_terms([text_of(d) for d in new]))
        return _linear(fit_margin, rows, others, labels, len(facet.tags))


class _Embedding:
    """One logistic regression a tag, on embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def scores(
        self, facet: Facet, past: Sequence[Document], labels: Flags, new: Sequence[Document]
    ) -> Scores:
        rows = self._encoder.encode([text_of(d) for d in past])
        others = self._encoder.encode([text_of(d) for d in new])
        return _linear(fit_logistic, rows, others, labels, len(facet.tags))


class _Asreview:
    """One of ASReview's default models a tag."""

    def scores(
        self, facet: Facet, past: Sequence[Document], labels: Flags, new: Sequence[Document]
    ) -> Scores:
        del facet
        return sigmoid(asreview_scores(past, labels, new))


_Model = _Majority | _CuesOnly | _Lexical | _Embedding | _Asreview


def _per_facet(taxonomy: Taxonomy, model: _Model) -> Tagger:
    def tag(past: Sequence[Example], documents: Sequence[Document]) -> list[Answers]:
        answers: list[dict[str, Answer]] = [{} for _ in documents]
        for facet in taxonomy.facets:
            if not facet.tags:
                continue
            judged = [e for e in past if facet.name in e.tags]
            told = [[t.name in e.tags[facet.name] for t in facet.tags] for e in judged]
            labels = np.array(told, dtype=bool).reshape(len(judged), len(facet.tags))
            scores = model.scores(facet, [e.document for e in judged], labels, documents)
            for row, answer in enumerate(answers):
                chosen = choose(facet, scores[row], needs_one=True)
                answer[facet.name] = _answer(facet, chosen, scores[row])
        return list(answers)

    return tag


def _linear(fit: _Fit, rows: Matrix, others: Matrix, labels: Flags, tags: int) -> Scores:
    weights = np.ones(len(labels))
    models = [fit(rows, labels[:, t], weights, penalty=1.0) for t in range(tags)]
    scores = [np.asarray(others @ m.coefficients).ravel() + m.intercept for m in models]
    return sigmoid(np.stack(scores, axis=1))


def _answer(facet: Facet, chosen: tuple[str, ...], probabilities: Scores) -> Answer:
    named = {t.name: float(p) for t, p in zip(facet.tags, probabilities, strict=True)}
    return Answer(chosen, named, confidence(facet, probabilities, chosen))
