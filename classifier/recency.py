"""Curators change their minds: recent examples weigh more, old ones are never thrown away."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from classifier.types import Document

_HALF_LIFE = 200  # examples after which a weight has halved


def recency_weights(documents: Sequence[Document]) -> NDArray[np.float64]:
    """Return a weight for each document: 1 for the newest, halving every so many documents back.

    Documents without a date count as old as the middle of those that have one.
    """
    known = sorted(d.date for d in documents if d.date is not None)
    if not known:
        return np.ones(len(documents))
    middle = known[len(known) // 2]
    order = sorted(range(len(documents)), key=lambda i: documents[i].date or middle, reverse=True)
    weights = np.empty(len(documents))
    weights[order] = 0.5 ** (np.arange(len(documents)) / _HALF_LIFE)
    return weights
