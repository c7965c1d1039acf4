"""Words and word pairs of texts as one sparse matrix that all lists share: hashed, so nothing is fitted.

Reading texts is the slow part of a lexical pass; weighing is a product of this matrix with a list's weights.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

SIZE = 1 << 20
_WORD = r"(?u)\b\w\w+\b"


def count_terms(texts: Sequence[str]) -> sparse.csr_matrix:
    """Return one row a text: 1 + log(count) of every hashed word and word pair."""
    from sklearn.feature_extraction.text import HashingVectorizer  # noqa: PLC0415 -- heavy, not always needed

    if not texts:
        return sparse.csr_matrix((0, SIZE), dtype=np.float32)
    vectorizer = HashingVectorizer(
        n_features=SIZE,
        ngram_range=(1, 2),
        token_pattern=_WORD,
        alternate_sign=False,
        norm=None,
        dtype=np.float32,
    )
    counts = vectorizer.transform(texts)
    counts.data = 1.0 + np.log(counts.data)
    return counts


@dataclass(frozen=True, slots=True)
class TermWeights:
    """How rare each term is among the documents of training (inverse document frequency), by column."""

    columns: NDArray[np.int32]
    idf: NDArray[np.float32]
    unseen: float

    @classmethod
    def fit(cls, terms: sparse.csr_matrix) -> "TermWeights":
        """Learn the weights; terms of a single document say nothing general and count as unseen."""
        frequency = np.bincount(terms.indices, minlength=SIZE)
        columns = np.flatnonzero(frequency > (1 if terms.shape[0] > _FEW else 0)).astype(np.int32)
        total = 1.0 + terms.shape[0]
        idf = np.log(total / (1.0 + frequency[columns])) + 1.0
        return cls(columns, idf.astype(np.float32), float(np.log(total) + 1.0))

    def weigh(self, terms: sparse.csr_matrix) -> sparse.csr_matrix:
        """Return the known columns, weighted; rows have length one over known and unseen terms together."""
        known = terms[:, self.columns]
        lengths = np.repeat(self._lengths(terms), np.diff(known.indptr))
        weighted = (known.data * self.idf[known.indices] / lengths).astype(np.float32)
        return sparse.csr_matrix((weighted, known.indices, known.indptr), shape=known.shape)

    def score(self, terms: sparse.csr_matrix, coefficients: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return `weigh(terms) @ coefficients` without building the weighted matrix."""
        dense = np.zeros(SIZE, dtype=np.float32)
        dense[self.columns] = self.idf * coefficients
        return np.asarray(terms @ dense, dtype=np.float64) / self._lengths(terms)

    def _lengths(self, terms: sparse.csr_matrix) -> NDArray[np.float64]:
        squares = np.full(SIZE, self.unseen**2, dtype=np.float32)
        squares[self.columns] = self.idf**2
        total = sparse.csr_matrix((terms.data**2, terms.indices, terms.indptr), shape=terms.shape) @ squares
        return np.asarray(np.sqrt(np.maximum(total, 1e-12)), dtype=np.float64)


_FEW = 50  # with fewer documents than this even a term of one document is kept
