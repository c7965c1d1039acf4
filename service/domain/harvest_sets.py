"""Which sets of arXiv's OAI-PMH hold the papers that concern the lists."""

from collections.abc import Iterable

_PHYSICS = frozenset(
    [
        "astro-ph",
        "cond-mat",
        "gr-qc",
        "hep-ex",
        "hep-lat",
        "hep-ph",
        "hep-th",
        "math-ph",
        "nlin",
        "nucl-ex",
        "nucl-th",
        "physics",
        "quant-ph",
    ]
)


def sets_of(categories: Iterable[str]) -> list[str]:
    """Return the sets that cover some categories, an archive each: `cs.CV` and `cs.CL` are both in `cs`."""
    archives = {category.partition(".")[0] for category in categories if category}
    return sorted({f"physics:{a}" if a in _PHYSICS else a for a in archives})
