"""Ways to rank a stream that are compared with one another: ours, and the baselines of the same run."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.asreview_baseline import NAME, asreview_learner, is_installed
from classifier.corpus import Corpus, Reader, joined, read_corpus, remembering, stable_sample
from classifier.cues import cue_rows, phrases_of
from classifier.encoder import Encoder
from classifier.linear import fit_logistic, fit_margin
from classifier.ranking import score_corpus
from classifier.recency import recency_weights
from classifier.relevance import RelevanceModel
from classifier.relevance_fit import fit_relevance
from classifier.stream_rank import Learner, Scorer
from classifier.terms import TermWeights
from classifier.texts import text_of
from classifier.types import Document, Example, Taxonomy

Scores = NDArray[np.float64]

_ENCODED_BACKGROUND = 600
_ENCODED_SHARE = 0.03  # encoding a whole stream takes an hour; beyond this the lexical order stands


def fit_past(
    examples: Sequence[Example], background: Corpus, encoder: Encoder, *, population: int | None = None
) -> RelevanceModel:
    """Return the model that a bundle would have, calibrated, for a ranking that is looked at closely."""
    vectors = encoder.encode([text_of(e.document) for e in examples])
    recency = recency_weights(examples)
    return fit_relevance(examples, vectors, recency, background, encoder, population=population).model


def model_learner(encoder: Encoder, *, read: Reader = read_corpus) -> Learner:
    """Return our own way; `read` counts the terms of what was judged."""

    def learn(examples: Sequence[Example], background: Corpus) -> Scorer:
        vectors = encoder.encode([text_of(e.document) for e in examples])
        recency = recency_weights(examples)
        model = fit_relevance(
            examples, vectors, recency, background, encoder, calibrated=False, read=read
        ).model
        return lambda corpus: score_corpus(model, corpus, encoder)

    return learn


def reader_of(examples: Sequence[Example], stream: Corpus) -> Reader:
    """Return a way to read what is judged along a stream: the list's examples, and papers of the stream."""
    return remembering(read_corpus([e.document for e in examples]), stream)


def baseline_learners(
    taxonomy: Taxonomy, encoder: Encoder, examples: Sequence[Example], stream: Corpus
) -> dict[str, Learner]:
    """Return the baselines by name; ASReview's is among them where its package is installed."""
    read = reader_of(examples, stream)
    found = {
        "majority (newest first)": _newest_first,
        "cue phrases only": _by_cues(taxonomy),
        "TF-IDF + linear SVM": _by_words(read),
        "embedding + logistic regression": _by_embedding(encoder, read),
    }
    if is_installed():
        found[NAME] = asreview_learner(examples, stream)
    return found


def _newest_first(examples: Sequence[Example], background: Corpus) -> Scorer:
    """Rank by nothing but date: the majority says that no document is wanted."""
    del examples, background
    return lambda corpus: np.array(
        [d.date.toordinal() if d.date else 0 for d in corpus.documents], dtype=float
    )


def _by_cues(taxonomy: Taxonomy) -> Learner:
    phrases = phrases_of(taxonomy)
    known: dict[str, float] = {}  # nothing is learned: a document is read once, however often it is ranked

    def score(corpus: Corpus) -> Scores:
        new = [d for d in corpus.documents if d.id not in known]
        known.update(zip((d.id for d in new), cue_rows(new, phrases).sum(axis=1).tolist(), strict=True))
        return np.array([known[d.id] for d in corpus.documents], dtype=np.float64)

    def learn(examples: Sequence[Example], background: Corpus) -> Scorer:
        del examples, background
        return score

    return learn


def _by_words(read: Reader) -> Learner:
    """One linear model on words decides alone."""

    def learn(examples: Sequence[Example], background: Corpus) -> Scorer:
        judged, labels, others = _labelled(examples, background)
        terms = joined(read(judged), others).terms
        weighing = TermWeights.fit(terms)
        model = fit_margin(weighing.weigh(terms), labels, np.ones(len(labels)), penalty=1.0)
        return lambda stream: weighing.score(stream.terms, model.coefficients)

    return learn


def _by_embedding(encoder: Encoder, read: Reader) -> Learner:
    """The embedding decides alone, on the share of the stream that words put first."""
    learn_words = _by_words(read)

    def learn(examples: Sequence[Example], background: Corpus) -> Scorer:
        by_words = learn_words(examples, background)
        some = background.take(stable_sample(background.documents, _ENCODED_BACKGROUND))
        judged, labels, others = _labelled(examples, some)
        rows = encoder.encode([text_of(d) for d in [*judged, *others.documents]])
        model = fit_logistic(rows, labels, np.ones(len(labels)), penalty=1.0)

        def score(stream: Corpus) -> Scores:
            words = by_words(stream)
            first = np.argsort(-words, kind="stable")[: int(np.ceil(_ENCODED_SHARE * len(words)))]
            vectors = encoder.encode([text_of(stream.documents[int(i)]) for i in first])
            own = vectors @ model.coefficients
            scores = words - words.max() + float(own.min(initial=0.0)) - 1.0
            scores[first] = own
            return np.asarray(scores, dtype=np.float64)

        return score

    return learn


def _labelled(
    examples: Sequence[Example], background: Corpus
) -> tuple[list[Document], NDArray[np.bool_], Corpus]:
    """Return what was judged, the labels of that and of the background after it, and that background."""
    judged = [e for e in examples if e.wanted is not None]
    named = {e.document.id for e in judged}
    rows = np.array([i for i, d in enumerate(background.documents) if d.id not in named], dtype=np.int64)
    labels = np.zeros(len(judged) + len(rows), dtype=bool)
    labels[: len(judged)] = [e.wanted is True for e in judged]
    return [e.document for e in judged], labels, background.take(rows)
