"""How far two people agree: Cohen's kappa with an interval, and when a second opinion is worth asking for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

from service.domain.review import VerdictKind
from service.domain.taxonomy import Taxonomy

SURE_LOW, SURE_HIGH = 0.3, 0.7  # between them, and against the model, a second opinion is asked for
RELEVANCE = "whether the list wants it"
_Z = 1.96  # an interval of 95 per cent
_FEWEST = 2  # papers from which anything can be said of the spread

Tags = Mapping[str, Sequence[str]]
Counts = tuple[int, int, int, int]
"""How often both said yes, only the first, only the second, and neither."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """What two people said of one paper, the second without seeing the first."""

    first: VerdictKind
    second: VerdictKind
    first_tags: Tags
    second_tags: Tags


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How far two people agree on one question. `kappa` is None where chance alone would always agree."""

    question: str
    papers: int
    agreed: float | None
    kappa: float | None
    low: float | None = None
    high: float | None = None


def is_uncertain(kind: VerdictKind, relevance: float) -> bool:
    """Tell whether a second opinion is worth a minute: the model was unsure, or said otherwise."""
    if kind is VerdictKind.ACCEPT:
        return relevance <= SURE_HIGH
    return kind is VerdictKind.REJECT and relevance >= SURE_LOW


def differ(pair: Pair) -> bool:
    """Tell whether two people said different things of a paper."""
    if pair.first is not pair.second:
        return True
    return pair.first is VerdictKind.ACCEPT and _plain(pair.first_tags) != _plain(pair.second_tags)


def agreements(pairs: Sequence[Pair], taxonomy: Taxonomy) -> list[Agreement]:
    """Return the agreement on relevance and on every facet.

    Each tag of a facet is one question with yes or no. Tags of one paper hang together, so the interval
    comes from leaving out one paper at a time (jackknife), not one answer.
    """
    found = [_agreement(RELEVANCE, [_relevance(pair) for pair in pairs])]
    both = [p for p in pairs if p.first is p.second is VerdictKind.ACCEPT]
    for facet in taxonomy.facets:
        names = [tag.name for tag in facet.tags]
        found.append(_agreement(facet.title, [_facet(pair, facet.name, names) for pair in both]))
    return found


def kappa(counts: Counts) -> float | None:
    """Return Cohen's kappa of a table of two by two; None where it is not defined."""
    total = sum(counts)
    if not total:
        return None
    both, first, second, neither = counts
    observed = (both + neither) / total
    yes_1, yes_2 = (both + first) / total, (both + second) / total
    chance = yes_1 * yes_2 + (1 - yes_1) * (1 - yes_2)
    return (observed - chance) / (1 - chance) if chance < 1 else None


def _agreement(question: str, papers: Sequence[Counts]) -> Agreement:
    total = _sum(papers)
    answers = sum(total)
    point = kappa(total)
    agreed = (total[0] + total[3]) / answers if answers else None
    spread = _jackknife(papers, total)
    if point is None or spread is None:
        return Agreement(question=question, papers=len(papers), agreed=agreed, kappa=point)
    low, high = max(-1.0, point - _Z * spread), min(1.0, point + _Z * spread)
    return Agreement(question=question, papers=len(papers), agreed=agreed, kappa=point, low=low, high=high)


def _jackknife(papers: Sequence[Counts], total: Counts) -> float | None:
    """Return the standard error of kappa, from leaving out one paper at a time."""
    if len(papers) < _FEWEST:
        return None
    without = [kappa(_minus(total, paper)) for paper in papers]
    known = [value for value in without if value is not None]
    if len(known) < len(papers):
        return None
    mean = sum(known) / len(known)
    return sqrt((len(known) - 1) / len(known) * sum((value - mean) ** 2 for value in known))


def _relevance(pair: Pair) -> Counts:
    return _count(first=pair.first is VerdictKind.ACCEPT, second=pair.second is VerdictKind.ACCEPT)


def _facet(pair: Pair, facet: str, names: Sequence[str]) -> Counts:
    one, two = set(pair.first_tags.get(facet, ())), set(pair.second_tags.get(facet, ()))
    return _sum([_count(first=name in one, second=name in two) for name in names])


def _count(*, first: bool, second: bool) -> Counts:
    only_first, only_second = first and not second, second and not first
    return (int(first and second), int(only_first), int(only_second), int(not first and not second))


def _sum(papers: Sequence[Counts]) -> Counts:
    columns = [sum(column) for column in zip(*papers, strict=True)] or [0, 0, 0, 0]
    return (columns[0], columns[1], columns[2], columns[3])


def _minus(total: Counts, paper: Counts) -> Counts:
    return (total[0] - paper[0], total[1] - paper[1], total[2] - paper[2], total[3] - paper[3])


def _plain(tags: Tags) -> dict[str, frozenset[str]]:
    return {facet: frozenset(names) for facet, names in tags.items() if names}
