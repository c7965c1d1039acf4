"""Weekly issues: ISO weeks, and how a week's papers are put in order and told."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from service.domain.taxonomy import Facet, Taxonomy
from service.errors import BadInput

_WEEK = re.compile(r"(\d{4})-?W(\d{2})", re.IGNORECASE)
_WITHDRAWN = re.compile(r"\bwithdrawn\b(?!\s+(?:from|submission))", re.IGNORECASE)
ENOUGH = 0.5  # share of papers with a tag of a facet, for it to be the one that orders them
OTHERS = ""  # the group of papers without a tag of the ordering facet


@dataclass(frozen=True, order=True, slots=True)
class IsoWeek:
    """A week from Monday 00:00 UTC to Monday 00:00 UTC, named as ISO 8601 does: 2025-W44."""

    year: int
    week: int

    @classmethod
    def parse(cls, text: str) -> "IsoWeek":
        """Read `2025-W44`.

        Raises:
            BadInput: the text names no week.
        """
        match = _WEEK.fullmatch(text.strip())
        try:
            found = cls(int(match[1]), int(match[2])) if match else None
            if found is not None and found.shift(-1).start < found.start < found.shift(1).end:
                return found
        except (ValueError, OverflowError):
            pass  # a week 54, a year 0, or the first or last week that there can be
        raise BadInput(f"{text.strip()[:40]!r} is no week; give one like 2025-W44.")

    @classmethod
    def of(cls, moment: datetime) -> "IsoWeek":
        """Return the week in which a moment lies."""
        found = moment.astimezone(UTC).isocalendar()
        return cls(found.year, found.week)

    @property
    def start(self) -> datetime:
        """The first moment of the week."""
        return datetime.combine(date.fromisocalendar(self.year, self.week, 1), datetime.min.time(), UTC)

    @property
    def end(self) -> datetime:
        """The first moment after the week."""
        return self.start + timedelta(weeks=1)

    @property
    def last_day(self) -> date:
        """The week's Sunday."""
        return (self.end - timedelta(days=1)).date()

    def shift(self, weeks: int) -> "IsoWeek":
        """Return the week that many weeks later, or earlier."""
        return IsoWeek.of(self.start + timedelta(weeks=weeks))

    def is_over(self, now: datetime) -> bool:
        """Tell whether nothing can happen in the week any more."""
        return now >= self.end

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"


class ItemKind(StrEnum):
    """How a paper came into an issue."""

    CONFIRMED = "confirmed"
    LISTED = "listed"


class ChangeKind(StrEnum):
    """What else happened to a paper of the list."""

    UPDATED = "updated"
    WITHDRAWN = "withdrawn"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestItem:
    """A paper in an issue. `key` is its arXiv id, or the name of its entry where it has none."""

    key: str
    title: str
    kind: ItemKind
    authors: tuple[str, ...] = ()
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    url: str = ""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestChange:
    """Something that happened to a paper that is on the list already."""

    key: str
    title: str
    kind: ChangeKind
    version: int | None = None
    url: str = ""
    at: datetime


@dataclass(frozen=True, slots=True)
class Group:
    """The papers of an issue under one heading."""

    tag: str
    label: str
    items: tuple[DigestItem, ...]


def is_withdrawn(comment: str | None) -> bool:
    """Tell whether a paper's comment says that its authors withdrew it (not merely from a venue)."""
    return bool(comment and _WITHDRAWN.search(comment))


def ordering_facet(taxonomy: Taxonomy, items: Sequence[DigestItem]) -> Facet | None:
    """Return the first facet that says something about at least half of the papers."""
    for facet in taxonomy.facets:
        tagged = sum(1 for item in items if item.tags.get(facet.name))
        if items and tagged >= ENOUGH * len(items):
            return facet
    return None


def group_items(facet: Facet | None, items: Iterable[DigestItem]) -> tuple[Group, ...]:
    """Put each paper under the first of its tags, in the facet's order; those without one come last."""
    order = [tag.name for tag in facet.tags] if facet else []
    labels = {tag.name: tag.label for tag in facet.tags} if facet else {}
    found: dict[str, list[DigestItem]] = {name: [] for name in [*order, OTHERS]}
    for item in items:
        own = item.tags.get(facet.name, ()) if facet else ()
        found[next((name for name in order if name in own), OTHERS)].append(item)
    return tuple(Group(name, labels.get(name, name), tuple(group)) for name, group in found.items() if group)


def tag_counts(taxonomy: Taxonomy, items: Sequence[DigestItem]) -> dict[str, dict[str, int]]:
    """Count the papers of each tag, facet by facet; tags without papers are left out."""
    counts: dict[str, dict[str, int]] = {}
    for facet in taxonomy.facets:
        found = {
            tag.name: sum(1 for item in items if tag.name in item.tags.get(facet.name, ()))
            for tag in facet.tags
        }
        if any(found.values()):
            counts[facet.name] = {name: number for name, number in found.items() if number}
    return counts
