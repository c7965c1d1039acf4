"""How the sections of a list are ordered, as far as the file alone tells."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from service.lists.placing.features import Features, features_of
from service.lists.placing.rules import BY_NAME, Rule
from service.lists.reading.document import ListDocument

Steps = Counter[tuple[str, bool]]
"""How many steps from a paper to the next fall or do not, by the value in which the two differ.

Also how many papers have a number or a year at all.
"""

_FIELDS = ("number", "day", "year")
_COARSE = ("day", "year")  # which papers share
_GROUPED = 0.9  # share of a year's or day's steps from which papers stand in groups of it
_FEW_OF = 2  # papers for each that has a number, from which the years tell more
_COUNTED = 3  # entries with numbers
_LETTERS = 8  # steps from A towards Z that are no chance
_ALPHABETICAL = 0.95
_CLEARLY_SORTED = 0.7  # from which a finer value (number, then day) is preferred to the year
_NEARLY_AS = 0.2  # by which a finer value may show less order than the best
_SOME = 2  # steps that show an order
_YEAR = re.compile(r"\b(?:19|20)\d{2}\b")


class Order(NamedTuple):
    """How many of the steps go one way, by the value that shows it best.

    `turns` where the newest years (or days) stand first, and each of them grows at its end.
    """

    share: float
    field: str
    newest_first: bool
    turns: bool = False

    @property
    def rule(self) -> Rule:
        """The rule that keeps to the order."""
        where = "above-top" if self.newest_first != self.turns else "below-bottom"
        return BY_NAME[f"{self.field}-{'desc' if self.newest_first else 'asc'}-{where}"]

    @property
    def edge(self) -> Rule:
        """The rule for a paper that lacks the value: the end at which the new ones stand."""
        return BY_NAME["top" if self.newest_first else "bottom"]


def steps_of(section: Iterable[Features]) -> Steps:
    """Count the steps between neighbours that have different values."""
    listed, steps = list(section), Steps()
    for field in (*_FIELDS, "title"):
        values = [value for f in listed if (value := getattr(f, field)) is not None]
        steps.update((field, a > b) for a, b in pairwise(values) if a != b)
        steps[f"with {field}", True] += len(values)
    for field in _COARSE:
        inside = ((a.number, b.number) for a, b in pairwise(listed) if getattr(a, field) == getattr(b, field))
        steps.update((f"number in {field}", a > b) for a, b in inside if a and b and a != b)
    return steps


def order_of(steps: Steps, *, least: int = 1) -> Order | None:
    """Return the order that these steps show; None if no value has so many."""
    guesses = []
    for field in _FIELDS:
        falling, total = steps[field, True], steps[field, True] + steps[field, False]
        if total >= least:
            share = falling / total
            guesses.append(Order(max(share, 1 - share), field, share >= 1 / 2))
    best = max(guesses, default=None)
    if best and best.field in _COARSE and best.share >= _GROUPED and _turns(best, steps):
        return best._replace(turns=True)
    least_share = max(_CLEARLY_SORTED, best.share - _NEARLY_AS) if best else 1.0
    found = next((guess for guess in guesses if guess.share >= least_share), best)
    by_day = next((guess for guess in guesses if guess.field == "day"), None)
    if found and by_day and found.field == "number" and by_day.share >= found.share:
        days, numbers = (steps[f, True] + steps[f, False] for f in ("day", "number"))
        found = by_day if days > numbers else found  # papers without a number have their place by the day
    by_year = next((guess for guess in guesses if guess.field == "year"), None)
    if found and by_year and found.field == "number" and by_year.share >= found.share:
        years, numbers = (steps[f"with {f}", True] for f in ("year", "number"))
        return by_year if years >= _FEW_OF * numbers else found  # so have those of whom only a few have one
    return found


def _turns(order: Order, steps: Steps) -> bool:
    """Whether the newest years (or days) stand first and each grows at its end, as its numbers show."""
    if not order.newest_first:
        return False
    falling, rising = steps[f"number in {order.field}", True], steps[f"number in {order.field}", False]
    return rising >= _COUNTED and rising >= _CLEARLY_SORTED * (rising + falling)


def counting(section: Sequence[Features]) -> Rule | None:
    """Return the end at which a section goes on whose entries bear numbers that count by ones, if they do."""
    counts = [f.count for f in section]
    steps = {b - a for a, b in pairwise(counts) if a is not None and b is not None}
    if None in counts or len(counts) < _COUNTED or steps not in ({1}, {-1}):
        return None
    return BY_NAME["bottom" if steps == {1} else "top"]


def is_alphabetical(own: Steps, all_steps: Steps) -> bool:
    """Whether titles run from A to Z in a section and in the whole list, and nothing else as clearly."""
    falling, rising = all_steps["title", True], all_steps["title", False]
    if (other := order_of(all_steps, least=_LETTERS)) and other.share >= _ALPHABETICAL:
        return False
    is_usual = rising >= _LETTERS and rising >= _ALPHABETICAL * (rising + falling)
    return is_usual and own["title", False] >= _ALPHABETICAL * (own["title", True] + own["title", False])


def by_year(order: Order, steps: Steps) -> list[Rule]:
    """Return the rule for papers that lack the value of an order: by year, if years go the same way."""
    agree, total = steps["year", order.newest_first], steps["year", True] + steps["year", False]
    is_sorted = total >= _SOME and agree >= _CLEARLY_SORTED * total
    return [order._replace(field="year").rule] if is_sorted and order.field != "year" else []


class Surroundings:
    """What the whole list tells of how it is ordered; read when it is first asked for."""

    def __init__(self, document: ListDocument) -> None:
        self._document = document

    @cached_property
    def steps(self) -> Steps:
        """The steps of all sections together."""
        parts = (self._document.main_part(region) for region in range(len(self._document.regions)))
        return sum((steps_of(map(features_of, listed)) for listed in parts), Steps())

    @cached_property
    def years(self) -> Sequence[int]:
        """The years that headings name, from top to bottom."""
        headings = (_YEAR.search(where.path[-1]) for where in self._document.regions if where.path)
        return [int(year[0]) for year in headings if year]
