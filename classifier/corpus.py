"""Documents read once, for any number of lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
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


Reader = Callable[[Sequence[Document]], Corpus]


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


def remembering(*known: Corpus) -> Reader:
    """Return a way to read documents that counts no term again of those (by id) that are in a known corpus.

    Who learns anew every day would otherwise count all that was ever judged each time.
    """
    places = {
        d.id: (part, row) for part, corpus in enumerate(known) for row, d in enumerate(corpus.documents)
    }

    def read(documents: Sequence[Document]) -> Corpus:
        found = [places.get(d.id, (len(known), row)) for row, d in enumerate(documents)]
        order: list[int] = []
        parts: list[Corpus] = []
        for number in range(len(known) + 1):
            mine = [i for i, (part, _) in enumerate(found) if part == number]
            rows = [found[i][1] for i in mine]
            is_known = number < len(known)
            parts.append(
                known[number].take(np.array(rows, dtype=np.int64))
                if is_known
                else read_corpus([documents[i] for i in rows])
            )
            order += mine
        return reduce(joined, parts).take(np.argsort(np.array(order, dtype=np.int64)))

    return read


def joined(first: Corpus, second: Corpus) -> Corpus:
    """Return the documents of two corpora, one after the other."""
    return Corpus(
        [*first.documents, *second.documents],
        sparse.vstack([first.terms, second.terms]).tocsr(),
        sparse.vstack([first.titles, second.titles]).tocsr(),
    )
