"""Orders in which a maintainer may read a queue, and what they tell about the rest. Pure."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

_SPREAD_OUT = 500  # documents among which likeness is compared


class QueueOrder(StrEnum):
    """What comes first in a queue."""

    LIKELY = "likely"
    UNCERTAIN = "uncertain"
    DIVERSE = "diverse"
    OLDEST = "oldest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A candidate in a queue: its probability of being wanted, its date, and its vector if it has one."""

    id: str
    relevance: float
    date: dt.date | None = None
    vector: NDArray[np.float32] | None = None


def order_queue(waiting: Sequence[Waiting], order: QueueOrder) -> list[str]:
    """Return the ids in the given order; equals keep the order of their ids, so that pages do not jump."""
    return _ORDERS[order](sorted(waiting, key=lambda w: w.id))


def mix_queue(waiting: Sequence[Waiting], shares: Mapping[QueueOrder, float]) -> list[str]:
    """Return every id once, taken from the orders in turn in proportion to their shares.

    With likely 3 and uncertain 1, every fourth document is one that the model is unsure of.
    """
    kept = {order: share for order, share in shares.items() if share > 0} or {QueueOrder.LIKELY: 1.0}
    queues = {order: iter(order_queue(waiting, order)) for order in kept}
    credit = dict.fromkeys(kept, 0.0)
    found: dict[str, None] = {}
    while len(found) < len(waiting):
        for order, share in kept.items():
            credit[order] += share
        chosen = max(kept, key=lambda o: credit[o])
        credit[chosen] -= sum(kept.values())
        found[next(id_ for id_ in queues[chosen] if id_ not in found)] = None
    return list(found)


def audit_sample(ids: Sequence[str], count: int, *, seed: int) -> list[str]:
    """Return a random sample of what nobody has read: it checks what the model says of the rest."""
    generator = np.random.default_rng(seed)
    ordered = sorted(ids)
    rows = generator.permutation(len(ordered))[:count]
    return [ordered[int(i)] for i in rows]


def _likely(waiting: Sequence[Waiting]) -> list[str]:
    return [w.id for w in sorted(waiting, key=lambda w: -w.relevance)]


def _uncertain(waiting: Sequence[Waiting]) -> list[str]:
    return [w.id for w in sorted(waiting, key=lambda w: abs(w.relevance - 0.5))]


def _oldest(waiting: Sequence[Waiting]) -> list[str]:
    return [w.id for w in sorted(waiting, key=lambda w: w.date or dt.date.max)]


def _diverse(waiting: Sequence[Waiting]) -> list[str]:
    """Likely ones first, each next one as unlike those before it as its probability allows.

    Past the likeliest few hundred, and for documents without a vector, the likely order stands.
    """
    ordered = sorted(waiting, key=lambda w: -w.relevance)
    likely = [w for w in ordered if w.vector is not None][:_SPREAD_OUT]
    if not likely:
        return [w.id for w in ordered]
    vectors = np.array([w.vector for w in likely])
    relevance = np.array([w.relevance for w in likely])
    closest = np.zeros(len(likely))
    left = np.ones(len(likely), dtype=bool)
    found = []
    for _ in likely:
        worth = np.where(left, 0.5 * relevance - 0.5 * closest, -np.inf)
        best = int(np.argmax(worth))
        found.append(likely[best].id)
        left[best] = False
        closest = np.maximum(closest, vectors @ vectors[best])
    chosen = set(found)
    return found + [w.id for w in ordered if w.id not in chosen]


_ORDERS: Mapping[QueueOrder, Callable[[Sequence[Waiting]], list[str]]] = {
    QueueOrder.LIKELY: _likely,
    QueueOrder.UNCERTAIN: _uncertain,
    QueueOrder.DIVERSE: _diverse,
    QueueOrder.OLDEST: _oldest,
}
