"""Scores for a whole corpus: cheap first, dear only where it can change the outcome."""

import numpy as np
from numpy.typing import NDArray

from classifier.corpus import Corpus
from classifier.encoder import Encoder
from classifier.relevance import RelevanceModel
from classifier.texts import text_of


def score_corpus(model: RelevanceModel, corpus: Corpus, encoder: Encoder) -> NDArray[np.float64]:
    """Return a score for each document: words over everything, the encoder only on the survivors."""
    cheap = model.cheap(corpus.terms, corpus.titles)
    rows = model.surviving(cheap)
    if len(rows) == 0:
        return cheap
    vectors = encoder.encode([text_of(corpus.documents[int(i)]) for i in rows])
    fused = model.fused(cheap[rows], vectors)
    scores = np.minimum(cheap, float(fused.min())) - 1.0  # whoever is not read again stays behind
    scores[rows] = fused
    return scores
