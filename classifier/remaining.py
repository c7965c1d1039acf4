"""How many wanted documents are probably left unread, and what that rests on. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

_BY_MODEL = "assumes that the model's probabilities are right for documents nobody has read"
_BY_AUDIT = "assumes that the audited documents were drawn at random from the unread ones"
_DRAWS = 2000
_NORMAL = 1.96  # half the width of a 95 % interval, in standard deviations


class Remaining(NamedTuple):
    """An estimate with its 95 % interval, and the assumption that it rests on."""

    expected: float
    low: float
    high: float
    assumption: str


def left_by_model(probabilities: Sequence[float]) -> Remaining:
    """Return how many unread documents are wanted if each is with its own probability."""
    chances = np.asarray(probabilities, dtype=np.float64)
    if not len(chances):
        return Remaining(0.0, 0.0, 0.0, _BY_MODEL)
    expected, spread = float(chances.sum()), float(np.sqrt((chances * (1.0 - chances)).sum()))
    return Remaining(expected, max(0.0, expected - _NORMAL * spread), expected + _NORMAL * spread, _BY_MODEL)


def left_by_audit(unread: int, audited: int, wanted: int, *, seed: int = 0) -> Remaining:
    """Return how many of `unread` documents are wanted, from `wanted` among `audited` drawn at random.

    The interval holds for the share of wanted ones under a flat prior, so that zero found is not zero left.
    """
    if audited == 0 or unread == 0:
        return Remaining(0.0, 0.0, float(unread), _BY_AUDIT)
    draws = np.random.default_rng(seed).beta(wanted + 1.0, audited - wanted + 1.0, _DRAWS)
    low, high = np.quantile(draws, [0.025, 0.975])
    return Remaining(unread * wanted / audited, unread * float(low), unread * float(high), _BY_AUDIT)


def audit_contradicts(by_model: Remaining, by_audit: Remaining) -> bool:
    """Whether the random sample says that the model's estimate cannot be right."""
    return by_model.high < by_audit.low or by_model.low > by_audit.high
