"""Old bundle against new on held-out examples: a paired bootstrap says whether the new one takes over."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from classifier.bundle import Bundle
from classifier.encoder import Encoder
from classifier.types import Example, Suggestion

_DRAWS = 2000
_TOLERATED = 0.01  # a mean difference this small is nothing
_FEWEST = 5

Scores = NDArray[np.float64]


class Difference(NamedTuple):
    """New minus old on one measure: the mean, its 95 % interval, and how many examples it rests on."""

    measure: str
    examples: int
    old: float
    new: float
    low: float
    high: float

    @property
    def is_worse(self) -> bool:
        """Whether the new value is lower by more than chance would make it."""
        return self.new < self.old - _TOLERATED and self.high < 0.0


class Comparison(NamedTuple):
    """What promoting the new bundle would change; `reason` is a sentence for the model card."""

    promote: bool
    reason: str
    differences: tuple[Difference, ...]


def compare(
    old: Bundle, new: Bundle, held_out: Sequence[Example], encoder: Encoder, *, seed: int = 0
) -> Comparison:
    """Compare two bundles on examples that neither has learned from; promote unless the new one is worse.

    Tags are compared by exact sets, one pair for each document and facet that was judged; relevance by where
    each wanted document ranks among the held-out ones that are not wanted.
    """
    judged = [e for e in held_out if e.tags or e.wanted is not None]
    documents = [e.document for e in judged]
    said = [b.suggest(documents, encoder, with_evidence=False) for b in (old, new)]
    generator = np.random.default_rng(seed)
    exact = [_exact_sets(judged, s, old, new) for s in said]
    standings = [_standings(judged, s) for s in said]
    found = [
        _difference("tags", exact[0], exact[1], generator),
        _difference("relevance", standings[0], standings[1], generator),
    ]
    differences = tuple(d for d in found if d.examples)
    worse = [d for d in differences if d.is_worse]
    if worse:
        named = " and ".join(f"{d.measure} {d.old:.2f} -> {d.new:.2f}" for d in worse)
        return Comparison(
            promote=False,
            reason=f"Kept the old bundle: the new one is worse ({named}).",
            differences=differences,
        )
    if max((d.examples for d in differences), default=0) < _FEWEST:
        reason = "Promoted: too few held-out examples to tell the bundles apart."
        return Comparison(promote=True, reason=reason, differences=differences)
    reason = "Promoted: not worse than the bundle in use."
    return Comparison(promote=True, reason=reason, differences=differences)


def _exact_sets(examples: Sequence[Example], said: Sequence[Suggestion], old: Bundle, new: Bundle) -> Scores:
    """Return 1 for each right set of tags, on the facets that both bundles know."""
    shared = [f.name for f in old.taxonomy.facets if new.taxonomy.facet(f.name) is not None and f.tags]
    return np.array(
        [
            set(suggestion.proposed.get(facet, ())) == set(example.tags[facet])
            for example, suggestion in zip(examples, said, strict=True)
            for facet in shared
            if facet in example.tags
        ],
        dtype=np.float64,
    )


def _standings(examples: Sequence[Example], said: Sequence[Suggestion]) -> Scores:
    """Return, for each wanted document, the share of unwanted ones that it outranks."""
    refused = np.array([s.score for e, s in zip(examples, said, strict=True) if e.wanted is False])
    if not len(refused):
        return np.zeros(0)
    wanted = [s.score for e, s in zip(examples, said, strict=True) if e.wanted is True]
    return np.array([(refused < score).mean() for score in wanted], dtype=np.float64)


def _difference(measure: str, old: Scores, new: Scores, generator: np.random.Generator) -> Difference:
    count = len(old)
    if not count:
        return Difference(measure, 0, 0.0, 0.0, 0.0, 0.0)
    paired = new - old
    draws = paired[generator.integers(0, count, (_DRAWS, count))].mean(axis=1)
    low, high = np.quantile(draws, [0.025, 0.975])
    return Difference(measure, count, float(old.mean()), float(new.mean()), float(low), float(high))
