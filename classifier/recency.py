"""Order in time: recent examples weigh more, and what is known is tested on what came later."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from classifier.types import Document, Example

_HALF_LIFE = 200  # examples after which a weight has halved


def recency_weights(examples: Sequence[Example]) -> NDArray[np.float64]:
    """Return a weight for each example: 1 for the newest, halving every so many examples back.

    What counts is when it was said, and where that is not known the document's own date. Examples without
    either count as old as the middle of those that have one.
    """
    said = [e.said_on or e.document.date for e in examples]
    known = sorted(day for day in said if day is not None)
    if not known:
        return np.ones(len(examples))
    middle = known[len(known) // 2]
    order = sorted(range(len(examples)), key=lambda i: said[i] or middle, reverse=True)
    weights = np.empty(len(examples))
    weights[order] = 0.5 ** (np.arange(len(examples)) / _HALF_LIFE)
    return weights


def time_order(documents: Sequence[Document]) -> NDArray[np.int64]:
    """Return each document's place in time, the oldest first; the id decides between equals."""
    known = sorted(d.date for d in documents if d.date is not None)
    middle = known[len(known) // 2] if known else None
    order = sorted(range(len(documents)), key=lambda i: (documents[i].date or middle, documents[i].id))
    places = np.empty(len(documents), dtype=np.int64)
    places[order] = np.arange(len(documents))
    return places


def time_blocks(
    places: NDArray[np.int64], blocks: int, *, past: float
) -> Iterator[tuple[NDArray[np.bool_], NDArray[np.bool_]]]:
    """Yield (rows of the past, rows of the block after it), block by block, until the newest is reached.

    The oldest, a share of `past`, are only learned from.
    """
    order = np.argsort(places, kind="stable")
    bounds = np.linspace(round(past * len(order)), len(order), blocks + 1).astype(int)
    for start, stop in pairwise(bounds):
        seen, block = np.zeros(len(order), dtype=bool), np.zeros(len(order), dtype=bool)
        seen[order[:start]] = True
        block[order[start:stop]] = True
        yield seen, block
