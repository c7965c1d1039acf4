"""Documents read once, for any number of lists."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from classifier.terms import count_terms
from classifier.texts import text_of
from classifier.types import Document


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents with their counted terms: of title and abstract, and of the title alone."""

    documents: Sequence[Document]
    terms: sparse.csr_matrix
    titles: sparse.csr_matrix

    def take(self, rows: NDArray[np.int64]) -> "Corpus":
        """Return some of the documents, in the order of `rows`."""
        return Corpus([self.documents[int(i)] for i in rows], self.terms[rows], self.titles[rows])

    def __len__(self) -> int:
        return len(self.documents)


def stable_sample(documents: Sequence[Document], count: int, *, seed: int = 0) -> NDArray[np.int64]:
    """Return rows of a random sample that hardly changes as documents arrive: chosen by a hash of their ids.

    A model that relearns every day then needs few new vectors.
    """
    return np.sort(np.argsort(stable_keys(documents, seed=seed), kind="stable")[:count])


def stable_keys(documents: Sequence[Document], *, seed: int = 0) -> NDArray[np.uint64]:
    """Return a number for each document by which a stable sample is sorted."""
    keys = [blake2b(f"{seed}:{d.id}".encode(), digest_size=8).digest() for d in documents]
    return np.array([int.from_bytes(key) for key in keys], dtype=np.uint64)


def read_corpus(documents: Sequence[Document]) -> Corpus:
    """Count the terms of documents; several bundles can then rank them without reading them again."""
    return Corpus(
        documents, count_terms([text_of(d) for d in documents]), count_terms([d.title for d in documents])
    )


def joined(first: Corpus, second: Corpus) -> Corpus:
    """Return the documents of two corpora, one after the other."""
    return Corpus(
        [*first.documents, *second.documents],
        sparse.vstack([first.terms, second.terms]).tocsr(),
        sparse.vstack([first.titles, second.titles]).tocsr(),
    )
