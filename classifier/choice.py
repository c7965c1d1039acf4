"""From scores to proposed tags: thresholds, exclusive facets, the taxonomy's rules. Pure."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from classifier.types import Constraint, Facet

THRESHOLD = 0.5


def choose(
    facet: Facet,
    decisions: NDArray[np.float64],
    constraints: Iterable[Constraint] = (),
    *,
    needs_one: bool = False,
) -> tuple[str, ...]:
    """Return the tags to propose for one document, in the taxonomy's order.

    An exclusive facet gets its best tag, and so does one that needs a tag when none passes. Rules are
    enforced after scoring: too few pass, the best-scoring are taken; too many, the worst-scoring go.
    """
    if not facet.tags:
        return ()
    names = [t.name for t in facet.tags]
    if facet.exclusive:
        return (names[int(np.argmax(decisions))],)
    chosen = {n for n, d in zip(names, decisions, strict=True) if d >= THRESHOLD}
    if needs_one and not chosen:
        chosen = {names[int(np.argmax(decisions))]}
    by_score = [names[i] for i in np.argsort(-decisions, kind="stable")]
    for rule in constraints:
        if rule.facet == facet.name:
            chosen = _enforced(rule, chosen, by_score)
    return tuple(n for n in names if n in chosen)


def confidence(facet: Facet, probabilities: NDArray[np.float64], chosen: Iterable[str]) -> float:
    """Return how likely the whole set is right: the least certain of its decisions."""
    kept = set(chosen)
    sure = [p if t.name in kept else 1.0 - p for t, p in zip(facet.tags, probabilities, strict=True)]
    return float(min(sure, default=0.0))


def _enforced(rule: Constraint, chosen: set[str], by_score: list[str]) -> set[str]:
    named = [n for n in by_score if n in rule.tags]
    inside = [n for n in named if n in chosen]
    kept = inside[: rule.at_most]
    for name in named:
        if len(kept) >= rule.at_least:
            break
        if name not in kept:
            kept.append(name)
    return (chosen - set(rule.tags)) | set(kept)
