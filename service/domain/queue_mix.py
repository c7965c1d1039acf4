"""The order in which a queue is read, and the mix of orders that a list's maintainer sets."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from service.errors import BadInput

MOST_PARTS = 20


class QueueOrder(StrEnum):
    """In which order the papers come. A sample shows only the papers that were drawn at random."""

    LIKELIEST = "likeliest"
    NEWEST = "newest"
    OLDEST = "oldest"
    LEAST_CERTAIN = "least certain"
    DIVERSE = "diverse"
    MIX = "mix"
    SAMPLE = "sample"


MIXED = (QueueOrder.LIKELIEST, QueueOrder.LEAST_CERTAIN, QueueOrder.DIVERSE, QueueOrder.OLDEST)

Mix = Mapping[QueueOrder, int]
USUAL_MIX: Mix = MappingProxyType(
    {QueueOrder.LIKELIEST: 6, QueueOrder.LEAST_CERTAIN: 1, QueueOrder.DIVERSE: 2, QueueOrder.OLDEST: 1}
)


def decide_mix(parts: Mapping[str, int]) -> Mix:
    """Return a mix from the parts of each order; an order that is not named has none.

    Raises:
        BadInput: an order cannot be mixed, a part is out of range, or all are nothing.
    """
    known = {str(order) for order in MIXED}
    for name, part in parts.items():
        if name not in known:
            raise BadInput(f"{name[:40]!r} cannot be mixed; choose from {', '.join(sorted(known))}.")
        if not 0 <= part <= MOST_PARTS:
            raise BadInput(f"The part of {name} must lie between 0 and {MOST_PARTS}, not {part}.")
    if not any(parts.values()):
        raise BadInput("A mix of nothing shows no paper; give at least one order a part above 0.")
    return {order: parts.get(order, 0) for order in MIXED}
