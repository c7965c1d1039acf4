"""How a list's field moves: papers a month and a tag, and which tags grow."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from service.domain.taxonomy import Facet, Tag

MONTHS = 24  # in a chart
HALF = 6  # months that are compared with as many before them
FEWEST = 10  # papers of a tag in both halves together, for a change to be called one
CLEAR = 0.05  # share of all papers by which a tag must have moved


@dataclass(frozen=True, slots=True)
class Dated:
    """A paper of a list: the month in which it appeared, and its tags."""

    month: str
    tags: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class TagTrend:
    """A tag's papers in each month, oldest first; `lately` and `before` are shares of all papers."""

    tag: Tag
    counts: tuple[int, ...]
    lately: float
    before: float

    @property
    def total(self) -> int:
        """Papers in all months."""
        return sum(self.counts)

    @property
    def change(self) -> float:
        """By how much the share has moved."""
        return self.lately - self.before

    @property
    def word(self) -> str:
        """Whether the tag grows, in a word; empty where there is too little to say."""
        if sum(self.counts[-2 * HALF :]) < FEWEST or abs(self.change) < CLEAR:
            return ""
        return "grows" if self.change > 0 else "shrinks"


def months_until(last: date, number: int = MONTHS) -> tuple[str, ...]:
    """Return so many months as 2025-10, oldest first, up to that of a day."""
    index = last.year * 12 + last.month - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(index - number + 1, index + 1))


def month_counts(papers: Sequence[Dated], months: Sequence[str]) -> tuple[int, ...]:
    """Return how many papers appeared in each month."""
    counts = Counter(paper.month for paper in papers)
    return tuple(counts[month] for month in months)


def tag_trends(facet: Facet, papers: Sequence[Dated], months: Sequence[str]) -> list[TagTrend]:
    """Return the trend of each tag that occurs in these months, the most used first.

    The last month is not over, so that the halves that are compared end with the one before it.
    """
    known = [paper for paper in papers if paper.tags.get(facet.name)]
    every = month_counts(known, months)
    found = []
    for tag in facet.tags:
        own = month_counts([p for p in known if tag.name in p.tags[facet.name]], months)
        if any(own):
            found.append(TagTrend(tag, own, *_shares(own, every)))
    return sorted(found, key=lambda trend: -trend.total)


def together(papers: Sequence[Dated], facet: str, tag: str) -> list[tuple[str, str, int]]:
    """Return the (facet, tag, papers) that most often stand beside a tag, the most frequent first."""
    counts = Counter(
        (other, name)
        for paper in papers
        if tag in paper.tags.get(facet, ())
        for other, names in paper.tags.items()
        for name in names
        if (other, name) != (facet, tag)
    )
    return [(other, name, n) for (other, name), n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))]


def _shares(own: Sequence[int], every: Sequence[int]) -> tuple[float, float]:
    halves = (slice(-HALF - 1, -1), slice(-2 * HALF - 1, -HALF - 1))
    lately, before = (sum(own[half]) / (sum(every[half]) or 1) for half in halves)
    return lately, before
