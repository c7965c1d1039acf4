"""What the taxonomy says of a tag, as a model: its phrases in the text, and likeness to its definition."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.cues import Phrase
from classifier.types import Facet

Rows = NDArray[np.float32]
Scores = NDArray[np.float64]

_DECISIVE = 1.0  # strength at which phrases alone say yes: one mention in an abstract is 0.7, the title 1.5
_PER_STRENGTH = 2.0
_SUREST = 2.5
_LIKENESS = 0.7  # log-odds for each standard deviation of likeness
_FEWEST = 10  # documents needed to know what likeness is usual


@dataclass(frozen=True, slots=True)
class Definitions:
    """A facet's tags as defined: the columns of their phrases, and how alike texts usually are to them."""

    columns: tuple[tuple[int, ...], ...]
    vectors: Rows  # tags x dimension; zero where there is no definition
    centre: Rows
    spread: Rows

    def scores(self, vectors: Rows, cues: Rows) -> Scores:
        """Return log-odds for each document and tag; above 0 means yes."""
        strength = np.stack([cues[:, list(mine)].sum(axis=1) for mine in self.columns], axis=1)
        by_phrase = np.minimum(_PER_STRENGTH * (strength - _DECISIVE), _SUREST)
        by_likeness = (vectors @ self.vectors.T - self.centre) / self.spread
        return np.asarray(by_phrase + _LIKENESS * by_likeness, dtype=np.float64)

    def strength(self, cues: Rows) -> Scores:
        """Return how strongly each tag's phrases occur."""
        columns = [cues[:, list(mine)].sum(axis=1) for mine in self.columns]
        return np.asarray(np.stack(columns, axis=1), dtype=np.float64)


def define(facet: Facet, phrases: Sequence[Phrase], vectors: Rows, usual: Rows) -> Definitions:
    """Return a facet's definitions: `vectors` of their texts, `usual` of documents to compare with."""
    described = np.array([bool(t.definition.strip()) for t in facet.tags])
    kept = np.where(described[:, None], vectors, 0.0).astype(np.float32)
    centre, spread = np.zeros(len(kept), dtype=np.float32), np.ones(len(kept), dtype=np.float32)
    if len(usual) >= _FEWEST:
        likeness = usual @ kept.T
        centre = likeness.mean(axis=0)
        spread = np.where(described, np.maximum(likeness.std(axis=0), 1e-3), 1.0).astype(np.float32)
    else:
        kept = np.zeros_like(kept)
    return Definitions(columns_of(facet, phrases), kept, centre, spread)


def columns_of(facet: Facet, phrases: Sequence[Phrase]) -> tuple[tuple[int, ...], ...]:
    """Return, for each tag of a facet, the places of its phrases among all."""
    return tuple(
        tuple(i for i, p in enumerate(phrases) if (p.facet, p.tag) == (facet.name, tag.name))
        for tag in facet.tags
    )
