"""How many wanted papers are probably left unread, what that rests on, and whether a random sample agrees."""

import random
from dataclasses import dataclass
from statistics import quantiles

_DRAWS = 2000
_HALF_WIDTH = 1.96  # half of a 95 % interval, in standard deviations
_FEWEST = 5  # judged papers of a sample below which it says nothing


@dataclass(frozen=True, slots=True)
class Remaining:
    """An estimate with its 95 % interval, and the assumption that it rests on."""

    expected: float
    low: float
    high: float
    assumption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditResult:
    """A random sample of the papers that waited: how far it is read, and what had been expected.

    `waiting` is how many waited when the sample was drawn, `expected` how many of these the model thought
    wanted, `spread` the variance of that number.
    """

    drawn: int
    judged: int
    wanted: int
    waiting: int
    expected: float
    spread: float

    @property
    def is_telling(self) -> bool:
        """Whether enough of the sample is judged to say anything."""
        return self.judged >= min(_FEWEST, self.drawn)

    def by_model(self) -> Remaining:
        """Return what the model expected when the sample was drawn."""
        return left_by_model(self.waiting, self.expected, self.spread)

    def by_sample(self) -> Remaining:
        """Return what the sample says of all that waited then."""
        return left_by_sample(self.waiting, self.judged, self.wanted)

    @property
    def is_contradicting(self) -> bool:
        """Whether the sample says that the model's estimate cannot be right."""
        model, sample = self.by_model(), self.by_sample()
        return self.is_telling and (model.high < sample.low or model.low > sample.high)


def left_by_model(waiting: int, expected: float, spread: float) -> Remaining:
    """Return how many of the waiting papers are wanted if each is with its own probability.

    `expected` is the sum of the probabilities p, `spread` that of p (1 - p).
    """
    half = _HALF_WIDTH * max(spread, 0.0) ** 0.5
    return Remaining(
        expected,
        max(0.0, expected - half),
        min(float(waiting), expected + half),
        "assumes that the model's probabilities hold for papers that nobody has read",
    )


def left_by_sample(waiting: int, judged: int, wanted: int, *, seed: int = 0) -> Remaining:
    """Return how many of the waiting papers are wanted, from `wanted` among `judged` drawn at random.

    The interval is that of the share of wanted ones under a flat prior: none found is not none left.
    """
    words = "assumes only that the sample was drawn at random"
    if judged == 0 or waiting == 0:
        return Remaining(0.0, 0.0, float(waiting), words)
    generator = random.Random(seed)  # noqa: S311 -- an interval, not a secret
    draws = [generator.betavariate(wanted + 1, judged - wanted + 1) for _ in range(_DRAWS)]
    cuts = quantiles(draws, n=40)
    return Remaining(waiting * wanted / judged, waiting * cuts[0], waiting * cuts[-1], words)
